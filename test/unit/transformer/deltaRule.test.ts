// The delta rule against its recurrence, token by token in double precision: S ← α S + k (β (v - α Sᵀ k))ᵀ, y = Sᵀ q.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../src/onnx/graph.ts';
import { floats, integers } from '../../../src/runtime/feeds.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { unrolledState } from '../../../src/transformer/layers/unrolledState.ts';
import { causalMask } from '../../../src/transformer/mask.ts';
import { randomOf } from '../random.ts';

const SIZES = { heads: 4, groups: 2, dState: 3, dValue: 2, mapWeights: 0, corrects: true };
const SAME = 1e-5;

/** Of n tokens. Keys have the length 1. */
interface Tokens {
  readonly n: number;
  readonly queries: Float32Array; // [groups, n, d_state]
  readonly keys: Float32Array; // [groups, n, d_state]
  readonly values: Float32Array; // [heads, n, d_value]
  readonly decays: Float32Array; // [n, heads]
  readonly strengths: Float32Array; // [heads, n]
}

test('a key that comes again is overwritten: of its old value nothing is left with β = 1', async () => {
  const one = { heads: 1, groups: 1, dState: 1, dValue: 1, mapWeights: 0, corrects: true };
  const ones = Float32Array.of(1, 1, 1);
  const tokens = {
    n: 3,
    queries: ones,
    keys: ones,
    values: Float32Array.of(5, 7, -2),
    decays: new Float32Array(3),
    strengths: ones,
  };
  const { y, state_values: u } = await unrolled(one, tokens, causalMask(3, 0, 0));
  assert.deepEqual([...y], [5, 7, -2]);
  assert.deepEqual([...u], [5, 2, -9]); // what is written is the difference
});

for (const n of [1, 2, 7, 40]) {
  test(`${n} tokens, whose heads share keys and fade each by itself`, async () => {
    const tokens = randomTokens(n);
    assertNear((await unrolled(SIZES, tokens, causalMask(n, 0, 0))).y, recurrence(tokens));
  });
}

test('a token that is hidden is not found when another corrects, either', async () => {
  const tokens = randomTokens(3);
  const mask = causalMask(3, 0, 0);
  mask[2 * 3] = Number.NEGATIVE_INFINITY; // token 0 from token 2
  mask[2 * 3 + 1] = Number.NEGATIVE_INFINITY; // and token 1
  const { y } = await unrolled(SIZES, tokens, mask);
  const alone = recurrence(lastOf(tokens));
  for (let head = 0; head < SIZES.heads; head++)
    assertNear(
      y.subarray((head * 3 + 2) * SIZES.dValue, (head * 3 + 3) * SIZES.dValue),
      alone.subarray(head * SIZES.dValue, (head + 1) * SIZES.dValue),
    );
});

/** With nothing in the cache. y [heads, n, d_value] */
async function unrolled(sizes: typeof SIZES, { n, strengths, ...tokens }: Tokens, mask: Float32Array) {
  const { heads, groups, dState, dValue } = sizes;
  const g = new Graph();
  const shapes = {
    queries: [groups, n, dState],
    keys: [groups, n, dState],
    values: [heads, n, dValue],
    decays: [n, heads],
  };
  const value = (name: keyof typeof shapes) => g.same(g.input(name, 'float32', shapes[name]));
  const state = { queries: value('queries'), keys: value('keys'), values: value('values'), decays: value('decays') };
  const y = unrolledState(g, sizes, { ...state, strengths: g.input('strengths', 'float32', [heads, n, 1]) });
  g.output('y', y, [heads, n, dValue]);
  const runner = await localCpu.open(g, 'state', '');
  const feeds = {
    ...Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, floats(tokens[name as keyof typeof shapes], shape)]),
    ),
    strengths: floats(strengths, [heads, n, 1]),
    past_state_keys: floats(new Float32Array(0), [groups, dState, 0]),
    past_state_values: floats(new Float32Array(0), [heads, 0, dValue]),
    past_left: floats(new Float32Array(0), [heads, 0]),
    mask: floats(mask, [1, n, n]),
    widths: integers([0, n]),
  };
  const ran = await runner.run(feeds, ['y', 'state_values'] as const);
  await runner.release();
  return ran;
}

/** [heads, n, d_value] */
function recurrence({ n, queries, keys, values, decays, strengths }: Tokens): Float64Array {
  const { heads, groups, dState, dValue } = SIZES;
  const found = new Float64Array(heads * n * dValue);
  for (let head = 0; head < heads; head++) {
    const group = Math.floor((head * groups) / heads);
    const state = new Float64Array(dState * dValue);
    for (let t = 0; t < n; t++) {
      const at = (group * n + t) * dState;
      const alpha = Math.exp(decays[t * heads + head]);
      for (let i = 0; i < state.length; i++) state[i] *= alpha;
      for (let j = 0; j < dValue; j++) {
        let says = 0;
        for (let i = 0; i < dState; i++) says += state[i * dValue + j] * keys[at + i];
        const u = strengths[head * n + t] * (values[(head * n + t) * dValue + j] - says);
        for (let i = 0; i < dState; i++) {
          state[i * dValue + j] += keys[at + i] * u;
          found[(head * n + t) * dValue + j] += state[i * dValue + j] * queries[at + i];
        }
      }
    }
  }
  return found;
}

function randomTokens(n: number): Tokens {
  const { next } = randomOf(n);
  const numbers = (count: number) => Float32Array.from({ length: count }, () => 2 * next() - 1);
  const { heads, groups, dState, dValue } = SIZES;
  const keys = numbers(groups * n * dState);
  for (let start = 0; start < keys.length; start += dState) {
    const length = Math.hypot(...keys.subarray(start, start + dState));
    for (let i = 0; i < dState; i++) keys[start + i] /= length;
  }
  return {
    n,
    keys,
    queries: numbers(groups * n * dState),
    values: numbers(heads * n * dValue),
    decays: numbers(n * heads).map((value) => -(value ** 2) / 4),
    strengths: numbers(heads * n).map(Math.abs),
  };
}

/** The last of three tokens alone. */
function lastOf({ queries, keys, values, decays, strengths }: Tokens): Tokens {
  const ofEach = (all: Float32Array, width: number) => all.filter((_, i) => Math.floor(i / width) % 3 === 2);
  const { heads, dState, dValue } = SIZES;
  return {
    n: 1,
    queries: ofEach(queries, dState),
    keys: ofEach(keys, dState),
    values: ofEach(values, dValue),
    decays: decays.subarray(2 * heads),
    strengths: ofEach(strengths, 1),
  };
}

function assertNear(ours: Float32Array, theirs: Float64Array): void {
  assert.equal(ours.length, theirs.length);
  for (const [i, value] of theirs.entries())
    assert.ok(Math.abs(ours[i] - value) <= SAME, `${i}: ${ours[i]} for ${value}`);
}
