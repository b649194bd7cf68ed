// A text that was read is read again with something changed: the same numbers as from the beginning, for less work.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { Intervention } from '../../../src/transformer/intervention.ts';
import { headsOf } from '../../../src/transformer/layerHeads.ts';
import type { Sequence } from '../../../src/transformer/sequence.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
/** What other widths of the same products make of rounding. */
const SAME = 4e-5;
/** Streams are mixed by weights that are made of them, and norms stand behind narrow maps: rounding counts for more. */
const SAME_STREAMS = 1e-4;
const LENGTH = 20;

/**
 * Learned positions; grouped heads and rotated positions; norms behind the halves, soft caps and windows; keys and values of
 * another layer, which the changed layers make or read; states and gated heads; a state beside attention; several streams;
 * texts that are read in both directions, with norms on the stream, and with windows.
 */
const NAMES = [
  'gpt2',
  'llama',
  'gemma2',
  'gemma4_text',
  'qwen3_next',
  'falcon_h1',
  'gemma3n_text',
  'bert',
  'modernbert',
];
for (const name of NAMES) {
  describe(name, () => {
    let read: Read;
    before(async () => {
      const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
      const ids = Array.from({ length: LENGTH }, (_, i) => (i * 37 + 11) % model.shape.vocabSize);
      const clean = model.newSequence();
      await model.forward(clean, ids);
      read = { model, clean, ids };
    });
    after(() => read.model.release());

    test('the numbers are those of a text that was read with the changes', () => sameAsFresh(read));
    test('several times in the same memory', () => sameMemory(read));
    test('on top of other changes', () => oneAfterAnother(read));
    test('what cannot have changed is not run', () => noMoreThanNeeded(read));
    test('what is changed holds for the tokens that follow', () => holdsBehind(read));
    test('a fork goes on as the text did, and leaves it alone', () => forks(read));
  });
}

interface Read {
  readonly model: Transformer;
  readonly clean: Sequence;
  readonly ids: readonly number[];
}

function changesOf({ shape }: Transformer) {
  const { dModel, layers, streams } = shape;
  const { dValue } = headsOf(shape, 1);
  const vector = Float32Array.from({ length: dModel }, (_, i) => Math.sin(i));
  const residual = Float32Array.from({ length: dModel * (streams?.count ?? 1) }, (_, i) => Math.sin(i));
  const place = { layer: 1, position: 7 };
  return {
    none: [],
    head: [{ kind: 'head', layer: 1, head: 1, gain: 0 }],
    headAt: [{ kind: 'head', ...place, head: 1, gain: 0, offset: vector.slice(0, dValue) }],
    attentionAt: [{ kind: 'attention', ...place, gain: 2 }],
    mlpAt: [{ kind: 'mlp', ...place, gain: 0, offset: vector }],
    ...(shape.beside === 'state' && { stateAt: [{ kind: 'state', ...place, gain: 0, offset: vector }] }),
    residual: [{ kind: 'residual', ...place, residual }],
    atTheEnd: [{ kind: 'residual', layer: layers, position: 7, residual }],
    direction: [{ kind: 'direction', layer: 1, vector }],
    hidden: [{ kind: 'hide', start: 3, end: 6 }],
    edge: [{ kind: 'hide', start: 3, end: 4, layer: 1, head: 0, query: 12 }],
    two: [
      { kind: 'hide', start: 9, end: 10 },
      { kind: 'mlp', layer: 1, gain: 0 },
    ],
  } as const satisfies Readonly<Record<string, readonly Intervention[]>>;
}

async function sameAsFresh({ model, clean, ids }: Read): Promise<void> {
  for (const [name, interventions] of Object.entries(changesOf(model))) {
    const fresh = await freshly(model, ids, interventions);
    for (const chunk of [LENGTH, 6])
      await assertSame(model, await model.rerun(clean, interventions, { chunk }), fresh, name);
  }
}

async function sameMemory({ model, clean, ids }: Read): Promise<void> {
  const { direction, hidden, head } = changesOf(model);
  const into = model.newSequence();
  for (const interventions of [direction, hidden, head]) await model.rerun(clean, interventions, { into });
  await assertSame(model, into, await freshly(model, ids, head), 'head');
}

