// What must hold in every architecture whatever its weights: the cache, windows and shared keys change no number, and
// what config.json asks for and we do not have is refused by name.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { softmax } from '../../../src/explain/softmax.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { headsOf } from '../../../src/transformer/layerHeads.ts';
import type { Sequence } from '../../../src/transformer/sequence.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
/** Sums in another order; the references differ by 2.6e-5 between cached and uncached. */
const SAME = 5e-5;
const N = 40;
const IDS = Array.from({ length: N }, (_, i) => (i * 37 + 11) % 200);

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'architectures-'));
});
after(() => rm(folder, { recursive: true }));

const CACHED = [
  ...['mistral-window', 'gemma2', 'gemma3_text', 'gpt_neo', 'gptj', 'gpt_neox-f16-hub-layout', 'smollm3'],
  ...[
    'olmo3',
    'exaone4',
    'nanochat',
    'qwen3_vl',
    'bloom',
    'falcon-alibi',
    'lfm2',
    'gemma4_text',
    'falcon_h1',
    'gemma3n_text',
    'bert',
    'modernbert',
  ],
];
for (const name of CACHED) {
  test(`${name}: one token at a time gives the residual stream of all at once`, async () => {
    await withModel(join(FIXTURES, name), async (model) => {
      const ids = IDS.map((id) => id % model.shape.vocabSize);
      const whole = await read(model, [ids]);
      const stepwise = await read(model, [ids.slice(0, 7), ...ids.slice(7).map((id) => [id])]);
      for (let layer = 0; layer <= model.shape.layers; layer++) {
        const difference = largestDifference(stepwise.residual(layer, 0, N), whole.residual(layer, 0, N));
        assert.ok(difference <= SAME, `layer ${layer} differs by ${difference}`);
      }
    });
  });

  test(`${name}: some rows of attention, against the cache, are those of all rows`, async () => {
    await withModel(join(FIXTURES, name), async (model) => {
      const { heads, attentionPatterns } = model.shape;
      const sequence = await read(model, [IDS.map((id) => id % model.shape.vocabSize)]);
      for (const layer of attentionPatterns.keys()) {
        const all = (await model.recomputeBlock(sequence, layer, 0, N, ['attention'])).attention; // [heads, 40, 40]
        // The first ones have a cache with as few slots as they look at, and are written into memory of ours.
        for (const [start, end] of [
          [15, 25],
          [30, N],
        ]) {
          const room = new Float32Array(heads * 10 * (sequence.slots + 10));
          const { attention } = await model.recomputeBlock(sequence, layer, start, end, ['attention'], room);
          const columns = model.shape.bidirectional ? N : end;
          for (let row = 0; row < attention.length / columns; row++) {
            const theirs = all.subarray((Math.floor(row / 10) * N + start + (row % 10)) * N).subarray(0, columns);
            assert.ok(largestDifference(attention.subarray(row * columns, (row + 1) * columns), theirs) <= SAME);
          }
          assert.equal(attention.length % (10 * columns), 0);
        }
      }
    });
  });
}

const WITH_GOLDEN = readdirSync(FIXTURES).filter((name) => existsSync(join(FIXTURES, name, 'manifest.json')));
for (const name of WITH_GOLDEN) {
  test(`${name}: one token's arithmetic can be followed by hand`, async () => {
    await withModel(join(FIXTURES, name), async (model) => {
      const { dModel, layers, attentionSinks = false } = model.shape;
      const layer = layers - 1;
      const { heads, keyValueHeads, dHead } = headsOf(model.shape, layer);
      const sequence = await read(model, [IDS.map((id) => id % model.shape.vocabSize)]);
      const outputs = ['queries', 'scores', 'attention', 'attention_in', 'mlp_hidden'] as const;
      const capped = model.checkpoint.config.has('attn_logit_softcapping');
      const { alibi } = model.shape.attentionPatterns[layer];
      const ran = await model.recomputeBlock(sequence, layer, N - 1, N, outputs);
      assert.equal(ran.attention_in.length, dModel);
      assert.ok(ran.mlp_hidden.length > 0 || model.shape.inner === 0);
      assert.ok(ran.mlp_hidden.every(Number.isFinite));
      for (let head = 0; head < heads; head++) {
        const row = (values: Float32Array, width: number) => values.subarray(head * width, (head + 1) * width);
        const attention = row(ran.attention, N);
        const total = attention.reduce((sum, weight) => sum + weight, 0);
        assert.ok(attentionSinks ? total < 1 : Math.abs(total - 1) <= SAME); // a sink takes the rest
        const shares = attention.map((weight) => weight / total);
        assert.ok(largestDifference(Float32Array.from(softmax(row(ran.scores, N))), shares) <= SAME);
        const { keys } = sequence.caches[layer].rowsOf(Math.floor((head * keyValueHeads) / heads), N);
        const lowered = (key: number) => (alibi ? alibi.biasAt(head, key) - alibi.biasAt(head, N - 1) : 0);
        const scores = row(ran.scores, N).map((score, key) => score - lowered(key));
        if (!capped) assertProportional(scores, products(row(ran.queries, dHead), keys));
      }
    });
  });
}

