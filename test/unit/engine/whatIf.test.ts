// What if, from the real child with the embedded model: changes that change nothing, changes against texts that are
// explained with them, and what is refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import type { Change, Direction } from '../../../src/contract/whatIf.ts';
import { EMBEDDED, explained, SAMPLING, startEngine } from './engineProcess.ts';

const engine = startEngine();
const TEXT = 'Once upon a time there was a little girl named Lily. She loved to play with her';
const at = (index: number) => index as TokenIndex;
const span = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
let summary: RunSummary;
let last: TokenIndex;
before(async () => {
  summary = await explained(engine, TEXT, EMBEDDED);
  last = at(summary.tokens.length - 1);
});
after(() => engine.dispose());

const ask = (...changes: readonly Change[]) =>
  engine.whatIf(summary.run, { changes, after: last, k: 50, sampling: SAMPLING });

test('what changes nothing gives bit for bit the same numbers', async () => {
  const head = { kind: 'head', layer: 1, head: 0 } as const;
  for (const changes of [
    [],
    [{ kind: 'scale', part: head, factor: 1 }],
    [{ kind: 'hide', span: span(last, last + 1) }],
    [{ kind: 'token', token: at(3), id: summary.tokens[3].id }],
    [{ kind: 'direction', layer: 0, direction: { kind: 'embedding', id: 5 }, strength: 0 }],
  ] as const satisfies readonly (readonly Change[])[]) {
    const { before: clean, after: changed, divergence } = await ask(...changes);
    assert.deepEqual(changed, clean, JSON.stringify(changes));
    assert.equal(divergence, 0);
  }
  // What it had itself is read and put there: the same numbers, but for sums over other widths.
  const own: Change = { kind: 'copy', what: head, token: at(5), from: { text: TEXT, token: at(5) } };
  assert.ok((await ask(own)).divergence < 1e-9);
  const everywhere: Change = { kind: 'copy', what: head, from: { text: TEXT } };
  assert.ok((await ask(everywhere)).divergence < 1e-9);
});

test('a head that is copied at all places: what the sweep of patching measures for it', async () => {
  const source = TEXT.replace('girl', 'boy');
  assert.equal((await engine.otherText(summary.run, source, 1, SAMPLING)).tokens.length, summary.tokens.length);
  const [plus, minus] = (await engine.nextTokens(summary.run, last, 2, SAMPLING)).candidates.map(({ id }) => id);
  const { metrics, columns, left } = await engine.patchSweep(
    summary.run,
    { source, kind: 'head', plus, minus },
    60_000,
  );
  assert.equal(left, 0);
  for (const [layer, one] of [
    [0, 1],
    [5, 2],
  ]) {
    const what = { kind: 'head', layer, head: one } as const;
    const { after } = await engine.whatIf(summary.run, {
      changes: [{ kind: 'copy', what, from: { text: source } }],
      after: last,
      k: summary.model.vocabSize,
      sampling: SAMPLING,
    });
    const of = (id: number) => after.candidates.find((candidate) => candidate.id === id)?.probability ?? Number.NaN;
    const metric = Math.log(of(plus) / of(minus)); // the difference of two logits
    assert.ok(Math.abs(metric - metrics[layer * columns + one]) < 1e-3, `${layer}.${one}`);
  }
});

test('the unchanged distribution is that of the run', async () => {
  const { before: clean } = await ask({ kind: 'scale', part: { kind: 'mlp', layer: 0 }, factor: 0 });
  assert.deepEqual(clean, await engine.nextTokens(summary.run, last, 50, SAMPLING));
});

