// Two texts side by side in a model that reads in both directions: Compare, and Patching behind a mask. Every number is that of
// another question, or the corners of a sweep are known without it.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Compared } from '../../../src/contract/compared.ts';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { PatchGrid, PatchQuestion } from '../../../src/contract/patching.ts';
import type { HeadRef } from '../../../src/contract/readings.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { bertFolder } from './bertFolder.ts';
import { explained, SAMPLING, startEngine } from './engineProcess.ts';

const TEXT = 'The cats sat on the mat.';
/** One word is another: [CLS] the dog ##s sat on the mat . [SEP] */
const OTHER = 'The dogs sat on the mat.';
const LONGER = 'The dogs sat and ran on the mat.';
const [CAT, SAT] = [2, 4] as TokenIndex[];

const engine = startEngine();
const folders: string[] = [];
let run: RunSummary;
let theirs: RunSummary;
before(async () => {
  folders.push(await bertFolder());
  run = await explained(engine, TEXT, folders[0]);
  theirs = await explained(engine, OTHER, folders[0]);
});
after(async () => {
  engine.dispose();
  for (const folder of folders) await rm(folder, { recursive: true });
});

/** All tokens of the tiny vocabulary. */
const ALL = 211;
const near = (a: number, b: number, by = 1e-5) => assert.ok(Math.abs(a - b) < by, `${a} is not ${b}`);
const rowOf = async ({ run: of, tokens }: RunSummary, head: HeadRef, at: number) => {
  const span = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
  return (await engine.attention(of, head, span(at, at + 1), span(0, tokens.length))).values;
};

/** By what they write; the vocabulary has words for ten of its ids, and the others write nothing. */
function wordsOf<Candidate extends { readonly text: string | undefined; readonly bytes: readonly number[] }>(answer: {
  readonly candidates: readonly Candidate[];
}): ReadonlyMap<string, Candidate> {
  const written = answer.candidates.filter(({ text, bytes }) => bytes.length > 0 && !text?.startsWith('['));
  return new Map(written.map((one) => [String(one.text), one]));
}

test('beside itself there is no difference, and what comes next is not asked', async () => {
  const itself = { kind: 'text', text: TEXT } as const;
  const { pieces, predicts, alignedBy } = await engine.comparison(run.run, itself);
  assert.deepEqual([predicts, alignedBy, pieces.length], ['masked', 'index', run.tokens.length]);
  assert.ok((await engine.comparedStreams(run.run, itself)).values.every((cosine) => cosine === 1));
  for (let layer = 0; layer < run.model.layers; layer++)
    assert.ok((await engine.comparedHeads(run.run, itself, layer)).every((distance) => distance === 0));
  await assert.rejects(engine.comparedPredictions(run.run, itself, { start: 0, end: 1 }), { code: 'reads-both-ways' });
});

test('how differently a head attends counts what stands behind a token, too', async () => {
  const other = { kind: 'text', text: OTHER } as const;
  const n = run.tokens.length;
  const distances = await engine.comparedHeads(run.run, other, 1);
  for (let head = 0; head < run.model.heads; head++) {
    let sum = 0;
    for (let at = 0; at < n; at++) {
      const [a, b] = [await rowOf(run, { layer: 1, head }, at), await rowOf(theirs, { layer: 1, head }, at)];
      for (let key = 0; key < n; key++) sum += Math.abs(a[key] - b[key]) / 2;
    }
    near(distances[head], sum / n);
  }
});

test('the streams of all tokens part, also of those in front of the word that differs', async () => {
  const { columns, values } = await engine.comparedStreams(run.run, { kind: 'text', text: OTHER });
  assert.equal(values[SAT], 1); // before the first block only the word itself is another
  assert.ok(values[CAT] < 1);
  assert.ok(values[columns + CAT - 1] < 1);
});

test('behind the mask each side says what it says of its own text', async () => {
  for (const [other, of] of [
    [{ kind: 'text', text: OTHER }, theirs],
    [{ kind: 'run', run: theirs.run }, theirs],
  ] as const) {
    const words = wordsOf(await engine.comparedNext(run.run, other, SAT, ALL));
    const ours = wordsOf(await engine.nextTokens(run.run, SAT, ALL, SAMPLING));
    const their = wordsOf(await engine.nextTokens(of.run, SAT, ALL, SAMPLING));
    assert.equal(words.size, 10);
    for (const [word, one] of words) {
      near(one.ours ?? 0, ours.get(word)?.probability ?? 0);
      near(one.theirs ?? 0, their.get(word)?.probability ?? 0);
    }
  }
});

test('beside changes the mask is read with them, as in What if', async () => {
  const changes = [{ kind: 'scale', part: { kind: 'attention', layer: 1 }, factor: 0 }] as const;
  const other: Compared = { kind: 'changes', changes };
  const words = wordsOf(await engine.comparedNext(run.run, other, SAT, ALL));
  const answer = await engine.whatIf(run.run, { changes, after: SAT, k: ALL, sampling: SAMPLING });
  const changed = wordsOf(answer.after);
  for (const [word, one] of words) near(one.theirs ?? 0, changed.get(word)?.probability ?? 0);
});

