// How a text is read in windows for a call: an engine that gives one token a window, as it is asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentCall } from '../../../src/agents/agentTool.ts';
import { surprisingTokens } from '../../../src/agents/surprisingTokens.ts';
import type { Failure } from '../../../src/contract/failure.ts';

const TEXT = 'abcdef';
const BITS = [Number.NaN, 3, 1, 9, 2, 8];
const ALL = { from: 0, most: 2, mostTokens: 100, until: Number.POSITIVE_INFINITY };

/** Windows of so many tokens: that in sight first, then those below it, then the others, as the engine reads them. */
function callOf(asked: string[], begin: () => Promise<void> = async () => {}, size = 1) {
  let windows: number[] | undefined;
  const engine = {
    readDocument: async () => await begin(),
    documentSurprisals: async (_run: string, { start }: { start: number }, ms: number) => {
      const isAbove = (i: number) => Number(i + size <= start);
      windows ??= [...BITS.keys()].filter((i) => i % size === 0).sort((a, b) => isAbove(a) - isAbove(b) || a - b);
      const read = ms > 0 ? windows.splice(0, 1) : [];
      return {
        parts: read.map((i) => partOf(i, size)),
        left: windows.length,
        leftInSight: windows.filter((i) => !isAbove(i)).length,
      };
    },
    expected: async (_run: string, token: number) => {
      asked.push(TEXT[token]);
      return { actual: { text: TEXT[token], bytes: [] }, candidates: [] };
    },
    cancel: async () => {},
  };
  const choices = { modelFolder: '/model', engineOptions: {} };
  const keeping = { release: () => void asked.push('released'), makeRoom: async () => void asked.push('room') };
  const progress = (done: number, of: number) => void asked.push(`${done}/${of}`);
  return { engine, choices, signal: new AbortController().signal, progress, ...keeping } as unknown as AgentCall;
}

function partOf(first: number, size: number) {
  const starts = Uint32Array.from({ length: size }, (_, i) => first + i);
  const bits = Float32Array.from(starts, (i) => BITS[i]);
  return { first, ids: starts, starts, ends: starts.map((i) => i + 1), bits, ranks: bits.map(() => 0) };
}

test('all tokens but the first, and what was expected where a token is among the most surprising so far', async () => {
  const asked: string[] = [];
  const { tokens, readTo } = await surprisingTokens(TEXT, ALL, callOf(asked));
  assert.deepEqual(
    tokens.map(({ start, bits }) => [start, bits]),
    [1, 2, 3, 4, 5].map((i) => [i, BITS[i]]),
  );
  assert.equal(readTo, TEXT.length);
  assert.deepEqual(asked, ['1/6', 'b', '2/6', 'c', '3/6', 'd', '4/6', '5/6', 'f', '6/6', 'released']);
  assert.deepEqual(
    tokens.filter(({ prediction }) => prediction).map(({ start }) => TEXT[start]),
    ['b', 'c', 'd', 'f'],
  );
});

test('nothing is read above the part that is asked about', async () => {
  const { tokens, readTo } = await surprisingTokens(TEXT, { ...ALL, from: 4 }, callOf([]));
  assert.deepEqual([tokens.map(({ start }) => start), readTo], [[4, 5], 6]);
  const inTwos = await surprisingTokens(TEXT, { ...ALL, from: 3 }, callOf([], undefined, 2));
  assert.deepEqual(
    inTwos.tokens.map(({ start }) => start),
    [3, 4, 5],
  );
});

test('it ends when so many tokens are read, or the time is over, but not before there is one', async () => {
  const some = await surprisingTokens(TEXT, { ...ALL, mostTokens: 2 }, callOf([]));
  assert.deepEqual([some.tokens.length, some.readTo], [2, 3]);
  const late = await surprisingTokens(TEXT, { ...ALL, until: 0 }, callOf([]));
  assert.deepEqual([late.tokens.length, late.readTo], [1, 2]);
});

test('a model of an earlier call makes room; one that people look at does not', async () => {
  const inUse = { code: 'models-in-use' } satisfies Failure;
  const asked: string[] = [];
  const begin = async () => {
    if (!asked.includes('room')) throw inUse;
  };
  assert.equal((await surprisingTokens(TEXT, ALL, callOf(asked, begin))).readTo, 6);
  assert.equal(asked[0], 'room');
  const never = callOf([], () => Promise.reject(inUse));
  await assert.rejects(surprisingTokens(TEXT, ALL, never), inUse);
});
