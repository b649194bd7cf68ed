// Calls work two at a time, in order, and are cancelled while they wait.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../../src/agents/refusal.ts';
import { Turns } from '../../../src/agents/turns.ts';

const never = new AbortController().signal;

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('so many at a time, the others in order', async () => {
  const turns = new Turns(2, 10);
  const gates = Array.from({ length: 5 }, gate);
  const third = gate();
  const begun: number[] = [];
  const done = gates.map(({ opened }, i) =>
    turns.take(never, async () => {
      begun.push(i);
      if (i === 2) third.open();
      await opened;
      return i;
    }),
  );
  assert.deepEqual(begun, [0, 1]);
  gates[1].open();
  await third.opened;
  assert.deepEqual(begun, [0, 1, 2]);
  for (const { open } of gates) open();
  assert.deepEqual(await Promise.all(done), [0, 1, 2, 3, 4]);
  assert.equal(await turns.take(never, async () => 'next'), 'next');
});

test('one that fails makes room for the next', async () => {
  const turns = new Turns(1, 10);
  const failing = turns.take(never, async () => await Promise.reject(new Error('no')));
  const next = turns.take(never, async () => 'next');
  await assert.rejects(failing, /no/);
  assert.equal(await next, 'next');
});

test('one that is cancelled while it waits never begins, and leaves its place', async () => {
  const turns = new Turns(1, 1);
  const { open, opened } = gate();
  const first = turns.take(never, () => opened);
  const abort = new AbortController();
  let begun = false;
  const waiting = turns.take(abort.signal, async () => {
    begun = true;
  });
  await assert.rejects(
    turns.take(never, async () => {}),
    Refusal,
  );
  abort.abort();
  await assert.rejects(waiting, { code: 'cancelled' });
  const last = turns.take(never, async () => 'last');
  open();
  await first;
  assert.equal(await last, 'last');
  assert.equal(begun, false);
  await assert.rejects(
    turns.take(AbortSignal.abort(), async () => {}),
    { code: 'cancelled' },
  );
});
