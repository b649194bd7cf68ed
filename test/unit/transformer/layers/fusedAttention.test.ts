// Fused attention finds what explicit attention finds, in every arrangement that the operator is used for, and keeps no weights.
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { seededRandom } from '../../../../src/explain/seededRandom.ts';
import { Graph, type Value } from '../../../../src/onnx/graph.ts';
import { type Feeds, floats, integers } from '../../../../src/runtime/feeds.ts';
import { OnnxSession } from '../../../../src/runtime/onnxSession.ts';
import { attend, attentionInputs } from '../../../../src/transformer/layers/attention.ts';
import { causalMask } from '../../../../src/transformer/mask.ts';
import { largestDifference } from '../../../golden/goldenErrors.ts';

interface Arrangement {
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly dHead: number;
  readonly n: number;
  readonly past: number;
  /** At least past + n, as the cache has them; 0 for a text's first tokens. */
  readonly slots: number;
  readonly window?: number;
  readonly softCap?: number;
  readonly sinks?: boolean;
  readonly gated?: boolean;
}

const PLAIN: Arrangement = { heads: 4, keyValueHeads: 4, dHead: 16, n: 9, past: 0, slots: 0 };
const ARRANGEMENTS: Readonly<Record<string, Arrangement>> = {
  'the first tokens of a text': PLAIN,
  'heads that share keys': { ...PLAIN, keyValueHeads: 2 },
  'one key for all heads': { ...PLAIN, keyValueHeads: 1, dHead: 8 },
  'tokens behind others, with room for more': { ...PLAIN, past: 21, slots: 64 },
  'tokens behind others, with no room left': { ...PLAIN, past: 21, slots: 30 },
  'a window': { ...PLAIN, past: 21, slots: 64, window: 7 },
  'a window of one token': { ...PLAIN, past: 3, slots: 12, window: 1 },
  'scores within a cap': { ...PLAIN, past: 21, slots: 64, softCap: 1.5 },
  'a window, and scores within a cap': { ...PLAIN, past: 21, slots: 64, window: 7, softCap: 1.5 },
  sinks: { ...PLAIN, past: 21, slots: 64, sinks: true },
  'sinks and a window': { ...PLAIN, keyValueHeads: 2, past: 21, slots: 64, sinks: true, window: 5 },
  gates: { ...PLAIN, past: 21, slots: 64, gated: true },
  'wide heads, and more keys than a tile has': { ...PLAIN, dHead: 256, n: 70, past: 1100, slots: 1200 },
};

for (const [what, arrangement] of Object.entries(ARRANGEMENTS)) {
  test(`${what}: fused as explicit`, async () => {
    const { session, feeds } = await opened(arrangement);
    try {
      const names = ['y', 'found', 'scores', 'attention'] as const;
      const explicit = await session.run({ ...feeds, fused_behind: integers([-1]) }, names);
      const fused = await session.run({ ...feeds, fused_behind: integers([arrangement.past]) }, names);
      assert.ok(explicit.attention.length > 0);
      assert.deepEqual([fused.scores.length, fused.attention.length], [0, 0]);
      assert.ok(largestDifference(fused.found, explicit.found) < 1e-5);
      assert.ok(largestDifference(fused.y, explicit.y) < 1e-5);
    } finally {
      await session.release();
    }
  });
}

async function opened(arrangement: Arrangement): Promise<{ session: OnnxSession; feeds: Feeds }> {
  const { heads, keyValueHeads, dHead, n, past, slots, window, softCap, sinks, gated } = arrangement;
  const g = new Graph('float32', { fuses: true });
  const random = seededRandom(7);
  const normal = (...dims: number[]) =>
    floats(
      Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => 3 * (random() - 0.5)),
      dims,
    );
  const fed: Record<string, Feeds[string]> = {};
  const input = (name: string, ...dims: number[]): Value => {
    fed[name] = normal(...dims);
    return g.same(g.input(name, 'float32', dims)); // an input cannot be an output, too
  };
  const inputs = {
    ...attentionInputs(g, arrangement),
    fused: { behind: g.input('fused_behind', 'int64', [1]), window },
  };
  const options = {
    queries: input('asked', heads, n, dHead),
    made: { keys: input('offered', keyValueHeads, n, dHead), values: input('given', keyValueHeads, n, dHead) },
    scale: 1 / Math.sqrt(dHead),
    sizes: arrangement,
    ...(softCap !== undefined && { softCap }),
    ...(sinks && { sinks: input('sinks', heads) }),
    ...(gated && { gates: input('gates', heads, n, dHead) }),
  };
  g.output('y', attend(g, options, inputs), [n, heads * dHead]);
  const feeds = {
    ...fed,
    past_keys: normal(keyValueHeads, dHead, slots),
    past_values: normal(keyValueHeads, slots, dHead),
    mask: floats(causalMask(n, past, slots, window), [1, n, slots + n]),
    widths: integers([slots, n]),
    head_gains: floats(new Float32Array(heads).fill(1), [heads, 1, 1]),
    head_offsets: floats(new Float32Array(heads * dHead), [heads, 1, dHead]),
  };
  return { session: await OnnxSession.open(g, 'attention', tmpdir()), feeds };
}
