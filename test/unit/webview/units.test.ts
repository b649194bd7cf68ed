// Characters that several tokens share are drawn once: by hand, and on what the embedded model's tokenizer really makes of
// scripts that it knows only the bytes of.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Token } from '../../../src/contract/tokens.ts';
import { wholeCharacters } from '../../../src/contract/wholeCharacters.ts';
import { numbersApart, runsOf } from '../../../webview/stops/tokens/directions.ts';
import { partOf } from '../../../webview/stops/tokens/tokenCard.ts';
import { type Unit, unitsOf } from '../../../webview/stops/tokens/units.ts';
import { EMBEDDED, startEngine } from '../engine/engineProcess.ts';
import { randomOf } from '../random.ts';

const engine = startEngine();
after(() => engine.dispose());

function tokensOf(...bytes: readonly (readonly number[])[]): Token[] {
  return bytes.map((some) => ({ text: wholeCharacters(some), bytes: some, special: false }) as unknown as Token);
}

/** Each unit as what is drawn over the number of its tokens. */
const drawn = (units: readonly Unit[]) =>
  units.map(({ shown, start, end }) => `${shown.map(({ text }) => text).join('')}/${end - start}`).join(' ');

test('a character is drawn once over its tokens, each as wide as its share', () => {
  const [unit, ...none] = unitsOf(tokensOf([0xd9], [0x85]));
  assert.deepEqual(none, []);
  assert.deepEqual(unit, { start: 0, end: 2, text: 'م', shown: [{ text: 'م', kind: 'text' }], shares: [0.5, 0.5] });
  assert.equal(drawn(unitsOf(tokensOf([0x61], [0xe0, 0xb8], [0xaa], [0x62]))), 'a/1 ส/2 b/1');
});

test('a token that holds a character and a part of the next doubles neither', () => {
  const units = unitsOf(tokensOf([0x20, 0xd9], [0x85, 0xd9], [0x84], [0xd9], [0x85]));
  assert.equal(drawn(units), '·مل/3 م/2');
  assert.deepEqual(units[0].shares, [1.5, 1, 0.5]);
  assert.equal(units.map(({ text }) => text).join(''), ' ملم');
});

test('bytes that make no character stay bytes, alone and beside one', () => {
  assert.equal(drawn(unitsOf(tokensOf([0xd9], [0x61]))), '\\xD9/1 a/1');
  assert.equal(drawn(unitsOf(tokensOf([0xd9], [0x85, 0xff], [0xc0]))), 'م\\xFF/2 \\xC0/1');
  assert.equal(drawn(unitsOf(tokensOf([0xf0, 0x9f], [0x91]))), '\\xF0\\x9F/1 \\x91/1'); // the end is not there yet
});

test('what a token is a part of is named in few characters, however many tokens hang together', () => {
  const [unit, ...none] = unitsOf(tokensOf([0xd9], ...Array.from({ length: 400 }, () => [0x85, 0xd9]), [0x85]));
  assert.deepEqual(none, []);
  assert.deepEqual(partOf(unit, 3), { number: 4, of: 402, text: `${'م'.repeat(12)}…` });
});

test('a special token ends a character that was begun', () => {
  const special = { text: undefined, bytes: [0x85], special: true } as unknown as Token;
  assert.equal(drawn(unitsOf([...tokensOf([0xd9]), special])), '\\xD9/1 \\x85/1');
});

for (const [text, units] of [
  ['مرحبا', 'م/2 ر/2 ح/2 ب/2 ا/2'],
  ['שלום', 'ש/2 ל/2 ו/2 ם/2'],
  ['ที่นี่', 'ที่/9 นี่/9'],
  ['नमस्ते', undefined],
  ['a 👨‍👩‍👧‍👦 b', 'a/1 ·👨‍👩‍👧‍👦/18 ·b/1'],
  ['你好，世界', '你/1 好/1 ，/1 世/1 界/1'],
] as const) {
  test(`${text}: what is drawn once is the text`, async () => {
    const tokens = await engine.tokenize(text, { kind: 'folder', folder: EMBEDDED });
    const made = unitsOf(tokens);
    assert.equal(made.map((unit) => unit.text).join(''), text);
    if (units) assert.equal(drawn(made), units);
    assert.ok(made.every(({ shown }) => shown.every((part) => !part.text.includes('\\x'))));
    for (const { start, end, shares } of made) assert.equal(shares.length, end - start);
  });
}

test('any text of any scripts is drawn once, and every token has its place', async () => {
  const letters = [...'aé م ש ت 2 ก ิ न ि 👩 \u200d 字 \n 𝒳'];
  const random = randomOf(7);
  for (let i = 0; i < 60; i++) {
    const text = Array.from({ length: 12 }, () => random.of(letters)).join('');
    const tokens = await engine.tokenize(text, { kind: 'folder', folder: EMBEDDED });
    const units = unitsOf(tokens);
    assert.equal(units.map((unit) => unit.text).join(''), text);
    assert.deepEqual(
      units.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)),
      [...tokens.keys()],
    );
    assert.deepEqual(
      runsOf(units).flatMap((run) => run.units),
      units,
    );
  }
});

test('a Hebrew phrase is one run from right to left, with numbers in their own order', async () => {
  const tokens = await engine.tokenize('say שלום 2023, טוב! or\nעולם', { kind: 'folder', folder: EMBEDDED });
  const runs = runsOf(unitsOf(tokens));
  const text = (units: readonly Unit[]) => units.map((unit) => unit.text).join('');
  assert.deepEqual(
    runs.map(({ direction, units }) => `${direction} ${text(units)}`),
    ['ltr say ', 'rtl שלום 2023, טוב', 'ltr ! or\n', 'rtl עולם'],
  );
  assert.deepEqual(
    numbersApart(runs[1]).map(({ direction, units }) => `${direction} ${text(units)}`),
    ['rtl שלום', 'ltr  2023', 'rtl , טוב'],
  );
});

test('signs between the digits of a number from right to left are read with them', () => {
  const pieces = ['שלום', ' ', '12', '.', '5', ',', ' ', '10', ':', '30', '.', ' טוב'];
  const [run] = runsOf(unitsOf(tokensOf(...pieces.map((piece) => [...Buffer.from(piece)]))));
  assert.deepEqual(
    numbersApart(run).map(({ direction, units }) => `${direction} ${units.map((unit) => unit.text).join('')}`),
    ['rtl שלום ', 'ltr 12.5', 'rtl , ', 'ltr 10:30', 'rtl . טוב'],
  );
});
