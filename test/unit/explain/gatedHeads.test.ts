// Where gates stand behind heads, a value reaches each token that asks as another vector: its length is that of what the
// layer adds when one head sees this token alone and all other heads are silent.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { headDetail } from '../../../src/engine/headAnswers.ts';
import { modelInfo } from '../../../src/engine/modelInfo.ts';
import type { ExplainedText } from '../../../src/engine/run.ts';
import { valueLengths } from '../../../src/explain/valueWeighted.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { Intervention } from '../../../src/transformer/intervention.ts';
import { headsOf } from '../../../src/transformer/layerHeads.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { norm } from '../../../src/transformer/vectors.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const QWEN3_NEXT = join(import.meta.dirname, '../../golden/fixtures/qwen3_next');
const IDS = [3, 1, 4, 1, 5, 9];
const [LAYER, HEAD, QUERY] = [1, 2, 4];

test('what a value is worth behind the gate of the token that asks', async () => {
  await withModel(async (model) => {
    const { heads } = headsOf(model.shape, LAYER);
    const sequence = model.newSequence();
    await model.forward(sequence, IDS);
    const { head_gates: gates } = await model.recomputeBlock(sequence, LAYER, QUERY, QUERY + 1, ['head_gates']);
    const lengths = await (await valueLengths(model, sequence, LAYER))(gates);
    for (const key of [0, 2, QUERY]) {
      const others = Array.from({ length: heads }, (_, head) => head).filter((head) => head !== HEAD);
      const alone: Intervention[] = others.map((head) => ({ kind: 'head', layer: LAYER, head, gain: 0 }));
      const hidden = [...IDS.keys()].filter((other) => other !== key && other <= QUERY);
      for (const other of hidden)
        alone.push({ kind: 'hide', start: other, end: other + 1, query: QUERY, layer: LAYER, head: HEAD });
      const changed = model.newSequence(alone);
      await model.forward(changed, IDS);
      const ran = await model.recomputeBlock(changed, LAYER, QUERY, QUERY + 1, ['attention_out']);
      const added = norm(ran.attention_out);
      assert.ok(Math.abs(lengths[HEAD][key] - added) <= 1e-5 * added, `${lengths[HEAD][key]} for ${added}`);
    }
  });
});

test('the arithmetic of a head ends with what passes its gate', async () => {
  await withModel(async (model) => {
    const sequence = model.newSequence();
    await model.forward(sequence, IDS);
    const info = modelInfo({}, model, { precision: undefined, provider: undefined });
    const text = { model: { transformer: model, info }, sequence } as unknown as ExplainedText;
    const { gate } = await headDetail(text, { layer: LAYER, head: HEAD }, QUERY as TokenIndex);
    const { found } = await model.recomputeBlock(sequence, LAYER, QUERY, QUERY + 1, ['found']);
    const { dValue } = headsOf(model.shape, LAYER);
    assert.ok(gate?.values.every((value) => value > 0 && value < 1));
    const ofHead = found.subarray(HEAD * dValue, (HEAD + 1) * dValue);
    assert.ok(gate && largestDifference(gate.passed, ofHead) < 1e-6);
  });
});

async function withModel(use: (model: Transformer) => Promise<void>): Promise<void> {
  const model = await Transformer.load(QWEN3_NEXT, { runtime: localCpu });
  try {
    await use(model);
  } finally {
    await model.release();
  }
}
