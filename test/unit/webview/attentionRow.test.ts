// Rows of attention out of the answers for all heads: by hand, and as the engine itself joins heads.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AttentionRows, HeadRef } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { layerRow, meanRow, rowOf } from '../../../webview/state/attentionRow.ts';
import { explained, startEngine } from '../engine/engineProcess.ts';

/** Two layers of two heads, looking at two tokens. */
const rows: AttentionRows = {
  token: 1 as TokenIndex,
  layers: 2,
  heads: 2,
  values: Float32Array.of(1, 0, 0.5, 0.5, 0.25, 0.75, 0.75, 0.25),
};
const engine = startEngine();
after(() => engine.dispose());

test('one head, the mean and the maximum of a layer, by hand', () => {
  assert.deepEqual([...rowOf(rows, { layer: 0, head: 1 })], [0.5, 0.5]);
  assert.deepEqual([...rowOf(rows, { layer: 0, head: 'mean' })], [0.75, 0.25]);
  assert.deepEqual([...rowOf(rows, { layer: 1, head: 'max' })], [0.75, 0.75]);
  assert.deepEqual([...layerRow(rows, 1)], [0.5, 0.5]);
});

test('the mean over all layers and heads, by hand', () => {
  assert.deepEqual([...meanRow(rows)], [2.5 / 4, 1.5 / 4]);
});

test('what the panel makes of a row is what the engine says of that head', async () => {
  const { run, tokens } = await explained(engine, 'one two three two one');
  const token = (tokens.length - 1) as TokenIndex;
  const answer = await engine.attentionRows(run, token);
  const span = { start: token, end: tokens.length as TokenIndex };
  const all = { start: 0 as TokenIndex, end: tokens.length as TokenIndex };
  for (const head of [0, 3, 'mean', 'max'] as const) {
    const of: HeadRef = { layer: 2, head };
    const { values } = await engine.attention(run, of, span, all);
    for (const [key, weight] of rowOf(answer, of).entries()) {
      assert.ok(Math.abs(weight - values[key]) < 1e-6, `${head}, key ${key}: ${weight} and ${values[key]}`);
    }
  }
});

test('rows, and means of them, sum to 1', async () => {
  const { run, tokens } = await explained(engine, 'a b c d e f');
  const answer = await engine.attentionRows(run, (tokens.length - 1) as TokenIndex);
  const sum = (row: Float32Array) => row.reduce((total, weight) => total + weight, 0);
  for (const row of [rowOf(answer, { layer: 1, head: 2 }), layerRow(answer, 0), meanRow(answer)])
    assert.ok(Math.abs(sum(row) - 1) < 1e-5);
});
