// ByteLevel as a normalizer: the steps behind it see GPT-2's alphabet. Ids and places from tokenizers 0.23.2.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gpt2With, idsAndSpans } from '../madeTokenizer.ts';

const WORDS = { type: 'Split', pattern: { Regex: 'Ġ?[^Ġ]+|Ġ+' }, behavior: 'Isolated', invert: false };
const STEPS = { normalizer: { type: 'ByteLevel' }, pre_tokenizer: WORDS };

const EXPECTED: Readonly<Record<string, readonly (readonly [id: number, start: number, end: number])[]>> = {
  'Hello wörld': [
    [15496, 0, 5],
    [266, 5, 7],
    [30570, 7, 9],
    [335, 9, 11],
  ],
  // 👍 has two UTF-16 units and four bytes.
  'a 👍  b<|endoftext|>é': [
    [64, 0, 1],
    [50169, 1, 4],
    [235, 2, 4],
    [220, 4, 5],
    [220, 5, 6],
    [65, 6, 7],
    [50256, 7, 20],
    [2634, 20, 21],
  ],
  '\n\ta': [
    [198, 0, 1],
    [197, 1, 2],
    [64, 2, 3],
  ],
};

for (const [text, expected] of Object.entries(EXPECTED)) {
  test(`a character has one place, however many bytes it is: ${JSON.stringify(text)}`, async () => {
    const tokenizer = await gpt2With(STEPS);
    assert.deepEqual(idsAndSpans(tokenizer.encode(text)), expected);
    assert.equal(tokenizer.decode(expected.map(([id]) => id)), text);
  });
}

test('an added token that is normalized is found in the alphabet', async () => {
  const token = { id: 50257, content: 'é x', normalized: true, special: false };
  const { encode } = await gpt2With({ ...STEPS, added_tokens: [token] });
  assert.deepEqual(idsAndSpans(encode('aé xb')), [
    [64, 0, 1],
    [50257, 1, 4],
    [65, 4, 5],
  ]);
});
