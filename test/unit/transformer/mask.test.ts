import assert from 'node:assert/strict';
import { test } from 'node:test';
import { causalMask, hiddenFrom, maskBothWays, tapsBehind } from '../../../src/transformer/mask.ts';

const NO = Number.NEGATIVE_INFINITY;

test('without a past, a query sees itself and what came before', () => {
  assert.deepEqual(Array.from(causalMask(3, 0, 0)), [0, NO, NO, 0, 0, NO, 0, 0, 0]);
});

test('empty slots of the cache are never seen', () => {
  // one token in two slots, then two new ones: slot 0 | slot 1 (empty) || new 0 | new 1
  assert.deepEqual(Array.from(causalMask(2, 1, 2)), [0, NO, 0, NO, 0, NO, 0, 0]);
});

test('a window hides what came before it, in the cache and among new tokens', () => {
  assert.deepEqual(Array.from(causalMask(2, 1, 2, 2)), [0, NO, 0, NO, NO, NO, 0, 0]);
  assert.deepEqual(Array.from(causalMask(3, 0, 0, 1)), [0, NO, NO, NO, 0, NO, NO, NO, 0]);
});

test('in both directions, a query sees itself, and the cache but for the columns of the new tokens and empty slots', () => {
  assert.deepEqual(Array.from(maskBothWays(2, { past: 0, slots: 0, cached: 0 })), [0, 0, 0, 0]);
  // tokens 0, 1, 2 in four slots, of which 1 is read again: slot 0 | itself | slot 2 | empty || new 1
  assert.deepEqual(Array.from(maskBothWays(1, { past: 1, slots: 4, cached: 3 })), [0, NO, 0, NO, 0]);
});

test('in both directions, a window reaches as far before a token as behind it', () => {
  // of tokens 0 1 2 3 4 token 3 is read again, and sees 2 3 4
  assert.deepEqual(Array.from(maskBothWays(1, { past: 3, slots: 5, cached: 5 }, 3)), [NO, NO, 0, NO, 0, 0]);
  assert.deepEqual(Array.from(maskBothWays(3, { past: 0, slots: 0, cached: 0 }, 3)), [0, 0, NO, 0, 0, 0, NO, 0, 0]);
});

test('in both directions, what is hidden from all is hidden from those before it, too, and sees itself', () => {
  const mask = maskBothWays(3, { past: 0, slots: 0, cached: 0 });
  const place = { n: 3, past: 0, slots: 0, layer: 0, heads: 1 };
  const hide = { kind: 'hide', start: 1, end: 2 } as const;
  assert.deepEqual(Array.from(hiddenFrom(mask, [hide], { ...place, bothWays: true })), [0, NO, 0, 0, 0, 0, 0, NO, 0]);
  const one = { ...hide, query: 0 };
  assert.deepEqual(Array.from(hiddenFrom(mask, [one], { ...place, bothWays: true })), [0, NO, 0, 0, 0, 0, 0, 0, 0]);
  // token 1 is read again, and token 2 of the cache is hidden from it: slots 0 1 2 | new 1
  const again = { n: 1, past: 1, slots: 3, layer: 0, heads: 1, bothWays: true };
  const rows = maskBothWays(1, { past: 1, slots: 3, cached: 3 });
  assert.deepEqual(Array.from(hiddenFrom(rows, [{ kind: 'hide', start: 2, end: 3 }], again)), [0, NO, NO, 0]);
});

test('a convolution reads each token and those before it, but for hidden ones', () => {
  const place = { kernel: 3, past: 2, n: 3 }; // tokens 2, 3, 4
  assert.deepEqual(Array.from(tapsBehind([], place)), Array(9).fill(1));
  const hidden = tapsBehind([{ kind: 'hide', start: 1, end: 3 }], place);
  assert.deepEqual(Array.from(hidden), [1, 1, 1, 1, 0, 0, 1, 1, 0]); // token 2 is hidden itself, and reads on
  const fromOne = tapsBehind([{ kind: 'hide', start: 1, end: 3, query: 4 }], place);
  assert.deepEqual(Array.from(fromOne), [1, 1, 1, 1, 1, 1, 1, 1, 0]);
  assert.deepEqual(
    Array.from(tapsBehind([{ kind: 'hide', start: 1, end: 3, layer: 0, head: 0 }], place)),
    Array(9).fill(1),
  );
});
