// The engine's answers about details, from the real child with the embedded model, compared with one another and with
// arithmetic done here.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, SAMPLING, startEngine } from './engineProcess.ts';

const engine = startEngine();
let summary: RunSummary;
let n: number;
before(async () => {
  summary = await explained(engine, 'The cat sat on the mat. The dog sat on the rug. 蘋果', EMBEDDED);
  n = summary.tokens.length;
});
after(() => engine.dispose());

const at = (index: number) => index as TokenIndex;
const span = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
const near = (a: number, b: number, within = 1e-4) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

test('merges rebuild exactly the token that was asked for, and its word is what the pre-tokenizer made', async () => {
  const words: string[] = [];
  for (const [i, { bytes }] of summary.tokens.entries()) {
    const { token, parts, merges, word } = await engine.merges(summary.run, at(i));
    const joined = [...parts];
    for (const { part } of merges ?? assert.fail('no merges'))
      joined.splice(part, 2, [...joined[part], ...joined[part + 1]]);
    assert.deepEqual([token, joined], [i, [[...bytes]]]);
    assert.ok(word.start <= i && i < word.end);
    if (i === word.start)
      words.push(
        summary.tokens
          .slice(word.start, word.end)
          .map(({ text }) => text)
          .join(''),
      );
  }
  const written = [
    'The',
    ' cat',
    ' sat',
    ' on',
    ' the',
    ' mat',
    '.',
    ' The',
    ' dog',
    ' sat',
    ' on',
    ' the',
    ' rug',
    '.',
  ];
  assert.deepEqual(words, [...written, ' ', '蘋', '果']); // this pre-tokenizer cuts Chinese at every character
});

test('a word of several tokens is that of each of them', async () => {
  const { tokens, run } = await explained(engine, 'the qwxzkj', EMBEDDED);
  assert.ok(tokens.length > 2);
  for (const [i] of tokens.entries())
    assert.deepEqual((await engine.merges(run, at(i))).word, i === 0 ? span(0, 1) : span(1, tokens.length));
  await engine.release(run);
});

test('no merges make a special token, which is a word by itself, and so is a generated one', async () => {
  const { tokens, run } = await explained(engine, 'the cat<|endoftext|>', EMBEDDED);
  const last = tokens.length - 1;
  assert.ok(tokens[last].special);
  const special = await engine.merges(run, at(last));
  assert.deepEqual([special.merges, special.word], [[], span(last, last + 1)]);
  await engine.generate(run, SAMPLING, 1);
  assert.deepEqual((await engine.merges(run, at(last + 1))).word, span(last + 1, last + 2));
  await engine.release(run);
});

test('neighbours are sorted, and a token that stands twice is not its own', async () => {
  const index = summary.tokens.findIndex((token) => token.text === ' cat');
  const { all: found } = await engine.neighbours(summary.run, at(index), 10);
  assert.equal(found.length, 10);
  assert.ok(found.every((one) => one.id !== summary.tokens[index].id && one.cosine <= 1));
  assert.deepEqual(
    found,
    found.toSorted((a, b) => b.cosine - a.cosine),
  );
});

test('the map holds the text, the groups and the vocabulary', async () => {
  const { points, shares } = await engine.embeddingMap(
    summary.run,
    [[' cat', ' dog', 'no single token at all'], [' ran']],
    'pca',
  );
  assert.deepEqual(
    points.filter((point) => point.group === 0).map((point) => point.text),
    [' cat', ' dog'],
  );
  for (const token of summary.tokens) assert.ok(points.some((point) => point.id === token.id));
  assert.ok(points.length > 300 && shares[0] >= shares[1] && shares[1] > 0 && shares[0] < 1);
});

test('the map by neighbourhoods: the same twice, close tokens together', async () => {
  const [first, second] = [
    await engine.embeddingMap(summary.run, [], 'umap'),
    await engine.embeddingMap(summary.run, [], 'umap'),
  ];
  assert.deepEqual(first, second);
  const place = (text: string) => first.points.find((point) => point.text === text) ?? assert.fail(text);
  const cat = place(' cat');
  const apart = (point: { x: number; y: number }) => Math.hypot(point.x - cat.x, point.y - cat.y);
  const nearer = first.points.filter((point) => apart(point) < apart(place(' dog')));
  assert.ok(nearer.length < first.points.length / 4);
});

