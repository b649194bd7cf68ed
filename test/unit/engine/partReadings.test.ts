// The engine's answers about what parts moved, from the real child with the embedded model.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, startEngine } from './engineProcess.ts';

const engine = startEngine();
let summary: RunSummary;
let n: number;
before(async () => {
  summary = await explained(engine, 'The cat sat on the mat. The dog sat on the rug. 蘋果', EMBEDDED);
  n = summary.tokens.length;
});
after(() => engine.dispose());

const at = (index: number) => index as TokenIndex;
const span = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
const near = (a: number, b: number, within = 1e-4) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

test('value weights: attention beside it, and each column of a head scaled by one length', async () => {
  const [rows, columns] = [span(2, n), span(0, n - 1)];
  for (const head of [3, 'mean'] as const) {
    const { raw, weighted, firstToken } = await engine.valueWeights(summary.run, { layer: 1, head }, rows, columns);
    assert.deepEqual(raw, await engine.attention(summary.run, { layer: 1, head }, rows, columns));
    assert.equal(firstToken.length, summary.model.heads);
    if (head === 'mean') continue;
    const scale = (row: number, column: number) =>
      weighted.values[row * raw.columns + column] / raw.values[row * raw.columns + column];
    for (let row = 1; row < raw.rows; row++) near(scale(row, 1), scale(0, 1), 1e-3 * scale(0, 1));
    near(scale(0, 0), firstToken[3].length, 1e-3 * firstToken[3].length);
    let onFirst = 0;
    for (let row = 0; row < raw.rows; row++) onFirst += raw.values[row * raw.columns] / raw.rows;
    near(firstToken[3].attention, onFirst);
  }
});

test('flow: shares of what one sum is made of are at most 1, and every edge is reached from the token', async () => {
  const { position, layers, threshold, edges } = await engine.flow(summary.run, at(9), 0.03);
  assert.deepEqual([position, layers, threshold], [9, summary.model.layers, 0.03]);
  assert.ok(edges.length > layers);
  const sums = new Map<string, number>();
  const behind = new Set([`${layers} 9`]); // the stream of a token behind so many layers
  for (const { layer, half, from, to, share } of edges) {
    assert.ok(share >= threshold && from <= to, `${from} to ${to}: ${share}`);
    assert.ok(behind.has(`${layer + 1} ${to}`), `layer ${layer}, token ${to}`);
    if (half === 'attention') behind.add(`${layer} ${from}`);
    const sum = `${layer} ${half} ${to}`;
    sums.set(sum, (sums.get(sum) ?? 0) + share);
  }
  assert.ok([...sums.values()].every((sum) => sum <= 1 + 1e-6));
});
