// Byte pairs where the vocabulary lacks a character and there is no unk_token. Ids from tokenizers 0.23.2; places by
// hand, since the library counts them without what it left out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idsAndSpans, madeTokenizer } from '../madeTokenizer.ts';

const MODEL = {
  type: 'BPE',
  vocab: { a: 0, b: 1, ab: 2, c: 3, abc: 4, 'b</w>': 6, 'ab</w>': 7 },
  merges: [
    ['a', 'b'],
    ['ab', 'c'],
    ['a', 'b</w>'],
  ],
  unk_token: null,
};

const LEFT_OUT: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  'a b': [[2, 0, 3]],
  'a b c': [[4, 0, 5]],
  éa: [[0, 1, 2]],
  aé: [[0, 0, 1]],
  'a👍b': [[2, 0, 4]],
  é: [],
  aéc: [
    [0, 0, 1],
    [3, 2, 3],
  ],
  ééaébé: [[2, 2, 5]],
};

for (const [text, tokens] of Object.entries(LEFT_OUT)) {
  test(`characters without a token do not keep their neighbours apart: ${text}`, async () => {
    const tokenizer = await madeTokenizer({ model: MODEL });
    assert.deepEqual(idsAndSpans(tokenizer.encode(text)), tokens);
    assert.equal(tokenizer.count(text), tokens.length);
  });
}

test('a merge goes over what was left out, in bytes too', async () => {
  const [first, second] = (await madeTokenizer({ model: MODEL })).encode('a👍bb');
  assert.deepEqual(
    [first.byteSpan, second.byteSpan],
    [
      { start: 0, end: 6 },
      { start: 6, end: 7 },
    ],
  );
});

test('the mark of the end stands behind the last character, even if that is left out', async () => {
  const tokenizer = await madeTokenizer({ model: { ...MODEL, end_of_word_suffix: '</w>' } });
  assert.deepEqual(idsAndSpans(tokenizer.encode('aéb')), [[7, 0, 3]]);
  assert.deepEqual(idsAndSpans(tokenizer.encode('abé')), [[2, 0, 2]]);
});

// GPT-2's alphabet without the bytes 0xC3 and 0xA9: a real file with such holes is that of TrOCR.
test('bytes without a token are left out alike', async () => {
  const tokenizer = await madeTokenizer({
    model: MODEL,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false },
  });
  assert.deepEqual(idsAndSpans(tokenizer.encode('aéb')), [[2, 0, 3]]);
});

test('with an unk_token they keep their neighbours apart', async () => {
  const model = { ...MODEL, vocab: { ...MODEL.vocab, '?': 5 }, unk_token: '?' };
  const spans = {
    fused: [
      [0, 0, 1],
      [5, 1, 3],
      [1, 3, 4],
    ],
    single: [
      [0, 0, 1],
      [5, 1, 2],
      [5, 2, 3],
      [1, 3, 4],
    ],
  };
  const fused = await madeTokenizer({ model: { ...model, fuse_unk: true } });
  assert.deepEqual(idsAndSpans(fused.encode('aéøb')), spans.fused);
  assert.deepEqual(idsAndSpans((await madeTokenizer({ model })).encode('aéøb')), spans.single);
});
