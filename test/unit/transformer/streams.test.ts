// Several streams: what is read from them and copied is all of them, and blocks work on the one that is called the stream.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { Sequence } from '../../../src/transformer/sequence.ts';
import { streamsInOrder } from '../../../src/transformer/streamOrder.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FIXTURE = join(import.meta.dirname, '../../golden/fixtures/gemma3n_text');
const IDS = [3, 1, 4, 1, 5, 9];
const OTHERS = [3, 1, 4, 1, 7, 9];
const LAST = IDS.length - 1;

let model: Transformer;
let base: Sequence;
let source: Sequence;
before(async () => {
  model = await Transformer.load(FIXTURE, { runtime: localCpu });
  [base, source] = [model.newSequence(), model.newSequence()];
  await model.forward(base, IDS);
  await model.forward(source, OTHERS);
});
after(() => model.release());

test('the lens behind the last block is what the model says, before its cap', async () => {
  const { layers, logitCap = 0 } = model.shape;
  const others = base.otherStreams[layers].rows(LAST, LAST + 1);
  const lens = await model.lens(base.residual(layers, LAST, LAST + 1), others);
  const capped = lens.map((logit) => logitCap * Math.tanh(logit / logitCap));
  assert.ok(largestDifference(capped, await model.logits(base)) < 1e-5);
});

test('with all streams of another text behind the last block, the model says what it said there; with one of them, not', async () => {
  const { layers, dModel, streams } = model.shape;
  const all = source.streams(layers, LAST, LAST + 1).slice();
  assert.equal(all.length, dModel * (streams?.count ?? 0));
  const said = async (residual: Float32Array) =>
    await model.logits(await model.rerun(base, [{ kind: 'residual', layer: layers, position: LAST, residual }]));
  const wanted = await model.logits(source);
  assert.ok(largestDifference(await said(all), wanted) < 1e-6);
  const one = base.streams(layers, LAST, LAST + 1).slice();
  one.set(all.subarray(0, dModel));
  assert.ok(largestDifference(await said(one), wanted) > 1e-3);
});

test('a stream of another width is refused', () => {
  const residual = new Float32Array(model.shape.dModel);
  assert.throws(() => model.newSequence([{ kind: 'residual', layer: 0, position: 0, residual }]), {
    code: 'question-invalid',
  });
});

test('streams are kept with the active one first, and handed out in their order', () => {
  const kept = Float32Array.of(2, 2, 0, 0, 1, 1, 3, 3);
  const inOrder = streamsInOrder(kept, { count: 4, active: 2, laurelRank: 1 }).map((stream) => stream[0]);
  assert.deepEqual(inOrder, [0, 1, 2, 3]);
});
