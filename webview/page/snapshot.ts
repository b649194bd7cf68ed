// Writes the page as one self-contained HTML file that any browser opens: shadow trees become declarative ones with
// their styles, canvases become pictures, and scripts are left out. Knows the DOM, no stop.

/** Elements without an end tag. */
const VOID = new Set(['br', 'hr', 'img', 'input', 'meta', 'link', 'source', 'wbr']);
/** Elements that would do nothing in a page without scripts. */
const DROPPED = new Set([
  'script',
  'select',
  'ts-chart-menu',
  'ts-generation-bar',
  'ts-model-map',
  'ts-tour',
  'vscode-button',
  'vscode-checkbox',
]);

/**
 * The theme's variables are on <html> and its class on <body>, so both go along: the file looks as the panel does now.
 */
export function snapshot(title: string): string {
  const { documentElement, body } = document;
  const theme = documentElement.getAttribute('style') ?? '';
  return `<!DOCTYPE html>
<html lang="${escaped(documentElement.lang)}" style="${escaped(theme)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>${sheets(document.adoptedStyleSheets)} body { max-width: 1100px; margin: 0 auto; }</style></head>
<body class="${escaped(body.className)}">${inside(body)}</body></html>`;
}

function inside(parent: ParentNode): string {
  return [...parent.childNodes].map(written).join('');
}

function written(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.textContent ?? '');
  if (!(node instanceof Element) || DROPPED.has(node.localName)) return '';
  if (node instanceof HTMLCanvasElement) return picture(node);
  const attributes = [...node.attributes].map(({ name, value }) => ` ${name}="${escaped(value)}"`).join('');
  const start = `<${node.localName}${attributes}${propertiesOf(node)}>`;
  if (VOID.has(node.localName)) return start;
  return `${start}${shadow(node)}${inside(node)}</${node.localName}>`;
}

function shadow({ shadowRoot }: Element): string {
  if (!shadowRoot) return '';
  return `<template shadowrootmode="open"><style>${sheets(shadowRoot.adoptedStyleSheets)}</style>${inside(shadowRoot)}</template>`;
}

/** The value of an input or a meter is a property and not among the attributes. Inputs are shown, but disabled. */
function propertiesOf(element: Element): string {
  if (element instanceof HTMLInputElement) return ` value="${escaped(element.value)}" disabled`;
  if (element instanceof HTMLMeterElement) return ` value="${element.value}"`;
  return '';
}

/** The pixels are not enlarged here: the picture stays small, and CSS gives it the size that the canvas had. */
function picture(canvas: HTMLCanvasElement): string {
  const { width, height } = canvas.getBoundingClientRect();
  const label = canvas.getAttribute('aria-label') ?? '';
  const style = `display: block; width: ${width}px; max-width: 100%; height: ${height}px; image-rendering: pixelated`;
  const source = canvas.width > 0 ? canvas.toDataURL() : '';
  return `<img src="${source}" alt="${escaped(label)}" style="${style}">`;
}

function sheets(all: readonly CSSStyleSheet[]): string {
  return all.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('\n');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
