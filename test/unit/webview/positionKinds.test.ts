// What the panel says about positions is true of the model's own kind of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PositionKind } from '../../../src/contract/engineApi.ts';
import { positionInTour } from '../../../webview/page/positionInTour.ts';
import { isAdded } from '../../../webview/state/addedPositions.ts';
import { positionFormula, positionLead } from '../../../webview/stops/position/positionKinds.ts';

const KINDS: Record<PositionKind, { readonly formula: string; readonly added: boolean }> = {
  learned: { formula: 'xi=E[idi]+P[i]', added: true },
  sinusoidal: { formula: 'xi=E[idi]+pi, pi,2k=sin(iθk), pi,2k+1=cos(iθk)', added: true },
  rotary: { formula: '(Riqi)⊤(Rjkj)=qi⊤Rj−ikj', added: false },
  alibi: { formula: 'softmax(qi⊤kjdhead−m(i−j))', added: false },
  none: { formula: 'xi=E[idi]', added: false },
};

for (const [kind, { formula, added }] of Object.entries(KINDS) as [PositionKind, (typeof KINDS)[PositionKind]][]) {
  test(`${kind}: formula, lead, tour and map agree whether something is added`, () => {
    assert.equal(
      positionFormula(kind)
        .strings.join('')
        .replaceAll(/<[^>]*>/g, ''),
      formula,
    );
    assert.equal(isAdded(kind), added);
    assert.equal(/it is added/.test(positionLead(kind)), added);
    assert.equal(/is added/.test(positionInTour(kind)), added);
  });
}

test('where the sum is normed the formula says so, and has the segment of models that have some', () => {
  const written = (model: Parameters<typeof positionFormula>[1]) =>
    positionFormula('learned', model)
      .strings.join('')
      .replaceAll(/<[^>]*>/g, '');
  assert.equal(written({ normedEmbedding: true, segments: true }), 'xi=norm(E[idi]+P[i]+s)');
  assert.equal(written({ normedEmbedding: true }), 'xi=norm(E[idi]+P[i])');
});

test('each kind has sentences of its own', () => {
  assert.equal(new Set((Object.keys(KINDS) as PositionKind[]).map(positionLead)).size, 5);
});
