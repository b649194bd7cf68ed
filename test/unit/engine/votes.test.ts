// Why a token is predicted, by the real child with the embedded model: the answer against what else the engine says of the
// same position.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, SAMPLING, startEngine } from './engineProcess.ts';

const engine = startEngine();
let summary: RunSummary;
before(async () => {
  summary = await explained(engine, 'The cat sat on the mat. The dog sat on the', EMBEDDED);
});
after(() => engine.dispose());

const total = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);
/** Answers come in single precision, and the weights here are in eight bits. */
const near = (a: number, b: number, within = 1e-3) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

async function candidatesAfter(position: TokenIndex) {
  return (await engine.nextTokens(summary.run, position, 2, SAMPLING)).candidates;
}

test('the votes sum to the logit that the model gives, and name what they are about', async () => {
  const position = (summary.tokens.length - 1) as TokenIndex;
  const [first] = await candidatesAfter(position);
  const votes = await engine.votes(summary.run, { position, target: first.id });
  assert.deepEqual([votes.position, votes.target.id, votes.target.text], [position, first.id, first.text]);
  assert.equal(votes.other, undefined);
  near(votes.target.probability, first.probability, 1e-6);
  near(votes.logit, first.logit);
  const { heads, mlps, attentionBiases, tokenEmbedding, positionEmbedding, normBias, unembeddingBias, sum } = votes;
  const inLayers = total(heads.values) + total(mlps) + total(attentionBiases);
  near(inLayers + tokenEmbedding + positionEmbedding + normBias + unembeddingBias, sum);
  const { layers, heads: headsOfLayer } = summary.model;
  assert.deepEqual([heads.rows, heads.columns, mlps.length], [layers, headsOfLayer, layers]);
});

test('a head’s vote is split over the tokens up to the position', async () => {
  const position = 6 as TokenIndex;
  const [{ id }] = await candidatesAfter(position);
  const { heads, headsByKey } = await engine.votes(summary.run, { position, target: id });
  assert.deepEqual([headsByKey.rows, headsByKey.columns], [heads.rows * heads.columns, position + 1]);
  for (const [head, vote] of heads.values.entries())
    near(total(headsByKey.values.subarray(head * (position + 1), (head + 1) * (position + 1))), vote);
});

test('the spans are the parts of what the position sees, without gaps', async () => {
  const position = (summary.tokens.length - 2) as TokenIndex;
  const { spans } = await engine.votes(summary.run, { position, target: 5 });
  const [first, second] = spans;
  assert.deepEqual(
    spans.map(({ kind, parent }) => [kind, parent]),
    [
      ['sentence', undefined],
      ['sentence', undefined],
    ],
  );
  assert.deepEqual([first.span.start, first.span.end, second.span.end], [0, second.span.start, position + 1]);
  assert.equal(summary.tokens[second.span.start].text?.trim(), 'The');
});

test('with another token, votes are those for the one minus those for the other', async () => {
  const position = 8 as TokenIndex;
  const [a, b] = await candidatesAfter(position);
  const apart = [a, b].map(({ id }) => engine.votes(summary.run, { position, target: id }));
  const [ofA, ofB] = await Promise.all(apart);
  const both = await engine.votes(summary.run, { position, target: a.id, other: b.id });
  near(both.logit, a.logit - b.logit);
  near(both.target.probability, a.probability, 1e-6);
  near(both.other?.probability ?? 0, b.probability, 1e-6);
  for (const [i, vote] of both.heads.values.entries()) near(vote, ofA.heads.values[i] - ofB.heads.values[i]);
  for (const [layer, vote] of both.mlps.entries()) near(vote, ofA.mlps[layer] - ofB.mlps[layer]);
});

test('a place outside the text and an id outside the vocabulary are refused', async () => {
  const position = summary.tokens.length as TokenIndex;
  await assert.rejects(engine.votes(summary.run, { position, target: 1 }), { code: 'question-invalid' });
  const outside = summary.model.vocabSize;
  const here = 3 as TokenIndex;
  await assert.rejects(engine.votes(summary.run, { position: here, target: outside }), { code: 'question-invalid' });
  const against = { position: here, target: 1, other: outside };
  await assert.rejects(engine.votes(summary.run, against), { code: 'question-invalid' });
});
