// Linear biases by hand: the paper's slopes, and what a graph is fed for a text that is read in pieces.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alibiOf, alibiSlopes, alibiTables } from '../../../../src/transformer/layers/alibi.ts';

test('slopes of a power of two are a geometric row that ends at 1/256', () => {
  assert.deepEqual(alibiSlopes(8), [1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64, 1 / 128, 1 / 256]);
  assert.deepEqual(alibiSlopes(1), [1 / 256]);
});

test('other numbers of heads take every other slope of the next power of two besides', () => {
  assert.deepEqual(alibiSlopes(6), [1 / 4, 1 / 16, 1 / 64, 1 / 256, 1 / 2, 1 / 8]);
});

test('a key loses its distance times the slope, wherever the text was cut; empty slots have nothing', () => {
  const place = { n: 2, past: 3, slots: 5 };
  const { keys, queries } = alibiTables(alibiOf(2), place); // slopes 1/16 and 1/256
  const positions = [0, 1, 2, undefined, undefined, 3, 4];
  for (const [head, slope] of [1 / 16, 1 / 256].entries())
    for (const query of [0, 1])
      for (const [column, position] of positions.entries()) {
        const bias = keys[head * 7 + column] - queries[head * 2 + query];
        if (position === undefined) assert.equal(keys[head * 7 + column], 0);
        else assert.equal(bias, slope * (position - (3 + query)));
      }
});