async function oneAfterAnother({ model, clean, ids }: Read): Promise<void> {
  const { direction, attentionAt, hidden, head } = changesOf(model);
  for (const [first, second] of [
    [direction, attentionAt],
    [direction, direction],
    [hidden, head],
  ]) {
    const stepwise = await model.rerun(await model.rerun(clean, first), second);
    await assertSame(model, stepwise, await freshly(model, ids, [...first, ...second]), 'two changes');
  }
}

async function noMoreThanNeeded({ model, clean }: Read): Promise<void> {
  const { layers } = model.shape;
  const ran = async (interventions: readonly Intervention[]) => {
    let total = 0;
    const onBlock = (_: number, of: number) => {
      total = of;
    };
    await model.rerun(clean, interventions, { chunk: 1, onBlock }); // a chunk a token
    return total;
  };
  const { none, head, headAt, atTheEnd, hidden, edge } = changesOf(model);
  assert.equal(await ran(none), 0);
  if (model.shape.bidirectional) {
    // A block is run for all tokens, which see what was changed wherever it stands.
    assert.deepEqual([await ran(headAt), await ran(hidden), await ran(atTheEnd)], [layers - 1, layers, 0]);
    return;
  }
  assert.equal(await ran(head), (layers - 1) * LENGTH);
  assert.equal(await ran(headAt), (layers - 1) * (LENGTH - 7));
  assert.equal(await ran(atTheEnd), 0);
  assert.equal(await ran(hidden), layers * (LENGTH - 6));
  assert.equal(await ran(edge), (layers - 1) * (LENGTH - 12));
  assert.equal(await ran([{ kind: 'hide', start: LENGTH - 1, end: LENGTH }]), 0);
}

async function holdsBehind({ model, clean, ids }: Read): Promise<void> {
  for (const [name, interventions] of Object.entries(changesOf(model))) {
    const again = await model.rerun(clean, interventions);
    for (const id of [5, 6]) await model.forward(again, [id]);
    await assertSame(model, again, await freshly(model, [...ids, 5, 6], interventions), name);
  }
}

async function forks({ model, clean, ids }: Read): Promise<void> {
  const logits = await model.logits(clean);
  const same = await model.fork(clean, 12);
  assert.equal(same.length, 12);
  await model.forward(same, ids.slice(12));
  await assertSame(model, same, clean, 'the same tokens');
  const other = await model.fork(clean, 12);
  await model.forward(other, [1, 2, 3]);
  await assertSame(model, other, await freshly(model, [...ids.slice(0, 12), 1, 2, 3], []), 'other tokens');
  assert.deepEqual(await model.logits(clean), logits);
  const long = model.newSequence();
  long.reserve(500);
  long.append(new Array(500).fill(0), new Array(500).fill(500));
  assert.deepEqual([long.slots, (await model.fork(long, 12)).slots], [500, 64], 'room as for 12 tokens');
}

async function freshly(
  model: Transformer,
  ids: readonly number[],
  interventions: readonly Intervention[],
): Promise<Sequence> {
  const sequence = model.newSequence(interventions);
  await model.forward(sequence, ids);
  return sequence;
}

/** The stream of all layers, the cache as every block reads it, and the logits. */
async function assertSame(model: Transformer, actual: Sequence, expected: Sequence, what: string): Promise<void> {
  const n = expected.length;
  const near = (of: string, a: Float32Array, b: Float32Array) => {
    const difference = largestDifference(a, b);
    assert.ok(difference <= (model.shape.streams ? SAME_STREAMS : SAME), `${what}: ${of} differs by ${difference}`);
  };
  assert.deepEqual(actual.ids, expected.ids);
  for (let layer = 0; layer <= model.shape.layers; layer++)
    near(`the stream before block ${layer}`, actual.streams(layer, 0, n), expected.streams(layer, 0, n));
  for (let layer = 0; layer < model.shape.layers; layer++) {
    const { attention } = await model.recomputeBlock(actual, layer, n - 1, n, ['attention']);
    near(
      `attention of layer ${layer}`,
      attention,
      (await model.recomputeBlock(expected, layer, n - 1, n, ['attention'])).attention,
    );
  }
  near('the logits', await model.logits(actual), await model.logits(expected));
}