/** [n, d_head] · [d_head] → [n] */
function products(query: Float32Array, keys: Float32Array): Float32Array {
  const d = query.length;
  return Float32Array.from({ length: keys.length / d }, (_, key) =>
    query.reduce((sum, value, i) => sum + value * keys[key * d + i], 0),
  );
}

/** Scores are products times one factor, where they are not hidden. */
function assertProportional(scores: Float32Array, of: Float32Array): void {
  const seen = [...scores.keys()].filter((key) => Number.isFinite(scores[key]));
  const widest = seen.reduce((a, b) => (Math.abs(of[a]) > Math.abs(of[b]) ? a : b));
  const factor = scores[widest] / of[widest];
  for (const key of seen) assert.ok(Math.abs(scores[key] - factor * of[key]) <= SAME * 10, `${scores[key]} at ${key}`);
}

test('a window hides exactly the tokens before it', async () => {
  await withModel(join(FIXTURES, 'gemma2'), async (model) => {
    const sequence = await read(model, [IDS]);
    for (const [layer, { window = N }] of model.shape.attentionPatterns.entries()) {
      const { attention } = await model.recomputeBlock(sequence, layer, 0, N, ['attention']); // [heads, 40, 40]
      for (let query = 0; query < N; query++) {
        const seen = attention.subarray(query * N, (query + 1) * N).map((weight) => Math.sign(weight));
        const first = Math.max(0, query + 1 - window);
        assert.deepEqual(
          [...seen],
          [...seen.keys()].map((key) => Number(key >= first && key <= query)),
          `layer ${layer}`,
        );
      }
    }
  });
});

test('a token keeps the angles of the text it was read in, also when its layer is run again', async () => {
  await withModel(join(FIXTURES, 'phi3-longrope'), async (model) => {
    const sequence = await read(model, [IDS.slice(0, 20)]); // short factors up to 32 tokens
    const told: Float32Array[] = [];
    for (const id of IDS.slice(20)) {
      told.length = 0;
      await model.forward(sequence, [id], { onAttention: (_, weights) => told.push(weights) });
    }
    for (const [layer, weights] of told.entries()) {
      const { attention } = await model.recomputeBlock(sequence, layer, N - 1, N, ['attention']);
      assert.ok(largestDifference(weights, attention) <= SAME, `layer ${layer}`);
      const { attention: rows } = await model.recomputeBlock(sequence, layer, 0, 20, ['attention']); // read as 20 tokens
      const alone = await read(model, [IDS.slice(0, 20)]);
      const theirs = (await model.recomputeBlock(alone, layer, 0, 20, ['attention'])).attention;
      assert.ok(largestDifference(rows, theirs) <= SAME, `layer ${layer}, first rows`);
    }
  });
});

test('what was forgotten leaves no angles behind', async () => {
  await withModel(join(FIXTURES, 'phi3-longrope'), async (model) => {
    const sequence = await read(model, [IDS.slice(0, 20), IDS.slice(0, 4)]);
    sequence.truncate(20);
    await model.forward(sequence, IDS.slice(20));
    const fresh = await read(model, [IDS.slice(0, 20), IDS.slice(20)]);
    const ours = (await model.recomputeBlock(sequence, 1, 20, N, ['attention'])).attention;
    const theirs = (await model.recomputeBlock(fresh, 1, 20, N, ['attention'])).attention;
    assert.ok(largestDifference(ours, theirs) <= SAME);
  });
});

test('parameters are counted once where tables are tied', async () => {
  // [320, 48] and [64, 48] for the tables, 28,272 a block, 96 for the last norm; buffers of the file do not count
  await withModel(join(FIXTURES, 'gpt2'), async (model) => assert.equal(model.parameters, 103_344));
});

