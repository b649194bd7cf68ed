import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mattered, MatteredPart, TextPartKind } from '../../../src/contract/mattered.ts';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { readingsOf, tintOf } from '../../../webview/lab/mattered/measuredParts.ts';
import { Measuring } from '../../../webview/lab/mattered/measuring.ts';
import { about, changeWords } from '../../../webview/lab/mattered/partWords.ts';
import { pathOfLargest, rowsOf } from '../../../webview/lab/parts/partRows.ts';
import { partText } from '../../../webview/lab/parts/partText.ts';

const span = (start: number, end: number) => ({ start: start as TokenIndex, end: end as TokenIndex });
const part = (
  start: number,
  end: number,
  bits?: number,
  parent?: number,
  kind: TextPartKind = 'word',
): MatteredPart => ({
  span: span(start, end),
  kind,
  parent,
  bits,
  attention: 0.1,
  disagrees: undefined,
});
/** Two sentences, of which the second was looked into; one of its words speaks against. */
const PARTS = [part(0, 3, 0.5), part(3, 6, 2), part(3, 4, 1, 1), part(4, 5, -1.5, 1), part(5, 6, undefined, 1)];

test('rows: the first parts, and below each that is open its own', () => {
  const shown = (...open: number[]) =>
    rowsOf(PARTS, (at) => open.includes(at)).map(({ at, level, place, of, isOpen }) => [at, level, place, of, isOpen]);
  assert.deepEqual(shown(), [
    [0, 1, 1, 2, undefined],
    [1, 1, 2, 2, false],
  ]);
  assert.deepEqual(shown(1), [
    [0, 1, 1, 2, undefined],
    [1, 1, 2, 2, true],
    [2, 2, 1, 3, undefined],
    [3, 2, 2, 3, undefined],
    [4, 2, 3, 3, undefined],
  ]);
});

test('the way to the largest change leads through the part that changed most, whichever way', () => {
  assert.deepEqual([...pathOfLargest(PARTS, (at) => PARTS[at].bits ?? 0)], [1, 3]);
  assert.deepEqual([...pathOfLargest([], () => 0)], []);
});

test('a token is tinted by the smallest measured part that it is in', () => {
  const third = Math.fround(1 / 3);
  // The word that is not measured has the change of its sentence, 2 bits, which is the largest.
  assert.deepEqual(tintOf(PARTS, 7), Float32Array.of(0.25, 0.25, 0.25, 0.5, -0.75, 1, 0));
  assert.deepEqual(tintOf([part(0, 1, -3), part(1, 2, 1)], 2), Float32Array.of(-1, third));
  assert.equal(tintOf([part(0, 2), part(2, 3)], 3), undefined);
  assert.equal(readingsOf(PARTS), 4);
});

test('a change in words: how many times less or more probable', () => {
  assert.equal(changeWords(3.2), '9.2 times less probable without it (3.20 bits)');
  assert.equal(changeWords(-1), '2 times more probable without it (1.00 bits)');
  assert.equal(changeWords(0.1), '1.07 times less probable without it (0.10 bits)');
  assert.equal(changeWords(12), '4,096 times less probable without it (12.00 bits)');
  assert.equal(changeWords(-0.004), 'as probable without it');
});

test('the text of a part: on one line, cut at its end; a character in two tokens is whole', () => {
  const token = (...bytes: number[]) => ({ text: undefined, bytes }) as unknown as Token;
  const of = (text: string) => token(...new TextEncoder().encode(text));
  const tokens = [of(' a\n\n'), of('cat'), token(0xe8, 0xb2), token(0x93), of('\n')];
  assert.equal(partText(tokens, span(0, 4), 20), 'a cat貓');
  assert.equal(partText(tokens, span(0, 4), 4), 'a c…');
  assert.equal(partText([{ ...of('\n'), text: '\n' }], span(0, 1), 4), '⏎');
});

test('a time that is expected is rounded up', () => {
  assert.deepEqual([about(999), about(1000), about(12_100)], ['less than a second', 'about 1 s', 'about 13 s']);
});

