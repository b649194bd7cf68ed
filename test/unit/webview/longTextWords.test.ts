// What stop 8 says of models whose costs are not those of attention to all that stands before, and where texts end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import { costOfText } from '../../../webview/stops/cost.ts';
import { beyondTraining, measuredUpTo, ofModel } from '../../../webview/stops/longText/longTextWords.ts';
import { sameHeads } from './sameHeads.ts';

const MODEL = {
  ...{ layers: 2, heads: 3, keyValueHeads: 3, dHead: 2, dModel: 6, inner: 24, gatedMlp: false, windows: [5, null] },
  ...{ layerHeads: sameHeads(2, 3, 2).layerHeads, convolutions: [null, null], states: [null, null] },
  ...{ vocabSize: 10, embeddingWidth: 6, parameters: 1000, context: 512, positions: 'rotary', predicts: 'masked' },
  bidirectional: true,
} as unknown as ModelInfo;

const written = ({ strings }: { readonly strings: readonly string[] }) => strings.join('').replaceAll(/<[^>]*>/g, '');

test('windows to both sides: the formula counts what they let through, and the lead says when all pairs are counted', () => {
  const { lead, formula } = ofModel(MODEL);
  assert.equal(formula && written(formula), 'weights=H·∑l(nwl−wl2−14)');
  assert.match(lead, /not longer than half its window.*n² weights/);
  const weights = (n: number) => costOfText(MODEL, n).attentionWeights / 3;
  assert.equal(weights(20), 20 * 5 - (5 ** 2 - 1) / 4 + 20 ** 2); // by the formula, and the layer without a window
  assert.equal(weights(3), 2 * 3 ** 2); // no longer than half the window: every pair
  assert.notEqual(ofModel({ ...MODEL, windows: [null, null] }).lead, lead);
});

test('a model without a longest text is not said to have one', () => {
  const endless: ModelInfo = { ...MODEL, positions: 'none', endless: true };
  assert.match(measuredUpTo(endless), /no limit/);
  assert.match(
    measuredUpTo({ ...MODEL, context: 40_960 }),
    /up to 40,960 tokens, as many as the model reads, and asks before one that may take longer than 20 s/,
  );
  assert.equal(measuredUpTo(MODEL), 'Runs texts of up to 512 tokens.');
  assert.match(beyondTraining(endless), /no longest text/);
  assert.match(beyondTraining(MODEL), /at most 512/);
});
