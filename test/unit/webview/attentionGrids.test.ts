// What charts draw of the engine's maps: columns, thumbnails and levels, by hand and against the engine's weights.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { AttentionMaps, AttentionOverview } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { columnOf, gridOf, headOf, thumbsOf } from '../../../webview/stops/attention/attentionGrids.ts';
import { explained, startEngine } from '../engine/engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

function layersWith(...counts: readonly number[]): Pick<ModelInfo, 'layerHeads'> {
  return { layerHeads: counts.map((heads) => ({ heads, keyValueHeads: heads, dHead: 1, dValue: 1 })) };
}

test('behind the columns of the heads stand their mean and their maximum', () => {
  assert.deepEqual(
    [0, 3, 4, 5].map((column) => headOf(column, 4)),
    [0, 3, 'mean', 'max'],
  );
  for (let column = 0; column < 6; column++) assert.equal(columnOf({ layer: 0, head: headOf(column, 4) }, 4), column);
});

test('thumbnails of heads, their mean and their maximum, by hand', () => {
  const overview: AttentionOverview = { layers: 1, heads: 2, size: 1, values: Float32Array.of(0.25, 0.75) };
  const thumb = thumbsOf(overview, layersWith(2));
  assert.deepEqual(
    [0, 1, 2, 3].map((column) => thumb(0, column)?.[0]),
    [0.25, 0.75, 0.5, 0.75],
  );
});

test('heads that a layer lacks have no thumbnails, and no share in the mean', () => {
  const overview: AttentionOverview = { layers: 2, heads: 2, size: 1, values: Float32Array.of(0.25, 0, 0, 0) };
  const thumb = thumbsOf(overview, layersWith(1, 0));
  const row = (layer: number) => [0, 1, 2, 3].map((column) => thumb(layer, column)?.[0]);
  assert.deepEqual(row(0), [0.25, undefined, 0.25, 0.25]);
  assert.deepEqual(row(1), [undefined, undefined, undefined, undefined]);
});

test('the same answer gives the same objects, so that nothing is drawn twice', () => {
  const overview: AttentionOverview = { layers: 1, heads: 1, size: 1, values: Float32Array.of(1) };
  const maps: AttentionMaps = { layer: 0, heads: 1, size: 1, values: Uint8Array.of(255, 255, 255) };
  const layers = layersWith(1);
  assert.equal(thumbsOf(overview, layers), thumbsOf(overview, layers));
  assert.equal(gridOf(maps, 0), gridOf(maps, 0));
  assert.notEqual(gridOf(maps, 0), gridOf(maps, 1));
});

test('levels are weights again: no further off than half a level', async () => {
  const { run, tokens } = await explained(engine, 'one two three two one');
  const n = tokens.length;
  const all = { start: 0 as TokenIndex, end: n as TokenIndex };
  const maps = await engine.attentionMaps(run, 1, n);
  for (const column of [0, 2, 4, 5]) {
    const { values } = await engine.attention(run, { layer: 1, head: headOf(column, maps.heads) }, all, all);
    const { rows, columns, values: drawn } = gridOf(maps, column);
    assert.deepEqual([rows, columns], [n, n]);
    for (const [cell, weight] of values.entries()) {
      const levels = Math.abs(255 * Math.sqrt(drawn[cell]) - 255 * Math.sqrt(weight));
      assert.ok(levels <= 0.501, `column ${column}, cell ${cell}: ${drawn[cell]} for ${weight}`);
    }
  }
});
