// One model written in two ways that config.json has words for: with one head of keys for many and with a copy for each,
// with norms on heads whose gains cancel out. Both must compute the same.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { largestDifference } from '../../golden/goldenErrors.ts';
import { copyOf, editJson, type RawTensor, readTensors, writeTensors } from '../checkpoint/remadeFolder.ts';
import { logitsOf } from '../checkpoint/sameLogits.ts';

/** Sums in another order. */
const SAME = 2e-5;

interface Change {
  readonly config: object;
  readonly tensor?: (name: string, tensor: RawTensor) => RawTensor;
  readonly added?: readonly (readonly [name: string, values: Float32Array, shape: readonly number[]])[];
}

/** The fixture with other words in config.json and other tensors. */
async function rewritten(fixture: string, { config, tensor, added = [] }: Change): Promise<Float32Array> {
  const folder = await copyOf(fixture);
  await editJson(join(folder, 'config.json'), (json) => void Object.assign(json, config));
  const file = join(folder, 'model.safetensors');
  const tensors = new Map([...(await readTensors(file))].map(([name, one]) => [name, tensor?.(name, one) ?? one]));
  for (const [name, values, shape] of added)
    tensors.set(name, { dtype: 'F32', shape, bytes: new Uint8Array(values.buffer) });
  await writeTensors(file, tensors);
  return await logitsOf(folder);
}

/** Rows of a joined map in blocks of `group` queries, a key and a value: each query gets a copy of both. */
function withKeysOfItsOwn({ dtype, shape, bytes }: RawTensor, { dHead, group }: { dHead: number; group: number }) {
  const head = dHead * 4 * (shape[1] ?? 1);
  const part = (i: number) => bytes.subarray(i * head, (i + 1) * head);
  const blocks = bytes.length / head / (group + 2);
  const parts = Array.from({ length: blocks * group }, (_, query) => {
    const start = Math.floor(query / group) * (group + 2);
    return [part(start + (query % group)), part(start + group), part(start + group + 1)];
  }).flat();
  return { dtype, shape: [parts.length * dHead, ...shape.slice(1)], bytes: Buffer.concat(parts) };
}

const joined = (group: number, suffix: string) => (name: string, tensor: RawTensor) =>
  name.includes(suffix) ? withKeysOfItsOwn(tensor, { dHead: 8, group }) : tensor;
const QKV = 'self_attention.query_key_value';

const WRITTEN: readonly [fixture: string, how: string, change: Change][] = [
  ['gpt_bigcode', 'a head of keys each', { config: { multi_query: false }, tensor: joined(6, 'attn.c_attn') }],
  ['falcon', 'a head of keys each', { config: { multi_query: false }, tensor: joined(6, QKV) }],
  [
    'falcon',
    'the new decoder with one norm',
    { config: { new_decoder_architecture: true, num_kv_heads: 1, num_ln_in_parallel_attn: 1 } },
  ],
  ['falcon-new', 'a head of keys each', { config: { num_kv_heads: 6 }, tensor: joined(3, QKV) }],
  ['bloom', 'slices of one processor', { config: { slow_but_exact: true, pretraining_tp: 1 } }],
  ['mpt', 'clips that nothing reaches', { config: { attn_config: { clip_qkv: 1000, softmax_scale: 10 ** -0.5 } } }],
];
for (const [fixture, how, change] of WRITTEN) {
  test(`${fixture}: with ${how} as before`, async () => {
    const difference = largestDifference(await rewritten(fixture, change), await rewritten(fixture, { config: {} }));
    assert.ok(difference <= SAME, `differs by ${difference}`);
  });
}

test('mpt: clips that are reached change something', async () => {
  const clipped = await rewritten('mpt', { config: { attn_config: { clip_qkv: 0.1 } } });
  assert.ok(largestDifference(clipped, await rewritten('mpt', { config: {} })) > 0.1);
});

/** Gains of each head: powers of two, so that twice and half are exact. [heads] */
const GAINS = [1, 2, 4, 1 / 2, 1, 2];
const NORMED: readonly [fixture: string, config: object, heads: number, norms: Norms][] = [
  [
    'cohere',
    { use_qk_norm: true },
    6,
    (kind, gains) => [[`${kind}_norm.weight`, Float32Array.from(gains.flatMap((one) => [...one])), [6, 8]]],
  ],
  [
    'stablelm',
    { qk_layernorm: true },
    3,
    (kind, gains) => gains.map((one, head) => [`${kind}_layernorm.norms.${head}.weight`, one, [16]]),
  ],
];
/** The tensors of the norms on queries or keys, from the gains of each head. */
type Norms = (
  kind: 'q' | 'k',
  gains: readonly Float32Array[],
) => readonly (readonly [name: string, values: Float32Array, shape: readonly number[]])[];

for (const [fixture, config, heads, norms] of NORMED) {
  const gains = (power: number) =>
    Array.from({ length: heads }, (_, head) => new Float32Array(48 / heads).fill(GAINS[head] ** power));
  /** Of all three layers: the power of the gains on queries, and the opposite on keys. */
  const normsOf = (power: number) =>
    [0, 1, 2].flatMap((layer) =>
      [...norms('q', gains(power)), ...norms('k', gains(-power))].map(
        ([name, ...rest]) => [`model.layers.${layer}.self_attn.${name}`, ...rest] as const,
      ),
    );
  const longer = (name: string, tensor: RawTensor) => {
    if (!name.includes('self_attn.q_proj')) return tensor;
    const values = new Float32Array(Uint8Array.from(tensor.bytes).buffer).map((value) => 4 * value);
    return { ...tensor, bytes: new Uint8Array(values.buffer) };
  };
  test(`${fixture}: gains of a head's queries and keys cancel out, and the length of queries means nothing`, async () => {
    const plain = await rewritten(fixture, { config, added: normsOf(1) });
    const swapped = await rewritten(fixture, { config, added: normsOf(-1) });
    assert.ok(largestDifference(plain, swapped) <= SAME);
    // But for ε, which is small beside any query.
    const long = await rewritten(fixture, { config, added: normsOf(1), tensor: longer });
    assert.ok(largestDifference(plain, long) <= 1e-3);
    assert.ok(largestDifference(plain, await rewritten(fixture, { config: {} })) > 0.1);
  });
}
