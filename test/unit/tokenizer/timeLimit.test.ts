// What is limited is the processor's time: a machine that is busy with other things must not make a text unreadable.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withinTime } from '../../../src/tokenizer/timeLimit.ts';

/** Uses no processor, as if other programs had it. */
function wait(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('work that ends is done once', () => {
  let begun = 0;
  assert.deepEqual(
    withinTime(10_000, () => ++begun),
    { value: 1 },
  );
});

test('work that was kept from the processor is begun again, and ends', () => {
  let begun = 0;
  const work = () => {
    begun++;
    wait(begun === 1 ? 400 : 0);
    return 'done';
  };
  assert.deepEqual(withinTime(200, work), { value: 'done' });
  assert.equal(begun, 2);
});

test('work that takes the processor for itself is ended, and not begun again', () => {
  let begun = 0;
  const forever = () => {
    begun++;
    for (;;);
  };
  assert.equal(withinTime(300, forever), undefined);
  assert.ok(begun <= 3); // where others have the processor, as often as patience allows
});

test('an expression that backtracks for ever is ended', () => {
  assert.equal(
    withinTime(300, () => /^(a+)+$/.test(`${'a'.repeat(50)}b`)),
    undefined,
  );
});

test('what the work throws is thrown', () => {
  assert.throws(
    () =>
      withinTime(1000, () => {
        throw new Error('its own');
      }),
    /its own/,
  );
});