test('positions: the table that is added, and how alike its rows are', async () => {
  const { table, similarity } = (await engine.positions(summary.run)) ?? assert.fail('no table');
  const { position } = await engine.vectors(summary.run, at(3));
  assert.deepEqual(table.values.slice(3 * table.columns, 4 * table.columns), position);
  for (let i = 0; i < n; i++) near(similarity.values[i * n + i], 1);
  near(similarity.values[2], similarity.values[2 * n]);
});

describe('one head', () => {
  test('its arithmetic: q·k scaled, softmax, weighted values', async () => {
    const token = at(9);
    const head = { layer: 2, head: 3 };
    const detail = await engine.headDetail(summary.run, head, token);
    const dHead = detail.query.length;
    const products = Array.from({ length: token + 1 }, (_, key) =>
      detail.query.reduce((sum, q, i) => sum + q * detail.keys.values[key * dHead + i], 0),
    );
    for (const [key, product] of products.entries()) near(detail.scores[key], product / Math.sqrt(dHead));
    const powers = Array.from(detail.scores, Math.exp);
    const whole = powers.reduce((sum, power) => sum + power, 0);
    for (const [key, power] of powers.entries()) near(detail.weights[key], power / whole);
    const matrix = await engine.attention(summary.run, head, span(token, token + 1), span(0, token + 1));
    for (const [key, weight] of matrix.values.entries()) near(detail.weights[key], weight);
    for (let i = 0; i < dHead; i++) {
      const mixed = detail.weights.reduce(
        (sum, weight, key) => sum + weight * detail.values.values[key * dHead + i],
        0,
      );
      near(detail.mixed[i], mixed);
    }
  });

  test('scores are those of the model card', async () => {
    const scores = await engine.headScores(summary.run);
    const card = await readFile(join(EMBEDDED, 'README.md'), 'utf8');
    for (const [name, values] of [
      ['induction', scores.induction],
      ['previous token', scores.previousToken],
    ] as const) {
      const [, score, layer, head] =
        card.match(new RegExp(`${name} ([\\d.]+) \\(layer (\\d+), head (\\d+)\\)`)) ??
        assert.fail(`${name}: not in the card`);
      near(values[Number(layer) * scores.heads + Number(head)], Number(score), 0.15); // there the mean of several sequences
    }
    for (const table of [scores.previousToken, scores.firstToken, scores.sameToken, scores.induction]) {
      assert.equal(table.length, scores.layers * scores.heads);
      assert.ok(table.every((score) => score >= 0 && score <= 1));
    }
  });
});

test('maps of a layer are the weights of its heads, to the eye', async () => {
  const maps = await engine.attentionMaps(summary.run, 2, 256);
  assert.deepEqual([maps.layer, maps.size, maps.values.length], [2, n, (maps.heads + 2) * n * n]);
  for (const [map, head] of [
    [0, 0],
    [5, 5],
    [maps.heads, 'mean'],
    [maps.heads + 1, 'max'],
  ] as const) {
    const { values } = await engine.attention(summary.run, { layer: 2, head }, span(0, n), span(0, n));
    for (const [i, weight] of values.entries()) near(maps.values[map * n * n + i], 255 * Math.sqrt(weight), 0.51);
  }
  const pooled = await engine.attentionMaps(summary.run, 2, 4);
  assert.equal(pooled.values[0], 255);
  assert.equal(pooled.values.length, (pooled.heads + 2) * 16);
});

test('rollout: rows sum to 1, nothing looks ahead', async () => {
  const { values } = await engine.rollout(summary.run, 5);
  for (let row = 0; row < n; row++) {
    near(
      values.subarray(row * n, (row + 1) * n).reduce((sum, value) => sum + value, 0),
      1,
    );
    assert.ok(values.subarray(row * n + row + 1, (row + 1) * n).every((value) => value === 0));
  }
});

