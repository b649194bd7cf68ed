// WordLevel, the model of toy tokenizers: ids, places and decoded texts from tokenizers 0.23.2.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { idsAndSpans, madeTokenizer } from '../madeTokenizer.ts';

const MODEL = { type: 'WordLevel', vocab: { '[UNK]': 0, the: 1, cat: 2 }, unk_token: '[UNK]' };
const WORDS = { type: 'WhitespaceSplit' };

describe('WordLevel', () => {
  test('a word is its entry, or the unknown one; decoding joins them with spaces', async () => {
    const tokenizer = await madeTokenizer({ model: MODEL, pre_tokenizer: WORDS });
    const tokens = tokenizer.encode('the  cat sat');
    assert.deepEqual(idsAndSpans(tokens), [
      [1, 0, 3],
      [2, 5, 8],
      [0, 9, 12],
    ]);
    assert.equal(tokenizer.decode([1, 2, 0]), 'the cat [UNK]');
    assert.equal(tokenizer.count('the  cat sat'), 3);
    assert.equal(tokenizer.mergeRanks, undefined);
  });
  test('without a pre-tokenizer the whole text is one word', async () => {
    const tokenizer = await madeTokenizer({ model: MODEL });
    assert.deepEqual(idsAndSpans(tokenizer.encode('the  cat sat')), [[0, 0, 12]]);
    assert.deepEqual(tokenizer.encode(''), []);
  });
  test('a file without a type is WordLevel unless it has the fields of WordPiece', async () => {
    const { type: _, ...untyped } = { ...MODEL, vocab: { ...MODEL.vocab, '##cat': 3 } };
    const wordPiece = { ...untyped, continuing_subword_prefix: '##', max_input_chars_per_word: 100 };
    const ids = async (model: object) =>
      (await madeTokenizer({ model, pre_tokenizer: WORDS })).encode('thecat the').map(({ id }) => id);
    assert.deepEqual(await ids(untyped), [0, 1]);
    assert.deepEqual(await ids(wordPiece), [1, 3, 1]);
  });
  test('only a word that needs the unknown token fails where there is none', async () => {
    const { encode } = await madeTokenizer({ model: { ...MODEL, unk_token: '<unk>' }, pre_tokenizer: WORDS });
    assert.equal(encode('the cat').length, 2);
    assert.throws(() => encode('the sat'), { code: 'tokenizer-invalid', problem: /unk_token is "<unk>"/ });
  });
});
