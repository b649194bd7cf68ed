// Compare, from the real child: with itself a run has no differences, and every number is that of another question.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Compared, ComparedPredictions } from '../../../src/contract/compared.ts';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import type { Change } from '../../../src/contract/whatIf.ts';
import { EMBEDDED, explained, SAMPLING, startEngine, TINY } from './engineProcess.ts';

const engine = startEngine();
const TEXT = 'The boy was very happy. He had a big red ball.';
const OTHER = 'The little dog was very happy. He had a big red ball.';
const OFF: readonly Change[] = [{ kind: 'scale', part: { kind: 'attention', layer: 2 }, factor: 0 }];
let summary: RunSummary;
before(async () => {
  summary = await explained(engine, TEXT, EMBEDDED);
});
after(() => engine.dispose());

const near = (a: number, b: number, by = 1e-4) => assert.ok(Math.abs(a - b) < by, `${a} is not ${b}`);
const predictions = async (other: Compared, of = summary): Promise<ComparedPredictions> => {
  const { pieces } = await engine.comparison(of.run, other);
  return await engine.comparedPredictions(of.run, other, { start: 0, end: pieces.length });
};

for (const [name, other] of [
  ['itself as a text', () => ({ kind: 'text', text: TEXT }) as const],
  ['itself as a run', () => ({ kind: 'run', run: summary.run }) as const],
  ['itself with no change', () => ({ kind: 'changes', changes: [] }) as const],
] as const)
  test(`beside ${name} a run has no difference at all`, async () => {
    const compared = other();
    const { pieces, alignedBy, sameModel, sameVocabulary } = await engine.comparison(summary.run, compared);
    assert.deepEqual([alignedBy, sameModel, sameVocabulary], ['index', true, true]);
    assert.equal(pieces.length, summary.tokens.length);
    assert.ok(pieces.every(({ isSame }) => isSame));
    const { ourBits, theirBits, divergences, losses, ourNext, theirNext } = await predictions(compared);
    assert.deepEqual(ourBits, theirBits);
    assert.deepEqual(ourNext, theirNext);
    assert.ok(divergences.every((bits) => bits === 0) && losses.every((bits) => bits === 0));
    const { values } = await engine.comparedStreams(summary.run, compared);
    assert.ok(values.every((cosine) => cosine === 1));
    for (let layer = 0; layer < summary.model.layers; layer++)
      assert.ok((await engine.comparedHeads(summary.run, compared, layer)).every((distance) => distance === 0));
  });

test('surprisals, candidates and entropies are those of the run’s own questions, on both sides', async () => {
  const other = { kind: 'text', text: OTHER } as const;
  const theirs = await explained(engine, OTHER, EMBEDDED);
  const { tokens, pieces, alignedBy } = await engine.comparison(summary.run, other);
  assert.equal(alignedBy, 'tokens');
  assert.deepEqual(
    tokens.map(({ id }) => id),
    theirs.tokens.map(({ id }) => id),
  );
  const [ours, their] = [await engine.surprisals(summary.run), await engine.surprisals(theirs.run)];
  const { ourBits, theirBits, ourNext, theirNext } = await predictions(other);
  for (const [at, piece] of pieces.entries()) {
    const expected = (bits: Float32Array, { start, end }: Span<TokenIndex>) =>
      end === start || start === 0 ? Number.NaN : bits[start];
    for (const [got, wanted] of [
      [ourBits[at], expected(ours.bits, piece.ours)],
      [theirBits[at], expected(their.bits, piece.theirs)],
    ])
      if (Number.isNaN(wanted)) assert.ok(Number.isNaN(got));
      else near(got, wanted);
    for (const [run, span, next] of [
      [summary.run, piece.ours, ourNext[at]],
      [theirs.run, piece.theirs, theirNext[at]],
    ] as const) {
      if (span.end === span.start) {
        assert.equal(next, undefined);
        continue;
      }
      const behind = await engine.nextTokens(run, (span.end - 1) as TokenIndex, 1, SAMPLING);
      assert.equal(next?.id, behind.candidates[0].id);
      near(next?.probability ?? 0, behind.candidates[0].probability);
    }
  }
});

