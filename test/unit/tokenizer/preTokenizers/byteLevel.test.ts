// ByteLevel in front of other steps, and of models other than BPE: they see GPT-2's alphabet. Ids from tokenizers 0.23.2,
// places as well, but for the space in front, whose place is empty here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gpt2With, idsAndSpans, madeTokenizer } from '../madeTokenizer.ts';

const BYTE_LEVEL = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
const sequence = (...pretokenizers: readonly object[]) => ({ type: 'Sequence', pretokenizers });
const ids = (tokens: readonly { readonly id: number }[]) => tokens.map(({ id }) => id);

test("Falcon's steps: Punctuation, ByteLevel, Digits, Split", async () => {
  const steps = sequence(
    { type: 'Punctuation', behavior: 'Contiguous' },
    BYTE_LEVEL,
    { type: 'Digits', individual_digits: false },
    { type: 'Split', pattern: { Regex: '[0-9][0-9][0-9]' }, behavior: 'Isolated', invert: false },
  );
  const { encode, decode } = await gpt2With({ pre_tokenizer: steps });
  const text = 'Hello, wörld 12345... 蘋果²';
  const expected = [15496, 11, 266, 30570, 335, 220, 10163, 2231, 986, 5525, 246, 233, 162, 252, 250, 126, 110];
  assert.deepEqual(ids(encode(text)), expected);
  assert.equal(decode(expected), text);
  assert.deepEqual(idsAndSpans(encode('½ 3é!')), [
    [126, 0, 1],
    [121, 0, 1],
    [220, 1, 2],
    [18, 2, 3],
    [2634, 3, 4],
    [0, 4, 5],
  ]);
});

test('it may stand in a sequence of its own, or twice', async () => {
  const inside = sequence({ ...BYTE_LEVEL, add_prefix_space: true });
  const nested = await gpt2With({ pre_tokenizer: sequence(inside, { type: 'Digits', individual_digits: true }) });
  assert.deepEqual(idsAndSpans(nested.encode('a12 é³')), [
    [257, 0, 1],
    [16, 1, 2],
    [17, 2, 3],
    [38251, 3, 5],
    [126, 5, 6],
    [111, 5, 6],
  ]);
  const twice = await gpt2With({ pre_tokenizer: sequence(BYTE_LEVEL, { ...BYTE_LEVEL, use_regex: false }) });
  assert.deepEqual(ids(twice.encode('a é')), [64, 128, 254, 5746, 16224]);
});

const OTHER_MODELS: readonly [model: object, text: string, tokens: readonly (readonly [number, number, number])[]][] = [
  [
    { type: 'WordLevel', vocab: { '?': 0, Ġthe: 1, the: 2, 'ĠÃ©': 3 }, unk_token: '?' },
    'the the é x',
    [
      [2, 0, 3],
      [1, 3, 7],
      [3, 7, 9],
      [0, 9, 11],
    ],
  ],
  [
    {
      type: 'WordPiece',
      vocab: { '[UNK]': 0, the: 1, Ġ: 2, '##Ã': 3, '##©': 4, Ġthe: 5 },
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
    },
    'the the Ġé theé',
    [
      [1, 0, 3],
      [5, 3, 7],
      [0, 7, 10],
      [5, 10, 14],
      [3, 14, 15],
      [4, 14, 15],
    ],
  ],
  [
    {
      type: 'Unigram',
      vocab: [
        ['?', -9],
        ['the', -1],
        ['ĠÃ', -2],
        ['©', -2.5],
      ],
      unk_id: 0,
    },
    'the é',
    [
      [1, 0, 3],
      [2, 3, 5],
      [3, 4, 5],
    ],
  ],
];

for (const [model, text, tokens] of OTHER_MODELS) {
  test(`behind it may be another model: ${(model as { type: string }).type}`, async () => {
    const { encode } = await madeTokenizer({ model, pre_tokenizer: BYTE_LEVEL, decoder: BYTE_LEVEL });
    assert.deepEqual(idsAndSpans(encode(text)), tokens);
  });
}
