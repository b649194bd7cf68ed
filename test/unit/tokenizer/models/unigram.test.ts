// Paths of Unigram that are as good as each other, which the last bit of a score decides: ids from tokenizers 0.23.2, which
// reads scores with serde_json.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeTokenizer } from '../madeTokenizer.ts';

test('scores are read as serde_json reads them', async () => {
  const vocab = [
    ['<unk>', 0],
    ['-', -11.433567169983137],
    ['---', -8.489745531369241],
  ];
  const { encode } = await madeTokenizer({ model: { type: 'Unigram', vocab, unk_id: 0 } });
  assert.deepEqual(
    encode('-------').map(({ id }) => id),
    [1, 2, 2],
  );
});

test('a million unknown characters in a row become as many bytes, and are decoded again', async () => {
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const vocab = [['<unk>', 0], ...bytes.map((token) => [token, -1])];
  const model = { type: 'Unigram', vocab, unk_id: 0, byte_fallback: true };
  const { encode, decode } = await madeTokenizer({ model, decoder: { type: 'ByteFallback' } });
  const text = '-'.repeat(1_000_000);
  const ids = encode(text).map(({ id }) => id);
  assert.equal(ids.length, text.length);
  assert.equal(decode(ids) === text, true);
});
