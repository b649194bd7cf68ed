// Texts that are read beside a run, to be compared, patched from, swapped: only what nothing begins with that the model has
// read, and with the answers of an engine that has read nothing else.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import type { EngineApi, RunId } from '../../../src/contract/engineApi.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Sequence } from '../../../src/transformer/sequence.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { SAMPLING } from './engineProcess.ts';
import { WORDS, withWords } from './withWords.ts';

const NO_EVENTS = { blockDone() {}, modelOpened() {}, contextProgress() {}, inspectionProgress() {} };
/** Of the largest number: sums in another order. */
const SAME = 1e-5;
const at = (token: number) => token as TokenIndex;
const OURS = Array.from({ length: 40 }, (_, i) => WORDS[(i * i + 1) % WORDS.length]);
/** It begins with 30 words of ours. */
const THEIRS = OURS.with(30, OURS[30] === 'rug' ? 'mat' : 'rug');
const [PLUS, MINUS] = [4, 5];

type Question = (engine: EngineApi, run: RunId) => Promise<unknown>;

/** What is asked, and how many tokens are read for it: the first time, and once more for something that differs a little. */
const QUESTIONS: readonly (readonly [what: string, read: number, ask: Question, again: Question])[] = [
  ['a comparison', 10, compared(THEIRS), compared(THEIRS)],
  ['a comparison with a text that is longer', 11, compared([...THEIRS, 'the']), compared([...THEIRS, 'the'])],
  ['the text to patch from', 10, otherText(THEIRS, 5), otherText(THEIRS, 3)],
  ['a sweep of patches', 10, swept('residual'), swept('mlp')],
  ['tokens that change places', 10, swapped(1), swapped(0.5)],
  ['a direction between two texts', 20, direction(1), direction(2)],
  ['sentences', 10, sentences('mean'), sentences('last')],
];

function compared(words: readonly string[]): Question {
  const other = { kind: 'text', text: words.join(' ') } as const;
  return async (engine, run) => {
    const { pieces } = await engine.comparison(run, other);
    return [
      await engine.comparedPredictions(run, other, { start: 0, end: pieces.length }),
      (await engine.comparedStreams(run, other)).values,
    ];
  };
}

function otherText(words: readonly string[], k: number): Question {
  return async (engine, run) => await engine.otherText(run, words.join(' '), k, SAMPLING);
}

function swept(kind: 'residual' | 'mlp'): Question {
  const question = { source: THEIRS.join(' '), kind, plus: PLUS, minus: MINUS } as const;
  return async (engine, run) => (await engine.patchSweep(run, question, 0)).source;
}

function swapped(temperature: number): Question {
  const [a, b] = [30, OURS.findIndex((word, i) => i > 30 && word !== OURS[30])];
  return async (engine, run) => await engine.swapped(run, at(a), at(b), 5, { ...SAMPLING, temperature });
}

function direction(layer: number): Question {
  const toward = { kind: 'texts', toward: THEIRS.join(' '), away: OURS.with(30, 'dog').join(' ') } as const;
  return async (engine, run) => await engine.direction(run, toward, layer);
}

function sentences(pooling: 'mean' | 'last'): Question {
  return async (engine, run) => (await engine.sentences(run, { other: THEIRS.join(' '), pooling })).cosines.values;
}

interface Asked {
  readonly engine: EngineApi;
  readonly run: RunId;
  readonly folder: string;
}

async function withModel<Answer>(fixture: string, ask: (asked: Asked) => Promise<Answer>): Promise<Answer> {
  const folder = await withWords(fixture);
  const engine = createEngine(NO_EVENTS);
  const { run } = await engine.explain({ run: randomUUID(), modelFolder: folder, text: OURS.join(' ') });
  try {
    return await ask({ engine, run, folder });
  } finally {
    await engine.unload(folder);
    await rm(folder, { recursive: true });
  }
}

