// Layouts by value, and colours that grow evenly lighter or darker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arcsLayout, windowAround } from '../../../webview/charts/arcsLayout.ts';
import { flowGraphLayout, LEFT } from '../../../webview/charts/flowGraphLayout.ts';
import { cellAt, labelStep, levelsOf, pooled } from '../../../webview/charts/heatMapLayout.ts';
import { signedBars } from '../../../webview/charts/signedBarLayout.ts';
import { cellTowards, gridLayout } from '../../../webview/charts/signedGridLayout.ts';
import { largest, lengthOf } from '../../../webview/text/largest.ts';
import { colorAt, colorTable } from '../../../webview/theme/theme.ts';

test('a matrix that fits is not pooled', () => {
  const grid = { rows: 2, columns: 2, values: [1, 0, 0.5, 0.5] };
  assert.deepEqual(pooled(grid, 2), { ...grid, factor: 1 });
});

test('pooling keeps the strongest of each cell', () => {
  const { rows, columns, values, factor } = pooled({ rows: 3, columns: 3, values: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, 2);
  assert.deepEqual([rows, columns, Array.from(values), factor], [2, 2, [5, 6, 8, 9], 2]);
});

test('numbers become levels of a range, clipped at its ends', () => {
  const { values } = levelsOf({ rows: 1, columns: 4, values: [-1, 0.8, 0.9, 2] }, { from: 0.8, to: 1 });
  assert.deepEqual(
    Array.from(values, (level) => Number(level.toFixed(6))),
    [0, 0, 0.5, 1],
  );
});

test('the cell under the pointer', () => {
  const grid = { rows: 4, columns: 4 };
  assert.deepEqual(cellAt(0, 0, 100, grid), { row: 0, column: 0 });
  assert.deepEqual(cellAt(99, 30, 100, grid), { row: 1, column: 3 });
  assert.equal(cellAt(-1, 5, 100, grid), undefined);
  assert.equal(cellAt(100, 5, 100, grid), undefined);
});

test('labels are left out until they stand far enough apart', () => {
  assert.equal(labelStep(10, 200, 13), 1);
  assert.equal(labelStep(40, 200, 13), 3);
});

test('arcs: faint ones left out, strongest on top, reach gives height', () => {
  const arcs = arcsLayout(
    [
      { from: 3, to: 0, weight: 0.9 },
      { from: 3, to: 2, weight: 0.05 },
      { from: 3, to: 1, weight: 0.01 },
    ],
    [0, 10, 20, 30],
    100,
  );
  assert.deepEqual(
    arcs.map(({ to }) => to),
    [2, 0],
  );
  assert.deepEqual(arcs[1].path, 'M 30 100 C 30 6, 0 6, 0 100');
  assert.deepEqual(
    arcs.map(({ width }) => Math.round(width * 100) / 100),
    [0.75, 5.4],
  );
});

test('bars of both signs lead to both sides of one zero line', () => {
  assert.deepEqual(signedBars([6, -2, 0]), {
    zero: 25,
    bars: [
      { left: 25, width: 75, negative: false },
      { left: 0, width: 25, negative: true },
      { left: 25, width: 0, negative: false },
    ],
  });
  assert.deepEqual(signedBars([2, 1]).bars[1], { left: 0, width: 50, negative: false });
  assert.deepEqual(signedBars([-2, -1]), {
    zero: 100,
    bars: [
      { left: 0, width: 100, negative: true },
      { left: 50, width: 50, negative: true },
    ],
  });
  assert.equal(signedBars([0]).bars[0].width, 0);
});

test('the window of places stays inside the text', () => {
  assert.deepEqual(windowAround(0, 100, 40), { start: 0, end: 40 });
  assert.deepEqual(windowAround(99, 100, 40), { start: 60, end: 100 });
  assert.deepEqual(windowAround(5, 10, 40), { start: 0, end: 10 });
});

for (const [name, stops] of [
  ['dark', ['#1e1e1e', '#7a3a06', '#e0861f', '#ffe2b0']],
  ['light', ['#ffffff', '#fbd7a0', '#e07b00', '#5e2c00']],
] as const) {
  test(`the ${name} scale changes its lightness in one direction only`, () => {
    const table = colorTable(stops);
    const lightness = Array.from({ length: 256 }, (_, i) => {
      const [r, g, b] = (colorAt(table, i / 255).match(/\d+/g) ?? []).map(Number);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });
    const direction = Math.sign(lightness[255] - lightness[0]);
    for (let i = 1; i < 256; i++) assert.ok((lightness[i] - lightness[i - 1]) * direction > -0.8, `step ${i}`);
    assert.equal(colorAt(table, 7), colorAt(table, 1), 'values outside are clipped');
  });
}

test('a million arcs, and vectors of a million numbers', () => {
  const edges = Array.from({ length: 1_000_000 }, (_, i) => ({ from: 1, to: 0, weight: i === 7 ? 1 : 0 }));
  assert.equal(arcsLayout(edges, [0, 10], 100).length, 1);
  const vector = new Float32Array(1_000_000).fill(0.5);
  assert.deepEqual([largest(vector), largest([], 3), lengthOf(vector), lengthOf([3, 4])], [0.5, 3, 500, 5]);
});

test('cells of a grid fill the room between 15 and 28 px, and the last columns stand apart', () => {
  const grid = { rows: 2, columns: 4 };
  const { cell, x, y, width, height } = gridLayout(grid, {
    apart: 1,
    left: 20,
    top: 10,
    room: 20 + 4 * 2 + 8 + 4 * 20,
  });
  assert.equal(cell, 20);
  assert.deepEqual([0, 1, 2, 3].map(x), [20, 42, 64, 94]);
  assert.deepEqual([y(0), y(1), height, width], [10, 32, 54, 116]);
  const room = { apart: 0, left: 20, top: 10 };
  assert.deepEqual(
    [gridLayout(grid, { ...room, room: 9 }).cell, gridLayout(grid, { ...room, room: 999 }).cell],
    [15, 28],
  );
});

test('keys lead from cell to cell and stop at the edges', () => {
  const grid = { rows: 2, columns: 3, values: [] };
  const from = (row: number, column: number, key: string) => {
    const to = cellTowards(key, { row, column }, grid);
    return to && [to.row, to.column];
  };
  assert.deepEqual(from(0, 0, 'ArrowRight'), [0, 1]);
  assert.deepEqual(from(0, 2, 'ArrowRight'), [0, 2]);
  assert.deepEqual(from(0, 1, 'ArrowDown'), [1, 1]);
  assert.deepEqual(from(0, 1, 'ArrowUp'), [0, 1]);
  assert.deepEqual(from(1, 1, 'Home'), [1, 0]);
  assert.deepEqual(from(1, 1, 'End'), [1, 2]);
  assert.equal(from(1, 1, 'a'), undefined);
});

test('a graph grows from the bottom up: lines stay in their column, curves lead to another, marks stand between', () => {
  const node = (column: number, level: number) => ({ column, level });
  const { x, y, width, height, shapes } = flowGraphLayout(
    [
      { look: 'quiet', from: node(1, 0), to: node(1, 1), weight: 0.25 },
      { look: 'strong', from: node(0, 0), to: node(1, 1), weight: 0.04 },
      { look: 'strong', from: node(0, 0), to: node(1, 1), weight: 1 },
      { look: 'strong', from: node(1, 0), to: node(1, 1), weight: 1 },
      { look: 'mark', from: node(1, 1), to: node(1, 2), weight: 1 },
    ],
    { columns: 2, levels: 3, room: LEFT + 28 + 2 * 50 },
  );
  assert.deepEqual([x(0), x(1), width], [LEFT + 14 + 25, LEFT + 14 + 75, LEFT + 28 + 100]);
  assert.deepEqual([y(2), y(1), y(0), height], [14, 36, 58, 72]); // 22 px a level at most
  const [line, curve, second, own, mark] = shapes;
  assert.deepEqual(line, { kind: 'path', d: 'M111 58L111 36', width: 3.5 });
  assert.deepEqual(curve, { kind: 'path', d: 'M61 58C61 47 111 47 111 36', width: 7 * 0.2 });
  assert.deepEqual(second, { kind: 'path', d: 'M61 58C68 47 118 47 111 36', width: 7 }); // beside the first
  assert.deepEqual(own, { kind: 'path', d: 'M111 58C118 47 118 47 111 36', width: 7 }); // beside the line
  assert.deepEqual(mark, { kind: 'mark', x: 111, y: 25, side: 10 });
});
