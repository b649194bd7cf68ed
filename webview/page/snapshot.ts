// Writes the page as one self-contained HTML file that any browser opens: shadow trees become declarative ones with
// their styles, canvases become pictures, and scripts are left out. Knows the DOM, no stop.

/** Elements without an end tag. */
const VOID = new Set(['br', 'hr', 'img', 'input', 'meta', 'link', 'source', 'wbr']);
/** Elements that would do nothing in a page without scripts. Others are marked with data-control where they are made. */
const DROPPED = new Set([
  'input',
  'script',
  'ts-chart-menu',
  'ts-example-card',
  'ts-generation-bar',
  'ts-model-map',
  'ts-slider',
  'ts-tour',
  'vscode-button',
]);
/** What a choice is read from. */
interface Choice {
  readonly options: readonly { readonly label: string }[];
  readonly selectedIndex: number;
}
/** A button shows something, such as a token, and becomes an element that only shows it and looks the same. */
const BUTTONS = '[data-button] { display: inline-block; box-sizing: border-box; }';

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
  if (!(node instanceof Element) || isControl(node)) return '';
  if (node instanceof HTMLCanvasElement) return picture(node);
  const words = wordsOf(node);
  if (words !== undefined) return words && `<span>${escaped(words)}</span>`;
  const name = node instanceof HTMLButtonElement ? 'span' : node.localName;
  const start = `<${name}${attributesOf(node)}${propertiesOf(node)}>`;
  return VOID.has(name) ? start : `${start}${shadow(node)}${inside(node)}</${name}>`;
}

/** What only a script could serve, words that ask for it, and what is hidden. */
function isControl(element: Element): boolean {
  return DROPPED.has(element.localName) || element.matches('[data-control], .task, [hidden]');
}

/** What is said by a control that says something by its state: a choice by what is chosen, a checkbox where it is set. */
function wordsOf(element: Element): string | undefined {
  if (element.localName === 'vscode-checkbox') {
    const { checked, label } = element as Element & { readonly checked: boolean; readonly label: string };
    return checked ? label : '';
  }
  if (element.localName !== 'vscode-single-select') return undefined;
  const { options, selectedIndex } = element as Element & Choice;
  return options[selectedIndex]?.label ?? '';
}

/** Nothing but what scrolls can be reached with the keyboard, and nothing can be pressed, cells of a drawing included. */
function attributesOf(element: Element): string {
  const isButton = element instanceof HTMLButtonElement || element.getAttribute('role') === 'button';
  const dropped = isButton ? ['tabindex', 'role', 'aria-pressed'] : ['tabindex'];
  const kept = [...element.attributes].filter(
    ({ name }) => !dropped.includes(name) || (name === 'tabindex' && element.classList.contains('scroll')),
  );
  const written = kept.map(({ name, value }) => ` ${renamed(name)}="${escaped(value)}"`).join('');
  const role = element.hasAttribute('aria-label') ? ' role="img"' : '';
  return isButton ? `${written} data-button${role}` : written;
}

/** What is chosen still looks so, and is not said to be a choice. */
function renamed(name: string): string {
  return name === 'aria-checked' ? 'data-checked' : name;
}

function shadow({ shadowRoot }: Element): string {
  if (!shadowRoot) return '';
  return `<template shadowrootmode="open"><style>${sheets(shadowRoot.adoptedStyleSheets)}</style>${inside(shadowRoot)}</template>`;
}

/** The value of a meter is a property and not among the attributes. */
function propertiesOf(element: Element): string {
  return element instanceof HTMLMeterElement ? ` value="${element.value}"` : '';
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
  const rules = all.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
  return [BUTTONS, ...rules.map(ofThePage)].join('\n');
}

/** The rule for buttons, for what stands in their place. */
function ofThePage(rule: string): string {
  const [selector, ...rest] = rule.split('{');
  const renamedSelector = selector
    .replace(/(?<![\w-])button(?![\w-])/g, '[data-button]')
    .replace(/aria-checked/g, 'data-checked');
  return [renamedSelector, ...rest].join('{').replace('cursor: pointer;', '');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