test('what both begin with is the same, and what is added on one side stands alone', async () => {
  const other = { kind: 'text', text: OTHER } as const;
  const { pieces, tokens } = await engine.comparison(summary.run, other);
  const added = pieces.filter(({ ours }) => ours.end === ours.start);
  assert.equal(added.length, tokens.length - summary.tokens.length);
  const first = pieces.findIndex(({ isSame }) => !isSame);
  const { rows, columns, values } = await engine.comparedStreams(summary.run, other);
  assert.deepEqual([rows, columns], [summary.model.layers + 1, pieces.length]);
  for (let layer = 0; layer < rows; layer++) {
    for (let at = 0; at < first; at++) near(values[layer * columns + at], 1, 1e-5);
    for (const [at, piece] of pieces.entries())
      assert.equal(Number.isNaN(values[layer * columns + at]), added.includes(piece));
  }
  const heads = await engine.comparedHeads(summary.run, other, 0);
  assert.equal(heads.length, summary.model.heads);
  assert.ok(heads.every((distance) => distance > 0 && distance < 1));
});

test('the cosine is that of the two vectors, and the streams of a change part where it is made', async () => {
  const { pieces } = await engine.comparison(summary.run, { kind: 'text', text: OTHER });
  const theirs = await explained(engine, OTHER, EMBEDDED);
  const { values, columns } = await engine.comparedStreams(summary.run, { kind: 'text', text: OTHER });
  const at = pieces.length - 1;
  const [a, b] = [
    await engine.vectors(summary.run, (pieces[at].ours.end - 1) as TokenIndex),
    await engine.vectors(theirs.run, (pieces[at].theirs.end - 1) as TokenIndex),
  ];
  const d = summary.model.dModel;
  const [x, y] = [a.residual.values.subarray(3 * d, 4 * d), b.residual.values.subarray(3 * d, 4 * d)];
  const dot = (p: Float32Array, q: Float32Array) => p.reduce((sum, value, i) => sum + value * q[i], 0);
  near(values[3 * columns + at], dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)), 1e-5);
  const changed = await engine.comparedStreams(summary.run, { kind: 'changes', changes: OFF });
  const n = summary.tokens.length;
  for (let layer = 0; layer <= summary.model.layers; layer++)
    assert.equal(
      changed.values.subarray(layer * n, (layer + 1) * n).every((cosine) => cosine === 1),
      layer <= 2,
    );
});

test('with changes the surprisals are those of What if, and heads before the change attend as before', async () => {
  const other = { kind: 'changes', changes: OFF } as const;
  const expected = await engine.whatIfSurprisals(summary.run, OFF);
  const { ourBits, theirBits } = await predictions(other);
  for (let at = 1; at < summary.tokens.length; at++) {
    near(ourBits[at], expected.before[at]);
    near(theirBits[at], expected.after[at]);
  }
  assert.ok((await engine.comparedHeads(summary.run, other, 2)).every((distance) => distance === 0));
  assert.ok((await engine.comparedHeads(summary.run, other, 3)).every((distance) => distance > 0));
});

test('heads differ by the total variation of the attention that is shown, on average', async () => {
  const text = TEXT.replace('boy', 'dog');
  const theirs = await explained(engine, text, EMBEDDED);
  const n = summary.tokens.length;
  assert.equal(theirs.tokens.length, n);
  const all = { start: 0, end: n } as Span<TokenIndex>;
  const heads = await engine.comparedHeads(summary.run, { kind: 'text', text }, 3);
  for (const head of [0, 1]) {
    const was = await engine.attention(summary.run, { layer: 3, head }, all, all);
    const is = await engine.attention(theirs.run, { layer: 3, head }, all, all);
    near(heads[head], was.values.reduce((sum, weight, i) => sum + Math.abs(weight - is.values[i]), 0) / 2 / n, 1e-5);
  }
});

test('distributions behind a piece, side by side, and how far apart they are', async () => {
  const other = { kind: 'changes', changes: OFF } as const;
  const at = summary.tokens.length - 2;
  const next = await engine.comparedNext(summary.run, other, at, 5);
  const { divergences, losses } = await predictions(other);
  near(next.divergence ?? -1, divergences[at]);
  const question = { changes: OFF, after: at as TokenIndex, k: summary.model.vocabSize, sampling: SAMPLING };
  const { before: was, after: is } = await engine.whatIf(summary.run, question);
  near(next.ourEntropy, was.entropyBits);
  near(next.theirEntropy, is.entropyBits);
  const ofId = new Map(was.candidates.map(({ id, probability }) => [id, probability]));
  const loss = is.candidates.reduce((sum, { id, probability: q }) => sum + q * Math.log2(q / (ofId.get(id) ?? 0)), 0);
  near(losses[at], loss, 1e-3);
  for (const { text, ours, theirs } of next.candidates) {
    near(ours ?? -1, was.candidates.find((one) => one.text === text)?.probability ?? 0);
    near(theirs ?? -1, is.candidates.find((one) => one.text === text)?.probability ?? 0);
  }
});

