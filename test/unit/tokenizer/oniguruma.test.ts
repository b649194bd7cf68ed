// Expressions that mean something else in JavaScript, compared with tokenizers 0.23.2 (Oniguruma).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unchangedText } from '../../../src/tokenizer/alignedText.ts';
import { JsonFields } from '../../../src/tokenizer/jsonFields.ts';
import { preTokenizerOf } from '../../../src/tokenizer/preTokenizers/preTokenizerOf.ts';

function wordsOf(regex: string, text: string): readonly string[] {
  const fields = new JsonFields({ type: 'Split', pattern: { Regex: regex }, behavior: 'Isolated' }, 'tokenizer.json');
  return preTokenizerOf(fields, false)(unchangedText(text)).map((part) => part.text);
}

/** As tiktoken ships it today. */
const CL100K =
  "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s";

type Row = readonly [regex: string, text: string, words: readonly string[]];

const NEVER_GIVEN_BACK: readonly Row[] = [
  [CL100K, '\n\n1', ['\n\n', '1']],
  [CL100K, 'a\n\nb', ['a', '\n\n', 'b']],
  ['(?>a+)ab|b', 'aaab', ['aaa', 'b']],
  ['a++ab|b', 'aaab', ['aaa', 'b']],
  ['a?+a', 'aaab', ['aa', 'ab']],
  ['(?:ab)++a|b', 'abab', ['a', 'b', 'a', 'b']],
  ['(?>a|ab)c|b', 'abcab', ['a', 'b', 'ca', 'b']],
  ['[a&&[^b]]++|b', 'aab', ['aa', 'b']],
  ['[+*]++a|\\(', '(++a', ['(', '++a']],
  ['👍++', '果👍👍', ['果', '👍👍']],
  ['a{1,2}+', 'aaab', ['aaa', 'b']], // an interval is no possessive quantifier, but a repetition of it
];

const OF_EITHER_CASE: readonly Row[] = [
  ["(?i:'s)", " I'ſ it'S", [' I', "'ſ", ' it', "'S"]],
  ['(?i:k)', 'Kelvin \u212aelvin', ['K', 'elvin ', '\u212a', 'elvin']],
  ['(?i:é)', 'É é, 蘋', ['É', ' ', 'é', ', 蘋']],
  ['(?i)ab', 'abaB', ['ab', 'aB']],
  ['a(?i)b|c', 'aBbac', ['aB', 'b', 'ac']],
  ['(?i:x(?-i:s)s)', 'xsS xSs', ['xsS', ' xSs']],
  ['(?i:\\p{Lu})', 'aB', ['a', 'B']],
];

const OTHERS: readonly Row[] = [
  ['\\p{^L}', 'a b', ['a', ' ', 'b']],
  ['(?#x)a', 'ab', ['a', 'b']],
  ['\\p{Punct}+', 'a,$b§', ['a', ',', '$b', '§']],
  ['[^\\P{Space}b]', 'a b', ['a', ' ', 'b']],
  ['\\p{^digit}', '1a', ['1', 'a']],
  ['\\R', 'a\r\n\n\u2028b', ['a', '\r\n', '\n', '\u2028', 'b']],
  ['\\R\\n|b', '\r\nb', ['\r\n', 'b']],
];

for (const [name, rows] of Object.entries({
  'what never gives back': NEVER_GIVEN_BACK,
  'letters of either case': OF_EITHER_CASE,
  'and others': OTHERS,
})) {
  describe(name, () => {
    for (const [regex, text, words] of rows)
      test(`${regex} in ${JSON.stringify(text)}`, () => assert.deepEqual(wordsOf(regex, text), words));
  });
}

describe('what JavaScript cannot say is refused', () => {
  for (const regex of ['(?m:.)+', '(?~a)', 'a\\Kb', '\\Ga', '(a)b++\\1', '\\X', '[[[[[[a]]]]]]']) {
    test(regex, () => assert.throws(() => wordsOf(regex, 'a'), { code: 'tokenizer-invalid' }));
  }
});