test('the same token in two places: alike, but not the same, whichever is named first', async () => {
  const [first, second] = summary.tokens.flatMap((token, i) => (token.text === ' sat' ? [i] : []));
  const alike = await engine.similarity(summary.run, at(first), at(second));
  assert.equal(alike.length, summary.model.layers + 1);
  assert.ok(alike.every((value) => value > 0 && value < 1));
  assert.deepEqual(await engine.similarity(summary.run, at(second), at(first)), alike);
  for (const value of await engine.similarity(summary.run, at(first), at(first))) near(value, 1);
});

test('blocks: the stream plus what is added is the stream after', async () => {
  const blocks = await engine.blocks(summary.run, at(7));
  const { residual } = await engine.vectors(summary.run, at(7));
  const row = (layer: number) => residual.values.subarray(layer * residual.columns, (layer + 1) * residual.columns);
  assert.equal(blocks.length, summary.model.layers);
  for (const [layer, block] of blocks.entries()) {
    near(block.residualNorm, Math.hypot(...row(layer)), 1e-2);
    const { attentionNorm, attentionCosine, mlpNorm, mlpCosine, residualNorm } = block;
    const between = Math.sqrt(
      residualNorm ** 2 + attentionNorm ** 2 + 2 * residualNorm * attentionNorm * attentionCosine,
    );
    const afterwards = Math.sqrt(between ** 2 + mlpNorm ** 2 + 2 * between * mlpNorm * mlpCosine);
    near(afterwards, Math.hypot(...row(layer + 1)), 1e-2);
    const activations = block.units.map((unit) => Math.abs(unit.activation));
    assert.deepEqual(
      activations,
      activations.toSorted((a, b) => b - a),
    );
    assert.equal(block.hiddenUnits, 4 * residual.columns);
  }
});

test('the lens ends with what the model says', async () => {
  const lens = await engine.logitLens(summary.run, span(2, 6));
  assert.deepEqual([lens.start, lens.rows.length, lens.rows[0].length], [2, summary.model.layers + 1, 4]);
  const next = await engine.nextTokens(summary.run, at(5), 1, SAMPLING);
  const cell = lens.rows.at(-1)?.[3] ?? assert.fail('no cell');
  assert.equal(cell.id, next.candidates[0].id);
  near(cell.probability, next.candidates[0].probability);
});

test('surprisal is the probability that was given', async () => {
  const { bits, ranks } = await engine.surprisals(summary.run);
  for (const index of [1, 5, n - 1]) {
    const { actual } = await engine.nextTokens(summary.run, at(index - 1), 1, SAMPLING);
    near(bits[index], -Math.log2(actual?.probability ?? 0), 1e-3);
    assert.equal(ranks[index], actual?.rank);
  }
  assert.deepEqual([bits.length, bits[0]], [n, 0]);
});

test('swapped: twice the same place changes nothing, two places do', async () => {
  const before = await engine.nextTokens(summary.run, at(n - 1), 5, SAMPLING);
  const same = await engine.swapped(summary.run, at(2), at(2), 5, SAMPLING);
  for (const [i, candidate] of before.candidates.entries()) near(same.candidates[i].logit, candidate.logit, 1e-3);
  const other = await engine.swapped(summary.run, at(0), at(n - 2), 5, SAMPLING);
  assert.ok(other.candidates.some((candidate, i) => Math.abs(candidate.logit - before.candidates[i].logit) > 1e-2));
});

test('lengths are timed up to the context', async () => {
  assert.ok((await engine.timeLength(summary.run, 16)) > 0);
  await assert.rejects(engine.timeLength(summary.run, summary.model.context + 1), { code: 'question-invalid' });
});

test('n-grams count what the document says', async () => {
  const document = 'The cat sat\nThe cat ran\nThe cat sat\nThe dog sat';
  const run = await explained(engine, 'The cat', EMBEDDED);
  const { bigram, trigram } = await engine.ngrams(run.run, document, at(run.tokens.length - 1), 3);
  assert.deepEqual(
    bigram.map(({ text, count }) => [text, count]),
    [
      [' sat', 2],
      [' ran', 1],
    ],
  );
  assert.deepEqual(trigram, bigram);
  near(bigram[0].probability, 2 / 3);
  const edited = await engine.ngrams(run.run, `${document}\nThe cat ran\nThe cat ran`, at(run.tokens.length - 1), 1);
  assert.deepEqual(
    edited.bigram.map(({ text, count }) => [text, count]),
    [[' ran', 3]],
  );
});