/** Answers one question after another, and tells what was asked. */
class Engine {
  readonly asked: number[] = [];
  readonly #answers: { resolve: (known: Mattered) => void; reject: (failure: unknown) => void }[] = [];
  readonly question = async (ms: number): Promise<Mattered> => {
    this.asked.push(ms);
    return await new Promise((resolve, reject) => this.#answers.push({ resolve, reject }));
  };
  async answer(readings: number, left: number, leftMs = 10): Promise<void> {
    this.#answers.shift()?.resolve({ bits: 1, sink: undefined, parts: [], readings, left, leftMs });
    await new Promise(setImmediate);
  }
  async fail(failure: unknown): Promise<void> {
    this.#answers.shift()?.reject(failure);
    await new Promise(setImmediate);
  }
}

test('what is short begins by itself, and ends when a question has measured nothing more', async () => {
  const engine = new Engine();
  const measuring = new Measuring(() => {});
  measuring.follow('a', engine.question);
  assert.deepEqual([measuring.phase, measuring.isOf('a'), engine.asked], ['planning', false, [0]]);
  await engine.answer(0, 2);
  assert.deepEqual([measuring.phase, measuring.isOf('a'), engine.asked.length], ['measuring', true, 2]);
  await engine.answer(2, 0);
  assert.equal(measuring.phase, 'measuring'); // finer parts may follow
  await engine.answer(3, 1);
  await engine.answer(4, 0);
  await engine.answer(4, 0);
  assert.deepEqual([measuring.phase, engine.asked], ['done', [0, 150, 150, 150, 150]]);
});

test('what takes long waits for the reader, who stops it and goes on', async () => {
  const engine = new Engine();
  const measuring = new Measuring(() => {});
  measuring.follow('a', engine.question);
  await engine.answer(0, 20, 3000);
  assert.deepEqual([measuring.phase, engine.asked], ['planned', [0]]);
  measuring.start();
  await engine.answer(1, 19);
  measuring.stop();
  await engine.answer(2, 18); // was on its way, and is kept
  assert.deepEqual([measuring.phase, measuring.known?.readings, engine.asked.length], ['stopped', 2, 3]);
  measuring.follow('a', engine.question); // drawn again
  assert.equal(engine.asked.length, 3);
  measuring.start();
  assert.deepEqual([measuring.phase, engine.asked.length], ['measuring', 4]);
});

test('another question begins anew, and the answer to the one before is dropped', async () => {
  const [engine, other] = [new Engine(), new Engine()];
  const measuring = new Measuring(() => {});
  measuring.follow('a', engine.question);
  await engine.answer(0, 2);
  measuring.follow('b', other.question);
  assert.deepEqual([measuring.isOf('b'), measuring.known?.left], [false, 2]); // stays, and visibly waits
  await engine.answer(2, 0);
  assert.equal(measuring.known?.left, 2);
  await other.answer(0, 5);
  assert.deepEqual([measuring.isOf('b'), measuring.known?.left, other.asked.length], [true, 5, 2]);
});

test('where the engine fails, what was measured stays and can be gone on with', async () => {
  const engine = new Engine();
  const measuring = new Measuring(() => {});
  measuring.follow('a', engine.question);
  await engine.answer(0, 3);
  await engine.answer(1, 2);
  await engine.fail({ code: 'engine-stopped' });
  assert.deepEqual([measuring.phase, measuring.failure], ['failed', { code: 'engine-stopped' }]);
  assert.equal(measuring.known?.readings, 1);
  measuring.start();
  assert.deepEqual([measuring.phase, measuring.failure], ['measuring', undefined]);
});

test('a question that was dropped, as the tool went out of sight, is asked again when it is back', async () => {
  const engine = new Engine();
  const measuring = new Measuring(() => {});
  measuring.follow('a', engine.question);
  await engine.answer(0, 3);
  await engine.fail({ code: 'cancelled' });
  assert.deepEqual([measuring.phase, engine.asked.length], ['measuring', 2]);
  measuring.follow('a', engine.question);
  assert.equal(engine.asked.length, 3);
});