/** The answer, and how many tokens were read for it. */
async function counted<Answer>(t: TestContext, ask: () => Promise<Answer>): Promise<readonly [Answer, number]> {
  const forward = t.mock.method(Transformer.prototype, 'forward');
  const answer = await ask();
  const read = forward.mock.calls.reduce((sum, call) => sum + call.arguments[1].length, 0);
  forward.mock.restore();
  return [answer, read];
}

/** The same answer where every beginning of a text is read again and none copied. */
async function readWhole(t: TestContext, fixture: string, ask: Question): Promise<unknown> {
  const fork = t.mock.method(
    Transformer.prototype,
    'fork',
    async function (this: Transformer, sequence: Sequence, length: number) {
      const fresh = this.newSequence();
      await this.forward(fresh, sequence.ids.slice(0, length));
      return fresh;
    },
  );
  const answer = await withModel(fixture, ({ engine, run }) => ask(engine, run));
  fork.mock.restore();
  return answer;
}

/** All numbers of an answer, however deep, are close to those of the other. */
function assertNear(actual: unknown, expected: unknown, what: string): void {
  if (typeof expected === 'number') {
    const by = SAME * Math.max(1, Math.abs(expected));
    const isNear = Object.is(actual, expected) || Math.abs(Number(actual) - expected) <= by;
    assert.ok(isNear, `${what} is ${actual}, read whole ${expected}`);
  } else if (typeof expected === 'object' && expected !== null) {
    const [ours, theirs] = [actual, expected].map((one) => new Map(Object.entries(one as object)));
    assert.deepEqual([...ours.keys()], [...theirs.keys()]);
    for (const [name, value] of theirs) assertNear(ours.get(name), value, `${what}.${name}`);
  } else assert.equal(actual, expected, what);
}

for (const [what, wanted, ask, again] of QUESTIONS)
  test(`${what}: ${wanted} tokens are read, and none when it is asked again`, async (t) => {
    const answer = await withModel('llama', async ({ engine, run }) => {
      const [first, read] = await counted(t, () => ask(engine, run));
      assert.equal(read, wanted);
      assert.equal((await counted(t, () => again(engine, run)))[1], 0);
      return first;
    });
    assertNear(answer, await readWhole(t, 'llama', ask), what);
  });

test('several tools read the same text once, and a text that was edited from the edit on', async (t) => {
  await withModel('llama', async ({ engine, run }) => {
    await compared(THEIRS)(engine, run);
    const others = [otherText(THEIRS, 5), swept('residual'), sentences('mean')];
    for (const ask of others) assert.equal((await counted(t, () => ask(engine, run)))[1], 0);
    const edited = THEIRS.with(36, THEIRS[36] === 'rug' ? 'mat' : 'rug');
    assert.equal((await counted(t, () => compared(edited)(engine, run)))[1], 4);
    assert.equal((await counted(t, () => swept('mlp')(engine, run)))[1], 0); // the sweep still has its own
  });
});

test('what was read beside a run is known when it is explained, while the run is there and behind it', async () => {
  await withModel('llama', async ({ engine, run, folder }) => {
    await compared(THEIRS)(engine, run);
    const text = THEIRS.join(' ');
    const beside = await engine.explain({ run: randomUUID(), modelFolder: folder, text });
    assert.equal(beside.known, THEIRS.length);
    await engine.release(beside.run);
    await engine.explain({ run: randomUUID(), modelFolder: folder, text: 'the '.repeat(20) });
    await engine.release(run);
    assert.equal((await engine.explain({ run: randomUUID(), modelFolder: folder, text })).known, THEIRS.length);
  });
});

test('a text that is read in both directions is read whole, and not again', async (t) => {
  await withModel('bert', async ({ engine, run }) => {
    const other = { kind: 'text', text: THEIRS.join(' ') } as const;
    assert.equal((await counted(t, () => engine.comparedStreams(run, other)))[1], THEIRS.length);
    assert.equal((await counted(t, () => engine.sentences(run, { other: other.text, pooling: 'mean' })))[1], 0);
  });
});
