// What drawBench.ts has a page draw: a head's attention as our chart draws it, and as an SVG with one element a cell, as
// charts made with d3 are. Knows no timing but its own frame's.
import { HeatMap } from '../../../webview/charts/heatMap.ts';

declare global {
  /** Draws n rows, and tells how long the page was busy until they were painted, in milliseconds. */
  var drawMs: (kind: 'canvas' | 'svg', n: number) => Promise<number>;
}

const SVG = 'http://www.w3.org/2000/svg';
const SIZE = 460;

globalThis.drawMs = async (kind, n) => {
  document.body.replaceChildren();
  const values = Float32Array.from({ length: n * n }, (_, i) => Math.abs(Math.sin(i * i)));
  const draw = kind === 'canvas' ? canvasOf(n, values) : () => document.body.append(svgOf(n, values));
  // What begins in a frame is painted in it; a message that is sent from it comes when the page has painted.
  return await new Promise((told) =>
    requestAnimationFrame(() => {
      const start = performance.now();
      draw();
      const painted = new MessageChannel();
      painted.port1.onmessage = () => told(performance.now() - start);
      painted.port2.postMessage(undefined);
    }),
  );
};

/** The element is there already, as in the panel; the numbers come. */
function canvasOf(n: number, values: Float32Array): () => void {
  const map = new HeatMap();
  map.style.width = `${SIZE + 80}px`;
  map.triangular = true;
  document.body.append(map);
  return () => {
    map.grid = { rows: n, columns: n, values };
  };
}

function svgOf(n: number, values: Float32Array): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('width', String(SIZE));
  svg.setAttribute('height', String(SIZE));
  const side = SIZE / n;
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++) {
      const cell = document.createElementNS(SVG, 'rect');
      cell.setAttribute('x', String(column * side));
      cell.setAttribute('y', String(row * side));
      cell.setAttribute('width', String(side));
      cell.setAttribute('height', String(side));
      cell.setAttribute('fill', `rgb(${Math.round(255 * values[row * n + column])} 80 160)`);
      svg.append(cell);
    }
  return svg;
}
