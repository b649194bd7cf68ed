// Long texts are cut into blocks, of which those in sight are drawn: by hand, and laws on random ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allHeights, blockAt, blocksBetween, blocksOf } from '../../../webview/stops/tokens/tokenBlocks.ts';
import type { Unit } from '../../../webview/stops/tokens/units.ts';
import { randomOf } from '../random.ts';

function unit(start: number, end: number, text: string): Unit {
  return { start, end, text, shown: [{ text, kind: 'text' }], shares: Array.from({ length: end - start }, () => 1) };
}

/** One token each; every `line`th ends a line. */
const units = (count: number, line: number) =>
  Array.from({ length: count }, (_, i) => unit(i, i + 1, i % line === line - 1 ? 'a\n' : 'a'));

test('a text of some length is one block, and so is an empty one', () => {
  assert.deepEqual(
    blocksOf(units(1024, 10)).map(({ start, end }) => [start, end]),
    [[0, 1024]],
  );
  assert.deepEqual(
    blocksOf([]).map(({ start, end }) => [start, end]),
    [[0, 0]],
  );
});

test('a long text is cut behind lines, and within those that are longer than a block', () => {
  const ofLines = blocksOf(units(1500, 50));
  assert.deepEqual([ofLines[0].end, ofLines[1].end], [100, 200]);
  const oneLine = blocksOf(units(1500, 10_000));
  assert.deepEqual(
    oneLine.map(({ end }) => end),
    [384, 768, 1152, 1500],
  );
});

test('blocks hold all units once, in order, and are found by their tokens', () => {
  const { next: random } = randomOf(11);
  for (let round = 0; round < 50; round++) {
    const all: Unit[] = [];
    for (let at = 0; at < 3000; ) {
      const end = at + 1 + Math.floor(random() * (random() < 0.1 ? 30 : 1.2));
      all.push(unit(at, end, random() < 0.03 ? 'b\n' : 'b'));
      at = end;
    }
    const blocks = blocksOf(all);
    assert.deepEqual(
      blocks.flatMap((block) => block.units),
      all,
    );
    const token = Math.floor(random() * 3000);
    const { start, end } = blocks[blockAt(blocks, token)];
    assert.ok(start <= token && token < end);
  }
});

test('the heights of blocks that were not drawn follow those of blocks that were', () => {
  const blocks = blocksOf(units(1152, 10_000));
  assert.equal(blocks.length, 3);
  assert.deepEqual(allHeights(blocks, [120, undefined, undefined], 1), [120, 120, 120]);
  assert.deepEqual(allHeights(blocks, [100, 140, undefined], 1), [100, 140, 120]);
  assert.equal(allHeights(blocks, [undefined, undefined, undefined], 0.5)[2], Math.round(0.5 * blocks[2].size));
});

test('in sight are the blocks that touch a part of the list, and one at least', () => {
  const heights = [10, 20, 30, 40];
  for (const [top, bottom, first, last] of [
    [0, 10, 0, 1],
    [0, 11, 0, 2],
    [10, 30, 1, 2],
    [9, 31, 0, 3],
    [-50, -20, 0, 1],
    [500, 600, 3, 4],
    [35, 35, 2, 3],
  ])
    assert.deepEqual(blocksBetween(heights, top, bottom), { first, last }, `${top} to ${bottom}`);
});
