// What every token costs, part by part, with the model's own numbers: by hand, and on real models, where nothing is left over.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { modelInfo } from '../../../src/engine/modelInfo.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { costOfRange } from '../../../webview/stops/cost.ts';
import { tokenCosts, unembeddingCost } from '../../../webview/stops/longText/tokenCosts.ts';
import { sameHeads } from './sameHeads.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');

const MODEL = {
  ...{ dModel: 6, inner: 24, gatedMlp: false, windows: [null, null], bidirectional: false, predicts: 'next' as const },
  ...{ layerHeads: sameHeads(2, 3, 2).layerHeads, convolutions: [null, null], states: [null, null] },
  ...{ layerInner: undefined, layerInputs: undefined, experts: undefined, vocabSize: 10, embeddingWidth: 6 },
};
const lines = (model: Parameters<typeof tokenCosts>[0]) =>
  tokenCosts(model).map(({ name, formula, multiplications }) => `${name}: ${formula} = ${multiplications}`);

test('maps and feed-forward by hand, layers of the same sizes as one', () => {
  assert.deepEqual(lines(MODEL), [
    'maps of attention: 2·6·(3·(2 + 2) + 3·(2 + 2)) = 288',
    'feed-forward: 2·2·6·24 = 576',
  ]);
  assert.deepEqual(unembeddingCost(MODEL), {
    name: 'unembedding of the last token',
    formula: '6·10',
    multiplications: 60,
  });
  assert.equal(unembeddingCost({ ...MODEL, predicts: 'nothing' }), undefined);
});

test('shared keys and values, a gate of the feed-forward and experts are in the formulas', () => {
  const [heads] = MODEL.layerHeads;
  const experts = { experts: 8, chosen: 2, inner: 5, sharedInner: 0, layers: [false, true] };
  const layerHeads = [{ ...heads, keyValueHeads: 1 }, heads];
  const model = { ...MODEL, layerHeads, gatedMlp: true, experts: experts as unknown as undefined };
  assert.deepEqual(lines(model), [
    'maps of attention: 6·(3·(2 + 2) + 1·(2 + 2)) = 96',
    'maps of attention: 6·(3·(2 + 2) + 3·(2 + 2)) = 144',
    'feed-forward with a gate: 3·6·24 = 432',
    'router and 2 of 8 experts: 1·6·(8 + 2·3·5) = 228',
  ]);
});

for (const name of ['llama', 'qwen3_moe', 'mixtral', 'gpt2', 'gemma2', 'qwen2_moe'])
  test(`${name}: each formula comes to its number, and all of them to what one token more costs`, async () => {
    const loaded = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
    const model = modelInfo({}, loaded, { precision: undefined, provider: undefined });
    await loaded.release();
    const parts = tokenCosts(model);
    for (const { formula, multiplications } of parts) {
      assert.ok(formula, 'nothing is left over');
      assert.equal(Function(`return ${formula.replaceAll('·', '*')}`)(), multiplications, formula);
    }
    const sum = parts.reduce((total, { multiplications }) => total + multiplications, 0);
    const unembedding = unembeddingCost(model)?.multiplications ?? 0;
    const pairs = costOfRange({ ...model, windows: model.windows.map(() => null) }, 0, 1).multiplications - sum;
    const products = model.layerHeads.reduce((total, { heads, dHead, dValue }) => total + heads * (dHead + dValue), 0);
    assert.equal(pairs - unembedding, products);
  });