test('another model reads beside the first: pieces of the same text, surprisals that add up, and no layers to compare', async () => {
  const run = randomUUID();
  const other = await engine.explain({ run, modelFolder: TINY, text: TEXT, beside: true });
  const compared = { kind: 'run', run } as const;
  const { pieces, alignedBy, sameModel, sameVocabulary, theirs } = await engine.comparison(summary.run, compared);
  assert.deepEqual([alignedBy, sameModel, sameVocabulary, theirs.layers], ['text', false, false, 3]);
  assert.ok(pieces.some((piece) => piece.theirs.end - piece.theirs.start > 1));
  assert.ok(pieces.every(({ isSame }) => isSame));
  const [ours, their] = [await engine.surprisals(summary.run), await engine.surprisals(run)];
  const { ourBits, theirBits, divergences, losses } = await predictions(compared);
  const sum = (bits: Float32Array, { start, end }: Span<TokenIndex>) =>
    bits.subarray(start, end).reduce((total, one) => total + one, 0);
  for (const [at, piece] of pieces.entries()) {
    if (piece.ours.start > 0) near(ourBits[at], sum(ours.bits, piece.ours), 1e-3);
    if (piece.theirs.start > 0) near(theirBits[at], sum(their.bits, piece.theirs), 1e-3);
    assert.ok(Number.isNaN(divergences[at]) && Number.isNaN(losses[at]));
  }
  await assert.rejects(engine.comparedStreams(summary.run, compared), { code: 'question-invalid' });
  await assert.rejects(engine.comparedHeads(summary.run, compared, 0), { code: 'question-invalid' });
  const next = await engine.comparedNext(summary.run, compared, pieces.length - 1, 3);
  assert.equal(next.divergence, undefined);
  assert.ok(other.tokens.length > summary.tokens.length);
  await engine.release(run);
  await assert.rejects(engine.comparison(summary.run, compared), { code: 'run-unknown' });
  assert.equal((await engine.surprisals(summary.run)).bits.length, summary.tokens.length); // the first model is still there
});

test('a second reading by the same model needs no second copy of it, and sides can be exchanged', async () => {
  const run = randomUUID();
  await engine.explain({ run, modelFolder: EMBEDDED, text: OTHER, beside: true });
  const [there, back] = await Promise.all([
    engine.comparison(summary.run, { kind: 'run', run }),
    engine.comparison(run, { kind: 'run', run: summary.run }),
  ]);
  assert.equal(there.sameModel, true);
  assert.equal(there.pieces.length, back.pieces.length);
  const [a, b] = [
    await engine.comparedHeads(summary.run, { kind: 'run', run }, 1),
    await engine.comparedHeads(run, { kind: 'run', run: summary.run }, 1),
  ];
  for (const [head, distance] of a.entries()) near(distance, b[head], 1e-6);
  await engine.release(run);
});

test('giving the other model back ends what is being compared, and nothing else', async () => {
  const run = randomUUID();
  const long = await explained(engine, `${TEXT} `.repeat(40), EMBEDDED);
  await engine.explain({ run, modelFolder: TINY, text: TEXT, beside: true });
  const compared = { kind: 'run', run } as const;
  const asked = Array.from({ length: 20 }, () => predictions(compared, long));
  const ended = Promise.allSettled(asked);
  await engine.release(run);
  const codes = (await ended).flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
  assert.ok(codes.length > 0);
  assert.ok(
    codes.every((code) => code === 'cancelled' || code === 'run-unknown'),
    codes.join(),
  );
  await assert.rejects(engine.comparison(long.run, compared), { code: 'run-unknown' });
  assert.ok((await predictions({ kind: 'changes', changes: OFF }, long)).ourBits.length > 400);
});

test('what is not there is refused in words', async () => {
  const other = { kind: 'text', text: OTHER } as const;
  const refused = (question: Promise<unknown>) => assert.rejects(question, { code: 'question-invalid' });
  await refused(engine.comparison(summary.run, { kind: 'text', text: '' }));
  await refused(engine.comparison(summary.run, { kind: 'text', text: 'word '.repeat(summary.model.context + 1) }));
  await refused(engine.comparedPredictions(summary.run, other, { start: 3, end: 3 }));
  await refused(engine.comparedHeads(summary.run, other, summary.model.layers));
  await refused(engine.comparedNext(summary.run, other, 10_000, 3));
  await assert.rejects(engine.comparison(summary.run, { kind: 'run', run: 'none' }), { code: 'run-unknown' });
});
