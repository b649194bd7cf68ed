// A tokenizer.json of the shape of Gemma 3's, the largest of today: 262,144 entries of a SentencePiece BPE vocabulary and
// every way of making one of two others, in the order of what they make. Its entries are letters from a seed.
import { randomOf } from '../unit/random.ts';

const ENTRIES = 262_144;
const MERGES = 514_906;
const CHARACTERS = 15_000;

export function largeTokenizer(): object {
  const random = randomOf(1);
  const vocab = new Map<string, number>();
  const add = (entry: string) => {
    if (!vocab.has(entry) && vocab.size < ENTRIES) vocab.set(entry, vocab.size);
  };
  for (const entry of ['<pad>', '<eos>', '<bos>', '<unk>', '▁']) add(entry);
  for (let byte = 0; byte < 256; byte++) add(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  for (let code = 0x21; code < 0x7f; code++) add(String.fromCharCode(code));
  for (let i = 0; i < CHARACTERS; i++) add(String.fromCharCode(0x4e00 + i));
  while (vocab.size < ENTRIES) {
    const letters = Array.from({ length: 6 + random.below(4) }, () => String.fromCharCode(97 + random.below(26)));
    const word = (random.below(2) === 0 ? '▁' : '') + letters.join('');
    for (let length = 2; length <= word.length; length++)
      for (let from = 0; from + length <= word.length; from++) add(word.slice(from, from + length));
  }
  const model = {
    type: 'BPE',
    unk_token: '<unk>',
    fuse_unk: true,
    byte_fallback: true,
    vocab: Object.fromEntries(vocab),
  };
  const space = { type: 'Replace', pattern: { String: ' ' }, content: '▁' };
  return {
    added_tokens: [],
    normalizer: space,
    pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false },
    decoder: { type: 'Sequence', decoders: [{ ...space, pattern: { String: '▁' }, content: ' ' }, { type: 'Fuse' }] },
    model: { ...model, merges: [...mergesOf(vocab)].slice(0, MERGES) },
  };
}

function* mergesOf(vocab: ReadonlyMap<string, number>): Generator<readonly [string, string]> {
  for (const entry of vocab.keys()) {
    for (let at = 1; at < entry.length; at++) {
      const [left, right] = [entry.slice(0, at), entry.slice(at)];
      if (vocab.has(left) && vocab.has(right)) yield [left, right];
    }
  }
}
