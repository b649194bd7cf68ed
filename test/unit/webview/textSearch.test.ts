import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Token } from '../../../src/contract/tokens.ts';
import { TextSearch } from '../../../webview/stops/tokens/textSearch.ts';
import { unitsOf } from '../../../webview/stops/tokens/units.ts';
import { randomOf } from '../random.ts';

/** Tokens that stand one behind the other in the text; a list of bytes is one that makes no character by itself. */
function tokensOf(pieces: readonly (string | readonly number[])[], gap = 0): readonly Token[] {
  let end = 0;
  return pieces.map((piece) => {
    const start = end + gap;
    end = start + (typeof piece === 'string' ? piece.length : 1);
    const text = typeof piece === 'string' ? piece : undefined;
    const bytes = typeof piece === 'string' ? [...new TextEncoder().encode(piece)] : piece;
    return { text, bytes, special: false, span: { start, end } } as unknown as Token;
  });
}
function found(pieces: Parameters<typeof tokensOf>[0], sought: string, gap = 0): readonly string[] {
  const tokens = tokensOf(pieces, gap);
  return new TextSearch(tokens, unitsOf(tokens)).find(sought).map(({ start, end }) => `${start}-${end}`);
}

const CASES: readonly (readonly [string, readonly (string | readonly number[])[], string, readonly string[]])[] = [
  ['over the borders of tokens', ['un', 'believ', 'able', ' tale'], 'evable ta', ['1-4']],
  ['within one token, which is found as often', ['banana', ' ban'], 'an', ['0-1', '0-1', '1-2']],
  ['in either case, of any writing', ['The', ' CAT', ' Éa', 'ΣΑΣ'], 'cat éaσας', ['1-4']],
  [
    'by one space, whatever white space stands there',
    ['blue', '\n', '\n', ' kite', ' blue', ' kite'],
    'blue kite',
    ['0-4', '4-6'],
  ],
  ['as it is written: signs mean themselves', ['a', '.*', ' (b)', ' a.', 'x'], '.* (b)', ['1-3']],
  ['white space alone, as it is', ['a', '  ', 'b', ' c'], '  ', ['1-2']],
  ['a character that several tokens hold', ['a', [0xe8, 0xb2], [0x93], '咪'], '貓咪', ['1-4']],
  ['nothing for what does not stand there', ['a', 'b'], 'ba', []],
  ['nothing for nothing', ['a', 'b'], '', []],
];
for (const [name, pieces, sought, places] of CASES)
  test(`finds ${name}`, () => assert.deepEqual(found(pieces, sought), places));

test('where a tokenizer drops white space, a space is found', () => {
  assert.deepEqual(found(['hello', 'world', 'wide'], 'lo world', 1), ['0-2']);
  assert.deepEqual(found(['hello', 'world', 'wide'], ' world ', 1), ['1-3']);
});

test('however a text is cut, the same is found, and the tokens are those that have a character of it', () => {
  const { below } = randomOf(11);
  const text = Array.from({ length: 300 }, () => 'ab .A\n'[below(6)]).join('');
  for (let round = 0; round < 40; round++) {
    const cuts = [0, text.length, ...Array.from({ length: below(150) }, () => below(text.length))].sort(
      (a, b) => a - b,
    );
    const pieces = cuts.slice(1).flatMap((to, i) => (to > cuts[i] ? [text.slice(cuts[i], to)] : []));
    const sought = text.slice(10 * round, 10 * round + 1 + below(5)).trim() || 'a';
    const tokens = tokensOf(pieces);
    const expected = [...text.matchAll(new RegExp(sought.replaceAll('.', '\\.').replace(/\s+/g, '\\s+'), 'gi'))].map(
      (match) => {
        const [from, to] = [match.index, match.index + match[0].length];
        const inside = tokens.flatMap(({ span }, i) => (span.end > from && span.start < to ? [i] : []));
        return `${inside[0]}-${(inside.at(-1) ?? 0) + 1}`;
      },
    );
    assert.ok(expected.length > 0);
    assert.deepEqual(found(pieces, sought), expected, JSON.stringify([sought, pieces]));
  }
});
