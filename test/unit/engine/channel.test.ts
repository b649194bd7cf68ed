// Two ends of a channel in one process: failures arrive unchanged, bugs become failures, views are sent with tight
// buffers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pipe } from '../../../src/contract/guardedPipe.ts';
import { closeChannel, openChannel, tight } from '../../../src/engine/channel.ts';

function unexpected(error: unknown): never {
  throw error;
}

interface Answers {
  fail(): Promise<never>;
  crash(): Promise<never>;
  wait(): Promise<never>;
  given(...values: readonly unknown[]): Promise<number>;
}

/** `copied` is what becomes of a message on its way. */
function connected(onBug: (error: unknown) => void, copied: (message: unknown) => unknown = structuredClone) {
  const listeners: ((message: unknown) => void)[] = [];
  const pipe = (to: number): Pipe => ({
    post: (message) => queueMicrotask(() => listeners[to](copied(message))),
    receive: (listener) => void listeners.push(listener),
  });
  const answers: Answers = {
    fail: async () => {
      throw { code: 'context-full', context: 512 };
    },
    crash: async () => {
      throw new TypeError('x is undefined');
    },
    wait: () => new Promise(() => {}),
    given: async (...values) => values.filter((value) => value !== undefined).length,
  };
  openChannel<object, Answers>(pipe(1), answers, { tightBuffers: false, onBug, onStray: unexpected });
  return openChannel<Answers, object>(pipe(0), {}, { tightBuffers: false, onBug, onStray: unexpected });
}

test('a failure arrives with all its fields', async () => {
  await assert.rejects(connected(unexpected).fail(), { code: 'context-full', context: 512 });
});

test('a bug arrives as a failure and is reported where it happened', async () => {
  const bugs: unknown[] = [];
  await assert.rejects(connected((error) => bugs.push(error)).crash(), { code: 'bug', message: 'x is undefined' });
  assert.ok(bugs[0] instanceof TypeError && bugs[0].stack);
});

test('an argument that is undefined is that, also where messages are JSON, which has null for it', async () => {
  const channel = connected(unexpected, (message) => JSON.parse(JSON.stringify(message)));
  assert.equal(await channel.given('a', undefined, 0, undefined), 2);
});

test('closing fails what is still open with the failure, unchanged', async () => {
  const channel = connected(unexpected);
  const failure = { code: 'engine-stopped', exitCode: 137, signal: null } as const;
  const open = channel.wait();
  await new Promise((resolve) => setImmediate(resolve));
  closeChannel(channel, failure);
  await assert.rejects(open, (thrown) => {
    assert.deepEqual(thrown, failure);
    return true;
  });
});

test('a view of a large buffer leaves with a buffer of its own size, deep inside a message too', () => {
  const large = new Float32Array(100_000).fill(1);
  const pooled = Buffer.from('abc'); // Node takes small ones from a pool of 8,192 bytes
  const message = tight({ values: large.subarray(10, 20), list: [pooled] }) as {
    values: Float32Array;
    list: [Uint8Array];
  };
  assert.equal(message.values.buffer.byteLength, 40);
  assert.deepEqual(Array.from(message.values), new Array(10).fill(1));
  assert.equal(message.list[0].buffer.byteLength, 3);
});

test('an array that owns its buffer is passed on uncopied', () => {
  const own = new Float32Array(10);
  assert.equal((tight({ own }) as { own: Float32Array }).own, own);
});
