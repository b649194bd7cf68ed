// Rows that training hardly touched, by the direction of rows that it cannot have touched.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInNoText, isRarelyTrained, untrainedDirection } from '../../../src/explain/rareTokens.ts';

const row = (...values: number[]) => Float32Array.from(values);

test('the bytes that no UTF-8 text contains are found by trying all texts of one character', () => {
  const used = new Set<number>();
  for (let point = 0; point <= 0x10ffff; point++) {
    if (point >= 0xd800 && point < 0xe000) continue; // surrogates are no characters
    for (const byte of Buffer.from(String.fromCodePoint(point))) used.add(byte);
  }
  for (let byte = 0; byte < 256; byte++) assert.equal(isInNoText([byte]), !used.has(byte), byte.toString(16));
  assert.equal(isInNoText([0xc0, 0xc0]), false);
});

test('a row counts as rarely trained if more than half of its squared length points there', () => {
  const direction = untrainedDirection([row(1, 0, 0), row(1, 0.1, 0), row(1, -0.1, 0), row(1, 0, 0)]);
  assert.deepEqual([...(direction ?? [])], [1, 0, 0]);
  assert.equal(isRarelyTrained(row(5, 4.9, 0), row(1, 0, 0)), true); // 25 of 49
  assert.equal(isRarelyTrained(row(5, 5.1, 0), row(1, 0, 0)), false);
  assert.equal(isRarelyTrained(row(-5, 0, 0), row(1, 0, 0)), false);
});

test('few examples, and examples that do not agree, tell nothing', () => {
  assert.equal(untrainedDirection([row(1, 0), row(1, 0), row(1, 0)]), undefined);
  assert.equal(untrainedDirection([row(1, 0), row(-1, 0), row(0, 1), row(0, -1)]), undefined);
});