const REFUSED: [name: string, fixture: string, changes: object, failure: object][] = [
  ['a layer of another kind', 'lfm2', { layer_types: Array(4).fill('mamba') }, { key: 'layer_types' }],
  ['another activation', 'qwen3', { hidden_act: 'xielu' }, { key: 'hidden_act', value: '"xielu"' }],
  ['another kind of layer', 'gemma2', { layer_types: Array(4).fill('chunked_attention') }, { key: 'layer_types' }],
  ['rotary positions of three axes', 'qwen2', { rope_scaling: { type: 'mrope' } }, { key: 'rope_scaling.type' }],
  ['norms without a gain', 'opt', { layer_norm_elementwise_affine: false }, { key: 'layer_norm_elementwise_affine' }],
  ['an encoder', 'gptj', { is_encoder_decoder: true }, { key: 'is_encoder_decoder' }],
];
for (const [name, fixture, changes, failure] of REFUSED) {
  test(`refuses ${name} by name`, async () => {
    await changedConfig(fixture, changes);
    await assert.rejects(Transformer.load(folder, { runtime: localCpu }), (thrown: object) => {
      assert.partialDeepStrictEqual(thrown, { code: 'config-unsupported', ...failure });
      return true;
    });
  });
}

const INVALID: [name: string, fixture: string, changes: object, failure: object][] = [
  ['heads that cannot share keys evenly', 'qwen3', { num_key_value_heads: 3 }, { key: 'num_attention_heads' }],
  ['too few kinds of layers', 'gemma2', { layer_types: ['full_attention'] }, { key: 'layer_types' }],
  ['flags that are none', 'smollm3', { no_rope_layers: [1, 2, 0, 0] }, { key: 'no_rope_layers' }],
  [
    'kinds of layers that do not add up',
    'gpt_neo',
    { attention_layers: null, attention_types: [[['global'], 3]] },
    { key: 'attention_types' },
  ],
  [
    'kinds of layers that never end',
    'gpt_neo',
    { attention_layers: null, attention_types: [[['global'], 1e9]] },
    { key: 'attention_types' },
  ],
  [
    'a million kinds of layers',
    'gpt_neo',
    { attention_layers: null, attention_types: [[Array(1_000_000).fill('global'), 1]] },
    { key: 'attention_types' },
  ],
];
for (const [name, fixture, changes, failure] of INVALID) {
  test(`refuses ${name}`, async () => {
    await changedConfig(fixture, changes);
    await assert.rejects(Transformer.load(folder, { runtime: localCpu }), (thrown: object) => {
      assert.partialDeepStrictEqual(thrown, { code: 'config-invalid', ...failure });
      return true;
    });
  });
}

const SAME_MODEL: [name: string, fixture: string, changes: object][] = [
  [
    'the class default of keys that are left out',
    'gpt_neo',
    { attention_layers: undefined, attention_types: undefined },
  ],
  ['attention_types without attention_layers', 'gpt_neo', { attention_layers: undefined }],
  ['the pattern of local layers without a list', 'gemma2', { layer_types: undefined }],
  ['the interval of layers without positions', 'smollm3', { no_rope_layers: null }],
];
for (const [name, fixture, changes] of SAME_MODEL) {
  test(`reads ${name} (${fixture})`, async () => {
    await changedConfig(fixture, changes);
    const ours = await logitsOf(folder);
    assert.equal(largestDifference(ours, await logitsOf(join(FIXTURES, fixture))), 0);
  });
}

test('follows links, as in the cache of Hugging Face', { skip: process.platform === 'win32' }, async () => {
  const cache = await mkdtemp(join(folder, 'cache-'));
  const snapshot = await mkdtemp(join(cache, 'snapshot-'));
  for (const [i, file] of ['config.json', 'model.safetensors'].entries()) {
    await copyFile(join(FIXTURES, 'opt', file), join(cache, `blob-${i}`));
    await symlink(join('..', `blob-${i}`), join(snapshot, file));
  }
  assert.equal(largestDifference(await logitsOf(snapshot), await logitsOf(join(FIXTURES, 'opt'))), 0);
});

/** The fixture's weights with another config.json. */
async function changedConfig(fixture: string, changes: object): Promise<void> {
  const config = JSON.parse(await readFile(join(FIXTURES, fixture, 'config.json'), 'utf8'));
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, ...changes }));
  await copyFile(join(FIXTURES, fixture, 'model.safetensors'), join(folder, 'model.safetensors'));
}

async function logitsOf(model: string): Promise<Float32Array> {
  return await withModel(model, async (loaded) => {
    const sequence = await read(loaded, [IDS]);
    return await loaded.logits(sequence);
  });
}

async function withModel<Result>(path: string, use: (model: Transformer) => Promise<Result>): Promise<Result> {
  const model = await Transformer.load(path, { runtime: localCpu });
  try {
    return await use(model);
  } finally {
    await model.release();
  }
}

async function read(model: Transformer, pieces: readonly (readonly number[])[]): Promise<Sequence> {
  const sequence = model.newSequence();
  for (const piece of pieces) await model.forward(sequence, piece);
  return sequence;
}