test('a longer text is aligned, and its own words have no place in the other', async () => {
  const { pieces } = await engine.comparison(run.run, { kind: 'text', text: LONGER });
  assert.equal(pieces.filter(({ ours }) => ours.start === ours.end).length, 2); // and ran
  const at = pieces.findIndex(({ ours }) => ours.start === ours.end);
  await assert.rejects(engine.comparedNext(run.run, { kind: 'text', text: LONGER }, at, 3), {
    code: 'question-invalid',
  });
});

async function question(kind: PatchQuestion['kind'], source = OTHER): Promise<PatchQuestion> {
  const ours = await engine.nextTokens(run.run, SAT, 2, SAMPLING);
  const [plus, minus] = ours.candidates.map(({ id }) => id);
  return { source, kind, plus, minus, masked: SAT };
}

async function swept(asked: PatchQuestion): Promise<PatchGrid> {
  for (;;) {
    const grid = await engine.patchSweep(run.run, asked, 1000);
    if (grid.left === 0) return grid;
  }
}

const difference = async ({ run: of }: RunSummary, { plus, minus }: PatchQuestion) => {
  const { candidates } = await engine.nextTokens(of, SAT, 200, SAMPLING);
  const logit = (id: number) => candidates.find((one) => one.id === id)?.logit ?? assert.fail('not there');
  return logit(plus) - logit(minus);
};

test('patching: the two texts are measured at the place that is masked in both', async () => {
  const asked = await question('residual');
  const { base, source } = await engine.patchSweep(run.run, asked, 0);
  near(base, await difference(run, asked), 1e-4);
  near(source, await difference(theirs, asked), 1e-4);
  const { next, same } = await engine.otherText(run.run, OTHER, 5, SAMPLING, SAT);
  assert.deepEqual(next?.candidates, (await engine.nextTokens(theirs.run, SAT, 5, SAMPLING)).candidates);
  assert.deepEqual(
    same.flatMap((isSame, at) => (isSame ? [] : [at])),
    [CAT],
  );
});

test('patching: in front of the first block the word that differs carries everything, and nothing else anything', async () => {
  const { layers, columns, metrics, base, source } = await swept(await question('residual'));
  assert.deepEqual([layers, columns], [run.model.layers, run.tokens.length]);
  for (let column = 0; column < columns; column++) near(metrics[column], column === CAT ? source : base, 1e-4);
  assert.ok(metrics.every(Number.isFinite));
  assert.ok(Math.abs(source - base) > 1e-3);
  assert.notEqual(metrics[(layers - 1) * columns + CAT - 1], Math.fround(base)); // in front of it, in a later layer
});

test('patching: a cell in What if is the same copy, measured at the same place', async () => {
  for (const kind of ['residual', 'mlp'] as const) {
    const asked = await question(kind);
    const { columns, metrics } = await swept(asked);
    const from = { text: OTHER, token: CAT, masked: SAT };
    const copy = { kind: 'copy', what: { kind, layer: 1 }, token: CAT, from } as const;
    const { after: changed } = await engine.whatIf(run.run, {
      changes: [copy],
      after: SAT,
      k: 200,
      sampling: SAMPLING,
    });
    const logit = (id: number) => changed.candidates.find((one) => one.id === id)?.logit ?? assert.fail('not there');
    near(logit(asked.plus) - logit(asked.minus), metrics[columns + CAT], 1e-4);
  }
});

test('patching: a text against itself restores nothing, whatever is copied', async () => {
  for (const kind of ['residual', 'attention', 'mlp', 'head'] as const) {
    const { metrics, base } = await swept(await question(kind, TEXT));
    for (const metric of metrics) assert.equal(metric, Math.fround(base));
  }
});

test('patching: without a place to mask, and for texts of other lengths, it is refused in words', async () => {
  const { masked: _, ...behind } = await question('residual');
  await assert.rejects(engine.patchSweep(run.run, behind, 10), { code: 'reads-both-ways' });
  await assert.rejects(engine.patchSweep(run.run, await question('residual', LONGER), 10), {
    code: 'question-invalid',
  });
  assert.equal((await engine.otherText(run.run, LONGER, 3, SAMPLING, SAT)).next, undefined);
});

test('a model of vectors alone compares them, and says that it predicts no words', async () => {
  folders.push(await bertFolder('variants/bert-without-head'));
  const { run: id, tokens } = await explained(engine, TEXT, folders[1]);
  const other = { kind: 'text', text: OTHER } as const;
  assert.equal((await engine.comparison(id, other)).predicts, 'nothing');
  assert.equal((await engine.comparedStreams(id, other)).columns, tokens.length);
  await assert.rejects(engine.comparedNext(id, other, SAT, 3), { code: 'predicts-no-word' });
  const { next, tokens: read } = await engine.otherText(id, 'dog', 1, SAMPLING);
  assert.deepEqual([next, read.length], [undefined, 3]);
});
