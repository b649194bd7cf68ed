// What is read when a text is explained after another one that begins like it: only what is new, and with the numbers of
// an engine that reads it by itself.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import type { EngineApi, RunId, RunSummary } from '../../../src/contract/engineApi.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { EMBEDDED, SAMPLING } from './engineProcess.ts';
import { WORDS, withWords } from './withWords.ts';

/** Of the largest number: sums in another order. */
const SAME = 1e-5;
const at = (token: number) => token as TokenIndex;

/** Of a text of so many tokens and a longer one that begins with it: how many are known when the longer one is read. */
const MODELS = [
  ['gpt2', 'learned positions', 30, 40, 30],
  ['llama', 'rotary positions', 30, 40, 30],
  ['mistral-window', 'windows', 30, 40, 30],
  ['bloom', 'ALiBi', 30, 40, 30],
  ['mamba2', 'states', 30, 40, 30],
  ['lfm2', 'convolutions', 30, 40, 30],
  ['falcon_h1', 'states beside attention', 30, 40, 30],
  ['qwen3_next', 'the delta rule', 30, 40, 30],
  ['gemma3n_text', 'several streams', 30, 40, 30],
  ['gpt_oss', 'sinks and experts', 30, 40, 30],
  ['bert', 'reading in both directions', 30, 40, 0],
  ['phi3-longrope', 'one rotation up to 32 tokens', 24, 32, 24],
  ['phi3-longrope', 'another from 33 tokens on', 24, 40, 0],
  ['variants/phimoe-longrope', 'one scale up to 64 tokens', 40, 60, 40],
  ['variants/phimoe-longrope', 'another from 65 tokens on', 40, 70, 0],
  ['variants/llama-dynamic', 'rotations that go with the length', 20, 24, 20],
] as const;

interface Asked {
  readonly engine: EngineApi;
  readonly folder: string;
  /** What each reading told of its progress. */
  readonly told: string[];
}

function newEngine(folder: string, onBlock = (_run: RunId, _done: number) => {}): Asked {
  const told: string[] = [];
  const blockDone = (run: RunId, done: number, of: number) => {
    told.push(`${done}/${of}`);
    onBlock(run, done);
  };
  return {
    engine: createEngine({ blockDone, modelOpened() {}, contextProgress() {}, inspectionProgress() {} }),
    folder,
    told,
  };
}

/** From a seed, so that a failure can be made again. */
function wordsFrom(seed: number, count: number): string[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return WORDS[state % WORDS.length];
  });
}

async function explained(
  { engine, folder }: Asked,
  words: readonly string[],
  run: RunId = randomUUID(),
): Promise<RunSummary> {
  return await engine.explain({ run, modelFolder: folder, text: words.join(' ') });
}

/** The stream of some tokens at all layers, the attention of all heads, how surprising the text is and what comes next. */
async function numbersOf({ engine }: Asked, { run, tokens, model }: RunSummary): Promise<Map<string, Float32Array>> {
  const numbers = new Map<string, Float32Array>();
  const all = { start: at(0), end: at(tokens.length) } as Span<TokenIndex>;
  for (const [layer, { heads }] of model.layerHeads.entries())
    for (let head = 0; head < heads; head++)
      numbers.set(`head ${layer}.${head}`, (await engine.attention(run, { layer, head }, all, all)).values);
  for (const token of [0, tokens.length >> 1, tokens.length - 1])
    numbers.set(`token ${token}`, (await engine.vectors(run, at(token))).residual.values);
  if (model.predicts !== 'next') return numbers;
  numbers.set('surprisals', (await engine.surprisals(run)).bits.slice(1));
  const { candidates } = await engine.nextTokens(run, at(tokens.length - 1), 5, SAMPLING);
  numbers.set(
    'next',
    Float32Array.from(candidates, ({ probability }) => probability),
  );
  return numbers;
}

