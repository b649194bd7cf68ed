// Added tokens in rare settings: ids and places from tokenizers 0.23.2.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { idsAndSpans, madeTokenizer } from './madeTokenizer.ts';

type Tokens = readonly (readonly [id: number, start: number, end: number])[];

const VOCABULARY = { a: 0, b: 1, ' ': 2, '\n': 3, t: 4, '▁': 5, '▁t': 6, '?': 7 };
const added = (id: number, content: string, more: object = {}) => ({
  id,
  content,
  normalized: false,
  special: true,
  ...more,
});
const loaded = (tokens: readonly object[], vocab: object = VOCABULARY, steps: object = {}) =>
  madeTokenizer({ model: { type: 'BPE', vocab, merges: [] }, added_tokens: tokens, ...steps });

const TAKING: readonly object[] = [
  added(8, '<u>', { rstrip: true }),
  added(9, '\n\n'),
  added(10, '<v>', { lstrip: true }),
];

const WHITE_SPACE: Readonly<Record<string, Tokens>> = {
  '<u>\n\na': [
    [8, 0, 5],
    [9, 3, 5],
    [0, 5, 6],
  ],
  '<u> \n\n b': [
    [8, 0, 7],
    [9, 4, 6],
    [2, 6, 7],
    [1, 7, 8],
  ],
  '<u>\n\n\n\n': [
    [8, 0, 7],
    [9, 3, 5],
    [9, 5, 7],
  ],
  '<u> <v>': [
    [8, 0, 4],
    [10, 4, 7],
  ],
  '<u>\n\n <v>': [
    [8, 0, 6],
    [9, 3, 5],
    [10, 5, 9],
  ],
};

describe('a token is found inside the white space that the one before it took', () => {
  for (const [text, tokens] of Object.entries(WHITE_SPACE))
    test(JSON.stringify(text), async () => assert.deepEqual(idsAndSpans((await loaded(TAKING)).encode(text)), tokens));
});

test('what the vocabulary lacks is numbered from the number of its entries on', async () => {
  const ids = async (tokens: readonly object[], vocab: object, text: string) =>
    (await loaded(tokens, vocab)).encode(text).map(({ id }) => id);
  const [p, q, r] = ['<p>', '<q>', '<r>'];
  assert.deepEqual(await ids([added(100, p), added(50, q), added(8, r)], VOCABULARY, '<p><q><r>a'), [8, 9, 10, 0]);
  assert.deepEqual(await ids([added(8, p), added(20, 'a'), added(21, q)], VOCABULARY, '<p><q>a'), [8, 9, 0]);
  assert.deepEqual(await ids([added(21, p), added(22, q)], { a: 0, b: 20 }, '<p><q>a'), [2, 3, 0]);
});

test('of two that are normalized to the same text, the first is found', async () => {
  const both = [added(8, 'AB', { normalized: true }), added(9, 'ab', { normalized: true })];
  const { encode } = await loaded(both, VOCABULARY, { normalizer: { type: 'Lowercase' } });
  assert.deepEqual(idsAndSpans(encode('AB ab')), [
    [8, 0, 2],
    [2, 2, 3],
    [8, 3, 5],
  ]);
});

test('decoding writes a token that is normalized as the normalizer does, so that the decoder can turn it back', async () => {
  const bytes = { normalizer: { type: 'ByteLevel' }, decoder: { type: 'ByteLevel' } };
  const plain = { normalized: true, special: false };
  const byteLevel = await loaded([added(8, 'é', plain)], VOCABULARY, bytes);
  assert.equal(byteLevel.decode([0, 8, 1]), 'aéb');
  const decoder = { type: 'Replace', pattern: { String: '▁' }, content: ' ' };
  const marked = { normalizer: { type: 'Prepend', prepend: '▁' }, decoder };
  const sentencePiece = await loaded([added(8, '<s>', { normalized: true })], VOCABULARY, marked);
  assert.equal(sentencePiece.decode([0, 8, 6]), 'a <s> t');
  // Here the library no longer knows <s> for a special token.
  assert.equal(sentencePiece.decode([0, 8, 6], { skipSpecial: true }), 'a t');
  assert.equal(sentencePiece.piece(8).text, '<s>');
});
