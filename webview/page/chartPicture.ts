// Makes a picture of a chart. A chart that is one SVG stays SVG, with its colours written out; canvases, and labels
// that are HTML, are painted on a PNG together. Knows the DOM, no chart.

export interface Picture {
  readonly extension: 'svg' | 'png';
  readonly blob: Blob;
}

/** The CSS properties that charts style their SVG with; they become attributes of the copy. */
const DRAWN = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-linecap',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'text-anchor',
];
/** Pixels of the PNG per CSS pixel, so that it stays sharp on dense screens. */
const PNG_SCALE = 2;

export async function pictureOf(chart: HTMLElement): Promise<Picture> {
  const root = chart.shadowRoot ?? chart;
  const svg = root.querySelector('svg');
  const labels = root.querySelector('.labels');
  if (svg && !labels) return { extension: 'svg', blob: new Blob([written(svg)], { type: 'image/svg+xml' }) };
  return { extension: 'png', blob: await painted(chart, root) };
}

/** A copy with the computed colours as attributes, because the theme's variables do not exist outside of this page. */
function written(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  for (const [i, element] of [...copy.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(originals[i]);
    for (const name of DRAWN) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('style');
    element.removeAttribute('class');
  }
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.removeAttribute('tabindex');
  return new XMLSerializer().serializeToString(copy);
}

/**
 * Paints canvases, then paths, then every text, each where it is on the screen. Borders and backgrounds made by CSS are
 * left out.
 */
async function painted(chart: HTMLElement, root: ParentNode): Promise<Blob> {
  const box = chart.getBoundingClientRect();
  const canvas = new OffscreenCanvas(Math.ceil(box.width * PNG_SCALE), Math.ceil(box.height * PNG_SCALE));
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.scale(PNG_SCALE, PNG_SCALE);
  context.translate(-box.left, -box.top);
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(box.left, box.top, box.width, box.height);
  context.imageSmoothingEnabled = false; // cells stay squares when they are enlarged
  for (const one of root.querySelectorAll('canvas')) {
    const place = one.getBoundingClientRect();
    if (one.width > 0) context.drawImage(one, place.left, place.top, place.width, place.height);
  }
  for (const path of root.querySelectorAll('path')) paintPath(context, path);
  paintWords(context, root);
  return await canvas.convertToBlob({ type: 'image/png' });
}

/** A path's coordinates begin at its SVG's corner; the charts that are painted use no other transform. */
function paintPath(context: OffscreenCanvasRenderingContext2D, path: SVGPathElement): void {
  const place = path.ownerSVGElement?.getBoundingClientRect();
  if (!place) return;
  const style = getComputedStyle(path);
  context.save();
  context.translate(place.left, place.top);
  context.globalAlpha = Number(style.opacity);
  context.strokeStyle = style.stroke;
  context.lineWidth = Number.parseFloat(style.strokeWidth);
  context.lineCap = 'round';
  context.stroke(new Path2D(path.getAttribute('d') ?? ''));
  context.restore();
}

/** A range around a text node has the place of the text itself; its element may be larger. */
function paintWords(context: OffscreenCanvasRenderingContext2D, root: ParentNode): void {
  const walker = document.createTreeWalker(root as Node, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  context.textBaseline = 'middle';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.textContent?.trim();
    if (!words || !node.parentElement) continue;
    range.selectNodeContents(node);
    const place = range.getBoundingClientRect();
    const style = getComputedStyle(node.parentElement);
    context.font = style.font;
    context.fillStyle = style.color;
    context.fillText(words, place.left, place.top + place.height / 2);
  }
}