/** Holds a reading against one of the same words by an engine that has read nothing else. */
async function assertAsFresh(asked: Asked, summary: RunSummary, words: readonly string[], what: string): Promise<void> {
  const fresh = newEngine(asked.folder);
  const alone = await explained(fresh, words);
  assert.deepEqual(summary.tokens, alone.tokens, what);
  assert.equal(alone.known, 0);
  const [ours, theirs] = [await numbersOf(asked, summary), await numbersOf(fresh, alone)];
  await fresh.engine.unload(asked.folder);
  assert.deepEqual([...ours.keys()], [...theirs.keys()]);
  for (const [name, values] of theirs) {
    const mine = ours.get(name) ?? assert.fail(name);
    assert.equal(mine.length, values.length);
    const most = SAME * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
    const far = values.findIndex((value, i) => !(Math.abs(value - mine[i]) <= most));
    assert.equal(far, -1, `${what}: ${name} [${far}] is ${mine[far]}, alone ${values[far]}`);
  }
}

async function withModel(fixture: string, question: (asked: Asked) => Promise<void>): Promise<void> {
  const folder = await withWords(fixture);
  const asked = newEngine(folder);
  try {
    await question(asked);
    await asked.engine.unload(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

for (const [fixture, what, shorter, longer, known] of MODELS)
  test(`${fixture} (${what}): of ${longer} tokens behind ${shorter} the known ones are ${known}`, () =>
    withModel(fixture, async (asked) => {
      const words = wordsFrom(longer, longer);
      const first = await explained(asked, words.slice(0, shorter));
      assert.equal(first.known, 0);
      await asked.engine.release(first.run);
      const second = await explained(asked, words);
      assert.equal(second.known, known);
      await assertAsFresh(asked, second, words, 'longer');
      await asked.engine.release(second.run);
      const third = await explained(asked, words.slice(0, shorter));
      assert.equal(third.known, shorter); // the first one was taken over, or is still kept
      await assertAsFresh(asked, third, words.slice(0, shorter), 'shorter again');
    }));

for (const fixture of [
  'gpt2',
  'llama',
  'mistral-window',
  'lfm2',
  'qwen3_next',
  'gemma3n_text',
  'phi3-longrope',
  'bert',
])
  test(`${fixture}: after any edits, with runs that go on beside, the numbers are those of a fresh engine`, () =>
    withModel(fixture, async (asked) => {
      let words = wordsFrom(11, 34);
      const beside = await explained(asked, words);
      let run = beside;
      for (let step = 1; step <= 6; step++) {
        const where = step % 3 === 0 ? words.length : 3 + ((step * 11) % (words.length - 3));
        const inserted = wordsFrom(100 + step, step % 4);
        words = [...words.slice(0, where), ...inserted, ...words.slice(where + (step % 2))];
        if (run !== beside) await asked.engine.release(run.run);
        run = await explained(asked, words);
        const what = `step ${step}, ${inserted.length} words at ${where}`;
        await assertAsFresh(asked, run, words, what);
        if (run.model.predicts === 'next') await asked.engine.generate(run.run, SAMPLING, 1);
      }
      await assertAsFresh(asked, beside, wordsFrom(11, 34), 'the run beside');
    }));

test('a text that is explained again is not read at all, bit for bit the same, generated tokens left out', () =>
  withModel('llama', async (asked) => {
    const words = wordsFrom(3, 20);
    const first = await explained(asked, words);
    const numbers = await numbersOf(asked, first);
    for (let step = 0; step < 3; step++) await asked.engine.generate(first.run, SAMPLING, 1);
    await asked.engine.release(first.run);
    asked.told.length = 0;
    const again = await explained(asked, words);
    assert.equal(again.known, 20);
    assert.deepEqual(asked.told, [`0/${again.model.layers}`]);
    assert.deepEqual(await numbersOf(asked, again), numbers);
    const beside = await explained(asked, words);
    assert.equal(beside.known, 20);
    assert.deepEqual(await numbersOf(asked, beside), numbers);
    await asked.engine.generate(beside.run, SAMPLING, 1);
    assert.deepEqual(await numbersOf(asked, again), numbers);
  }));

test('what was generated is known when it has become part of the text', () =>
  withModel('gpt2', async (asked) => {
    const words = wordsFrom(5, 18);
    const first = await explained(asked, words);
    for (const word of ['dog', 'rug', 'mat'])
      await asked.engine.choose(first.run, 4 + WORDS.indexOf(word), SAMPLING, 1);
    await asked.engine.release(first.run);
    const longer = [...words, 'dog', 'rug', 'mat', 'and'];
    const second = await explained(asked, longer);
    assert.equal(second.known, 21);
    await assertAsFresh(asked, second, longer, 'with what was generated');
  }));

test('progress is of what is read', () =>
  withModel('gpt2', async (asked) => {
    const words = wordsFrom(7, 40);
    await asked.engine.release((await explained(asked, words.slice(0, 39))).run);
    asked.told.length = 0;
    await explained(asked, words);
    assert.deepEqual(asked.told, ['0/3', '1/3', '2/3', '3/3']);
  }));

test('few tokens that two texts begin with are read again', () =>
  withModel('gpt2', async (asked) => {
    const words = wordsFrom(9, 40);
    await explained(asked, words);
    const other = await explained(asked, [...words.slice(0, 10), ...wordsFrom(10, 20)]);
    assert.equal(other.known, 0);
  }));

test('of texts whose runs have ended the last two are kept, and none when the model is unloaded', () =>
  withModel('gpt2', async (asked) => {
    const texts = [1, 2, 3].map((seed) => wordsFrom(seed, 30));
    for (const words of texts) await asked.engine.release((await explained(asked, words)).run);
    const known = [];
    for (const words of texts.toReversed()) known.push((await explained(asked, words)).known);
    assert.deepEqual(known, [30, 30, 0]);
    await asked.engine.unload(asked.folder);
    assert.equal((await explained(asked, texts[2])).known, 0);
  }));

test('a reading that is released half way keeps what it read for the one right behind it, in whole pieces of 512 tokens', async () => {
  const layers = 8; // of chunks of 512 tokens
  const inSecondPiece = layers + 1;
  const words = wordsFrom(13, 700); // some 800 tokens
  let again: Promise<RunSummary> | undefined;
  const asked = newEngine(EMBEDDED, (run, done) => {
    if (again || done !== inSecondPiece) return;
    void asked.engine.release(run);
    again = explained(asked, words);
  });
  await assert.rejects(explained(asked, words), { code: 'cancelled' });
  const { known, run } = (await again) ?? assert.fail('not asked');
  assert.equal(known, 512);
  const all = Array.from({ length: inSecondPiece }, (_, i) => `${i + 1}/${2 * layers}`);
  const rest = Array.from({ length: layers }, (_, i) => `${i + 1}/${layers}`);
  assert.deepEqual(asked.told, [`0/${layers}`, ...all, `0/${layers}`, ...rest]);
  const fresh = newEngine(EMBEDDED);
  const alone = await explained(fresh, words);
  const [ours, theirs] = [await asked.engine.surprisals(run), await fresh.engine.surprisals(alone.run)];
  assert.ok(theirs.bits.every((bits, i) => Math.abs(bits - ours.bits[i]) <= 1e-4));
  for (const { engine } of [asked, fresh]) await engine.unload(EMBEDDED);
});

test('a reading that took over what was kept, and was cancelled, leaves what both texts begin with', () =>
  withModel('gpt2', async ({ folder }) => {
    let cancelling = false;
    const asked = newEngine(folder, (run, done) => cancelling && done === 1 && void asked.engine.cancel(run));
    const words = wordsFrom(17, 40);
    await asked.engine.release((await explained(asked, words)).run);
    cancelling = true;
    const edited = [...words.slice(0, 30), ...wordsFrom(18, 8)];
    await assert.rejects(explained(asked, edited, 'cancelled'), { code: 'cancelled' });
    cancelling = false;
    const again = await explained(asked, edited);
    assert.ok(again.known >= 30, `${again.known}`);
    await assertAsFresh(asked, again, edited, 'after a cancelled one');
    await asked.engine.unload(folder);
  }));