test('every kind of change changes something, and says how much was run again', async () => {
  const { layers } = summary.model;
  const n = summary.tokens.length;
  for (const [change, computed] of [
    [{ kind: 'scale', part: { kind: 'attention', layer: 1 }, factor: 0 }, 1 - 1 / layers],
    [{ kind: 'mean', part: { kind: 'head', layer: 0, head: 1 } }, 1],
    [{ kind: 'hide', span: span(10, 12) }, 1 - 12 / n],
    [{ kind: 'hide', span: span(4, 5), layer: 1, head: 0, query: last }, (1 - 1 / layers) / n],
    [{ kind: 'token', token: at(n - 2), id: 300 }, 2 / n],
    [
      { kind: 'direction', layer: 1, token: last, direction: { kind: 'unembedding', id: 400 }, strength: 3 },
      (1 - 1 / layers) / n,
    ],
    [
      {
        kind: 'direction',
        layer: 0,
        direction: { kind: 'texts', toward: 'I am happy', away: 'I am sad' },
        strength: 2,
      },
      1,
    ],
    [
      {
        kind: 'copy',
        what: { kind: 'residual', layer: 1 },
        token: at(n - 3),
        from: { text: 'The dog ran', token: at(1) },
      },
      (1 - 1 / layers) * (3 / n),
    ],
  ] as const satisfies readonly (readonly [Change, number])[]) {
    const answer = await ask(change);
    assert.ok(answer.divergence > 1e-7, `${JSON.stringify(change)}: ${answer.divergence}`);
    assert.ok(Math.abs(answer.computed - computed) < 1e-9, `${JSON.stringify(change)}: ${answer.computed}`);
  }
});

test('a replaced token: the text as if it were written so', async () => {
  const other = summary.tokens.findIndex(({ text }) => text === ' girl');
  const boy = (await explained(engine, ' boy', EMBEDDED)).tokens.find(({ special }) => !special) ?? assert.fail();
  const { after: changed } = await ask({ kind: 'token', token: at(other), id: boy.id });
  const written = await explained(engine, TEXT.replace(' girl', ' boy'), EMBEDDED);
  const expected = await engine.nextTokens(written.run, last, 50, SAMPLING);
  for (const [i, { id, probability }] of expected.candidates.entries()) {
    assert.equal(changed.candidates[i].id, id);
    assert.ok(Math.abs(changed.candidates[i].probability - probability) < 1e-5);
  }
});

test('pushed towards a token, the model says it', async () => {
  const { id } = (await ask()).before.candidates[20];
  const { after: pushed } = await ask({
    kind: 'direction',
    layer: summary.model.layers,
    direction: { kind: 'unembedding', id },
    strength: 100,
  });
  assert.equal(pushed.candidates[0].id, id);
});

test('a direction by itself: as a vector that was saved it does the same, bit for bit', async () => {
  const directions: readonly Direction[] = [
    { kind: 'embedding', id: 300 },
    { kind: 'unembedding', id: 300 },
    { kind: 'texts', toward: 'The cat was happy', away: 'The cat was sad' },
  ];
  for (const direction of directions) {
    const values = Array.from(await engine.direction(summary.run, direction, 3));
    assert.equal(values.length, summary.model.dModel);
    const push = { kind: 'direction', layer: 3, strength: 2 } as const;
    const { after: pushed } = await ask({ ...push, direction });
    const { after: again } = await ask({ ...push, direction: { kind: 'vector', values, name: 'saved.json' } });
    assert.deepEqual(again, pushed, direction.kind);
  }
  const { embedding } = await engine.vectors(summary.run, at(1));
  const ofToken: Direction = { kind: 'embedding', id: summary.tokens[1].id };
  assert.deepEqual(await engine.direction(summary.run, ofToken, 0), embedding);
});

test('surprisals before and after: the first is the run’s own, and nothing changes before the change', async () => {
  const changes: Change[] = [{ kind: 'hide', span: span(2, 6) }];
  const { before: clean, after: changed } = await engine.whatIfSurprisals(summary.run, changes);
  assert.deepEqual(clean, (await engine.surprisals(summary.run)).bits);
  assert.deepEqual(changed.subarray(0, 7), clean.subarray(0, 7));
  assert.notDeepEqual(changed.subarray(7), clean.subarray(7));
});

