// What must hold of texts that are read in both directions, whatever the weights.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';
import { copyOf, editJson, readTensors, writeTensors } from '../checkpoint/remadeFolder.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const SAME = 5e-5;
const N = 30;

for (const name of ['bert', 'modernbert']) {
  test(`${name}: rows in the middle of a layer are those of all rows`, async () => {
    await withModel(name, async (model, ids) => {
      const sequence = model.newSequence();
      await model.forward(sequence, ids);
      assert.equal(model.keysFor(sequence, 12), N);
      for (let layer = 0; layer < model.shape.layers; layer++)
        for (const what of ['attention', 'scores'] as const) {
          const all = (await model.recomputeBlock(sequence, layer, 0, N, [what]))[what]; // [heads, n, n]
          const some = (await model.recomputeBlock(sequence, layer, 7, 12, [what]))[what]; // [heads, 5, n]
          for (let head = 0; head < model.shape.heads; head++) {
            const theirs = finite(all.subarray((head * N + 7) * N, (head * N + 12) * N));
            const ours = finite(some.subarray(head * 5 * N, (head + 1) * 5 * N));
            assert.ok(largestDifference(ours, theirs) <= SAME, `${what} of layer ${layer}`);
          }
        }
    });
  });

  test(`${name}: a token from which all others are hidden says what it says alone, but for its place`, async () => {
    await withModel(name, async (model, ids) => {
      const alone = model.newSequence();
      await model.forward(alone, ids.slice(0, 1));
      const hidden = model.newSequence([{ kind: 'hide', start: 1, end: N, query: 0 }]);
      await model.forward(hidden, ids);
      const [ours, theirs] = [await model.logits(hidden, 0), await model.logits(alone, 0)];
      assert.ok(largestDifference(ours, theirs) <= SAME);
      const seen = model.newSequence();
      await model.forward(seen, ids);
      assert.ok(largestDifference(await model.logits(seen, 0), theirs) > 1e-3);
    });
  });

  test(`${name}: what follows changes what stands before it, and a longer text that is cancelled changes nothing`, async () => {
    await withModel(name, async (model, ids) => {
      const sequence = model.newSequence();
      await model.forward(sequence, ids.slice(0, 10));
      const before = (await model.logits(sequence, 0)).slice();
      const cancelled = model.forward(sequence, ids.slice(10), { signal: AbortSignal.abort() });
      await assert.rejects(cancelled, { code: 'cancelled' });
      assert.deepEqual([sequence.length, await model.logits(sequence, 0)], [10, before]);
      await model.forward(sequence, ids.slice(10));
      assert.ok(largestDifference(await model.logits(sequence, 0), before) > 1e-3);
    });
  });
}

test('the first BERT files call gains and biases of norms gamma and beta, which is the same model', async () => {
  const folder = await copyOf('bert');
  const file = join(folder, 'model.safetensors');
  const tensors = await readTensors(file);
  const old = (key: string) =>
    key.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta');
  await writeTensors(file, new Map([...tensors].map(([key, tensor]) => [old(key), tensor])));
  await assertSameAs('bert', folder);
});

test('files of the bare model, with a pooler and without a head, have vectors and say no words', async () => {
  const folder = await copyOf('bert');
  const file = join(folder, 'model.safetensors');
  const tensors = await readTensors(file);
  const bare = new Map(
    [...tensors].filter(([key]) => key.startsWith('bert.')).map(([key, tensor]) => [key.slice(5), tensor]),
  );
  const dense = bare.get('encoder.layer.0.attention.output.dense.weight');
  assert.ok(dense);
  await writeTensors(file, bare.set('pooler.dense.weight', dense));
  const model = await Transformer.load(folder, { runtime: localCpu });
  try {
    assert.deepEqual([model.shape.predicts, model.shape.headless], ['nothing', true]);
    const ids = Array.from({ length: N }, (_, i) => (i * 37 + 11) % model.shape.vocabSize);
    const sequence = model.newSequence();
    await model.forward(sequence, ids);
    await assert.rejects(model.logits(sequence), { code: 'predicts-no-word' });
    await withModel('bert', async (whole) => {
      const other = whole.newSequence();
      await whole.forward(other, ids);
      const stream = sequence.residual(model.shape.layers, 0, N);
      assert.deepEqual(stream, other.residual(model.shape.layers, 0, N));
      assert.deepEqual(await model.normed(stream), (await whole.unembed(stream)).normed);
    });
  } finally {
    await model.release();
  }
});

for (const [key, value] of [
  ['position_embedding_type', 'relative_key'],
  ['position_embedding_type', 'relative_key_query'],
  ['is_decoder', true],
  ['hidden_act', 'xielu'],
] as const) {
  test(`refuses a BERT whose ${key} is ${value} by name`, async () => {
    const folder = await copyOf('bert');
    await editJson(join(folder, 'config.json'), (json) => Object.assign(json, { [key]: value }));
    const loading = Transformer.load(folder, { runtime: localCpu });
    await assert.rejects(loading, { code: 'config-unsupported', key, value: JSON.stringify(value) });
  });
}

/** Windows hide with -∞, which no difference can be taken of. */
function finite(values: Float32Array): Float32Array {
  return values.map((value) => (value === Number.NEGATIVE_INFINITY ? -1e9 : value));
}

async function assertSameAs(name: string, folder: string): Promise<void> {
  const other = await Transformer.load(folder, { runtime: localCpu });
  try {
    await withModel(name, async (model, ids) => {
      const [ours, theirs] = [other.newSequence(), model.newSequence()];
      await other.forward(ours, ids);
      await model.forward(theirs, ids);
      assert.deepEqual(await other.logits(ours, 3), await model.logits(theirs, 3));
    });
  } finally {
    await other.release();
  }
}

async function withModel(
  name: string,
  use: (model: Transformer, ids: readonly number[]) => Promise<void>,
): Promise<void> {
  const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
  try {
    await use(
      model,
      Array.from({ length: N }, (_, i) => (i * 37 + 11) % model.shape.vocabSize),
    );
  } finally {
    await model.release();
  }
}
