// What stop 5 says a block does is what it does in the model at hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import { roadWords } from '../../../webview/stops/block/roadWords.ts';
import { sameHeads } from './sameHeads.ts';

const MODEL = {
  ...{ inner: 4, layerHeads: sameHeads(1, 2, 2).layerHeads, states: [null] },
} as unknown as ModelInfo;
const written = (model: ModelInfo) =>
  roadWords(model)
    .formula.strings.join('')
    .replaceAll(/<[^>]*>/g, '');

test('a block on one stream adds attention and MLP', () => {
  assert.equal(written(MODEL), 'x′=x+attention(norm(x)), x″=x′+mlp(norm(x′))');
});

test('a block on several mixes them before and behind, and has LAuReL beside attention', () => {
  const several = { ...MODEL, beside: 'laurel', streams: { count: 4, active: 0, laurelRank: 8 } } as ModelInfo;
  assert.equal(
    written(several),
    'p=x+∑jrjhj, x′=12(p+attention(norm(p))+LAuReL(norm(p))), x″=x′+mlp(norm(x′)), hj←pj+cj(x″−p)',
  );
  assert.match(roadWords(several).lead, /AltUp.*LAuReL/);
});