test('what is unchanged follows the run: its texts and surprisals are those of the tokens that it has now', async () => {
  const { run } = await explained(engine, TEXT, EMBEDDED);
  const none: Change[] = [];
  const first = await engine.whatIfTexts(run, none, 4, SAMPLING);
  assert.deepEqual(await engine.whatIfTexts(run, none, 4, SAMPLING), first);
  const { before } = await engine.whatIfSurprisals(run, none);
  await engine.generate(run, SAMPLING, 1);
  const second = await engine.whatIfTexts(run, none, 3, SAMPLING);
  assert.deepEqual(
    second.before.map(({ id }) => id),
    first.before.slice(1).map(({ id }) => id),
  );
  assert.deepEqual(second.after, second.before);
  const { before: longer } = await engine.whatIfSurprisals(run, none);
  assert.deepEqual([longer.length, longer], [before.length + 1, (await engine.surprisals(run)).bits]);
  const hotter = await engine.whatIfTexts(run, none, 3, { ...SAMPLING, seed: SAMPLING.seed + 1 });
  assert.deepEqual(hotter.after, hotter.before);
});

test('the text that follows: without changes what the run generates, and the changes hold for all of it', async () => {
  const silent: Change = { kind: 'scale', part: { kind: 'attention', layer: 0 }, factor: 0 };
  const texts = await engine.whatIfTexts(summary.run, [silent], 6, SAMPLING);
  const run = await explained(engine, TEXT, EMBEDDED);
  const drawn: number[] = [];
  for (let i = 0; i < 6; i++) drawn.push((await engine.generate(run.run, SAMPLING, 1)).token.id);
  assert.deepEqual(
    texts.before.map(({ id }) => id),
    drawn.slice(0, texts.before.length),
  );
  assert.notDeepEqual(texts.after, texts.before);
  // Each token behind the change is predicted by the changed model: asked about with the text so far written out.
  const soFar = texts.after.slice(0, 3);
  const written = await explained(engine, TEXT + soFar.map(({ text }) => text).join(''), EMBEDDED);
  const next = await engine.whatIf(written.run, {
    changes: [silent],
    after: at(written.tokens.length - 1),
    k: 100_000,
    sampling: SAMPLING,
  });
  const fourth = next.after.candidates.find(({ id }) => id === texts.after[3].id);
  assert.ok(Math.abs((fourth?.probability ?? 0) - texts.after[3].probability) < 1e-5);
  assert.equal((await engine.nextTokens(summary.run, last, 1, SAMPLING)).after, last); // the run is as long as it was
});

const REFUSED: [what: string, change: Change][] = [
  ['a head that is not there', { kind: 'scale', part: { kind: 'head', layer: 0, head: 99 }, factor: 0 }],
  ['a layer that is not there', { kind: 'mean', part: { kind: 'mlp', layer: 99 } }],
  ['tokens that are not there', { kind: 'hide', span: span(0, 999) }],
  ['a token that reads itself alone', { kind: 'hide', span: span(0, 1), layer: 0, head: 0, query: at(0) }],
  ['an id beyond the vocabulary', { kind: 'token', token: at(1), id: 10_000_000 }],
  [
    'a vector of another width',
    { kind: 'direction', layer: 0, direction: { kind: 'vector', values: [1, 2, 3] }, strength: 1 },
  ],
  [
    'another text without tokens',
    { kind: 'direction', layer: 0, direction: { kind: 'texts', toward: '', away: 'a' }, strength: 1 },
  ],
  [
    'a place that the other text lacks',
    { kind: 'copy', what: { kind: 'mlp', layer: 0 }, token: at(0), from: { text: 'short', token: at(50) } },
  ],
];
for (const [what, change] of REFUSED) {
  test(`refuses ${what}, and answers the next question`, async () => {
    await assert.rejects(ask(change), { code: 'question-invalid' });
    assert.equal((await ask()).divergence, 0);
  });
}

test('more tokens than there is room for', async () => {
  const { context } = summary.model;
  await assert.rejects(engine.whatIfTexts(summary.run, [], context, SAMPLING), { code: 'context-full', context });
});
