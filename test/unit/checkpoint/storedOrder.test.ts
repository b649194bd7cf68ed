// Tensors that a file has in another order: heads by turns where the model has them by key, worked by hand and in part.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  columnsOfKeysApart,
  headsOfKeysApart,
  inOrder,
  type ReadStored,
  type StoredOrder,
} from '../../../src/checkpoint/storedOrder.ts';

// Two keys, a and b, with three heads each, which the file has as a₀ b₀ a₁ b₁ a₂ b₂.
const SHARING = { heads: 6, groups: 2, width: 1 };

function reader(stored: readonly number[]): ReadStored {
  return async (first, count) => {
    assert.ok(first >= 0 && first + count <= stored.length, `${count} from ${first} on, of ${stored.length}`);
    return Float32Array.from(stored.slice(first, first + count));
  };
}

async function read(
  stored: readonly number[],
  shape: readonly number[],
  order: StoredOrder,
  first = 0,
  count = stored.length,
) {
  return [...(await inOrder(reader(stored), { shape, order }, first, count))];
}

test('heads that the file has by turns come back key by key', async () => {
  const order = headsOfKeysApart(SHARING);
  assert.deepEqual(await read([0, 10, 1, 11, 2, 12], [6], order), [0, 1, 2, 10, 11, 12]);
  assert.deepEqual(await read([0, 10, 1, 11, 2, 12], [6], order, 2, 3), [2, 10, 11]);
});

test('rows in front of the heads stay, and heads of several rows stay whole', async () => {
  const order = headsOfKeysApart({ heads: 4, groups: 2, width: 2, before: 1 });
  const stored = [7, 0, 1, 20, 21, 10, 11, 30, 31]; // a₀ b₀ a₁ b₁ behind one row
  assert.deepEqual(await read(stored, [9], order), [7, 0, 1, 10, 11, 20, 21, 30, 31]);
});

test('of a large tensor only the rows that are asked for are read', async () => {
  const width = 2 ** 22; // of four rows 64 MB, and of five more than are read as a whole
  const order = headsOfKeysApart({ heads: 4, groups: 2, width: 1, before: 1 });
  const rows: number[] = [];
  const read: ReadStored = async (first, count) => {
    rows.push(...Array.from({ length: count / width }, (_, i) => first / width + i));
    return new Float32Array(count).fill(first / width);
  };
  const some = await inOrder(read, { shape: [5, width], order }, width, 2 * width); // a₀ a₁ of [·, a₀, a₁, b₀, b₁]
  assert.deepEqual([some[0], some[width], rows], [1, 3, [1, 3]]); // stored as [·, a₀, b₀, a₁, b₁]
});

test('columns come back in their own order, also of some rows alone', async () => {
  const order = columnsOfKeysApart(SHARING);
  const stored = [0, 10, 1, 11, 2, 12, 100, 110, 101, 111, 102, 112];
  assert.deepEqual(await read(stored, [2, 6], order), [0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112]);
  assert.deepEqual(await read(stored, [2, 6], order, 4, 4), [11, 12, 100, 101]);
});

test('rates of decay are logarithms again, head by head', async () => {
  const stored = [0, 10, 1, 11, 2, 12].map((value) => -Math.exp(value / 8));
  const rates = await read(stored, [6], { kind: 'minusExponential', rows: headsOfKeysApart(SHARING) });
  assert.deepEqual(
    rates.map((rate) => Math.round(8 * rate)),
    [0, 1, 2, 10, 11, 12],
  );
});
