// Malicious tokenizer.json files: each is refused with a failure that names the place, and nothing crashes or hangs.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Failure } from '../../../src/contract/failure.ts';
import { isFailure } from '../../../src/contract/failure.ts';
import { loadTokenizer, type Tokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { overwrite } from '../overwrite.ts';
import { randomOf } from '../random.ts';
import { randomText } from './randomText.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures/tokenizers');
const MUTATIONS = 400;
type Json = Record<string, unknown> & { model: Record<string, unknown> };

const read = async (name: string): Promise<Json> =>
  JSON.parse(await readFile(join(FIXTURES, name, 'tokenizer.json'), 'utf8'));
const bpe = await read('spm-bpe-prepend');
const unigram = await read('unigram-precompiled');
const wordPiece = await read('word-piece-uncased');

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokenizer-'));
});
after(async () => await rm(folder, { recursive: true }));

async function load(text: string): Promise<Tokenizer> {
  overwrite(join(folder, 'tokenizer.json'), text);
  return await loadTokenizer(folder);
}

const model = (of: Json, values: object) => ({ ...of, model: { ...of.model, ...values } });
const charsmap = (blob: Buffer) => ({
  ...unigram,
  normalizer: { type: 'Precompiled', precompiled_charsmap: blob.toString('base64') },
});
const words = (part: object) => ({ ...bpe, pre_tokenizer: part });

const REFUSED: readonly [name: string, json: object, problem: RegExp][] = [
  ['no model', { ...bpe, model: null }, /model is missing/],
  ['a model that is a list', { ...bpe, model: [] }, /model is not an object/],
  [
    'a model nobody has',
    model(bpe, { type: 'WordNet' }),
    /model.type is "WordNet".*BPE, Unigram, WordLevel, WordPiece/,
  ],
  ['no vocabulary', model(bpe, { vocab: null }), /model.vocab is missing/],
  ['a huge id', model(bpe, { vocab: { a: 2 ** 40 } }), /the id 1099511627776/],
  ['an id below zero', model(bpe, { vocab: { a: -1 } }), /the id -1/],
  ['no merges', model(bpe, { merges: null }), /merges is missing/],
  ['a merge of three', model(bpe, { merges: ['a b c'] }), /merges\[0\] is "a b c", not a pair/],
  ['a merge of what is not there', model(bpe, { merges: [['qqq', 'zzz']] }), /"qqq" and "zzz"/],
  ['dropout', model(bpe, { dropout: 0.1 }), /dropout is 0.1/],
  [
    'an unknown token that is not there',
    model(bpe, { unk_token: '<nope>' }),
    /unk_token is "<nope>", which is not in the vocabulary/,
  ],
  ['a setting of another type', model(bpe, { byte_fallback: 'yes' }), /byte_fallback is "yes", not true or false/],
  ['scores that are no numbers', model(unigram, { vocab: [['a', 'b']] }), /vocab\[0\] has no score/],
  ['an unknown id outside', model(unigram, { unk_id: 99999 }), /unk_id is not in the vocabulary/],
  ['no unknown token for WordPiece', model(wordPiece, { unk_token: 'x y' }), /unk_token/],
  ['added tokens that are no list', { ...bpe, added_tokens: {} }, /added_tokens is not a list/],
  [
    'an added token without a text',
    { ...bpe, added_tokens: [{ id: 0, content: '' }] },
    /added_tokens\[0\].content is empty/,
  ],
  ['an added token with a huge id', { ...bpe, added_tokens: [{ id: 2 ** 30, content: 'x' }] }, /added_tokens\[0\].id/],
  ['a normalizer nobody has', { ...bpe, normalizer: { type: 'BitLevel' } }, /normalizer.type is "BitLevel"/],
  [
    'a normalizer called like a method',
    { ...bpe, normalizer: { type: 'constructor' } },
    /normalizer.type is "constructor"/,
  ],
  ['a pre-tokenizer nobody has', words({ type: 'Syllables' }), /pre_tokenizer.type is "Syllables"/],
  ['words of no characters', words({ type: 'FixedLength', length: 0 }), /pre_tokenizer.length is 0/],
  [
    'a pattern that is none',
    words({ type: 'Split', pattern: { Regex: '(' }, behavior: 'Isolated' }),
    /pre_tokenizer.pattern cannot be used/,
  ],
  ['a pattern without an end', words({ type: 'Split', pattern: { Regex: 'a'.repeat(30_000) } }), /longer than 20000/],
  [
    'a behaviour nobody has',
    words({ type: 'Split', pattern: { String: ' ' }, behavior: 'Exploded' }),
    /behavior is "Exploded"/,
  ],
  ['a decoder nobody has', { ...bpe, decoder: { type: 'CTC' } }, /decoder.type is "CTC"/],
  ['a post-processor nobody has', { ...bpe, post_processor: { type: 'Mystery' } }, /post_processor.type is "Mystery"/],
  [
    'a template without the text',
    { ...bpe, post_processor: { type: 'TemplateProcessing', single: [], special_tokens: {} } },
    /no place for the text/,
  ],
  [
    'a template with an id outside',
    { ...bpe, post_processor: { type: 'BertProcessing', cls: ['x y', 1e6], sep: ['y', 1] } },
    /post_processor puts a token in front/,
  ],
  [
    'a character map that is no base64',
    { ...unigram, normalizer: { type: 'Precompiled', precompiled_charsmap: '%%%' } },
    /no base64/,
  ],
  ['a character map of no bytes', charsmap(Buffer.alloc(0)), /table has -1 bytes, of 0/],
  [
    'a character map longer than it is',
    charsmap(Buffer.from([0xff, 0xff, 0xff, 0x7f])),
    /table has 2147483647 bytes, of 4/,
  ],
  [
    'too many steps',
    { ...bpe, normalizer: { type: 'Sequence', normalizers: Array(200).fill({ type: 'NFC' }) } },
    /200 steps/,
  ],
];

for (const [name, json, problem] of REFUSED) {
  test(name, async () => {
    await assert.rejects(load(JSON.stringify(json)), (failure: Failure) => {
      assert.equal(failure.code, 'tokenizer-invalid', String(failure));
      assert.match('problem' in failure ? failure.problem : '', problem);
      return true;
    });
  });
}

test('a million sequences inside one another', async () => {
  const deep = `${'{"type":"Sequence","normalizers":['.repeat(1_000_000)}${']}'.repeat(1_000_000)}`;
  const text = JSON.stringify({ ...bpe, normalizer: 'HERE' }).replace('"HERE"', deep);
  await assert.rejects(load(text), (failure: Failure) => isFailure(failure));
});

const PLACES: readonly [name: string, file: (deep: unknown) => object][] = [
  ['a field that nobody reads', (deep) => ({ ...bpe, normalizer: { type: 'NFC', deep } })],
  ['a flag', (deep) => model(bpe, { byte_fallback: deep })],
  ['an id', (deep) => ({ ...bpe, added_tokens: [{ id: deep, content: 'x' }] })],
  ['a merge', (deep) => model(bpe, { merges: [deep] })],
];
for (const [name, file] of PLACES) {
  test(`${name} that is a hundred thousand lists inside one another`, async () => {
    const text = JSON.stringify(file('HERE')).replace('"HERE"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    await assert.rejects(load(text), { code: 'json-invalid', problem: 'nested more than 1000 deep' });
  });
}

test('an expression that never ends on some text is given up on', async () => {
  const { encode, count } = await load(
    JSON.stringify(words({ type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated' })),
  );
  assert.ok(encode('aaa b').length > 0);
  assert.throws(() => count(`${'a'.repeat(60)}!`), { code: 'tokenizer-invalid', problem: /does not come to an end/ });
});

const ENDLESS = { type: 'Replace', pattern: { Regex: '(a+)+$' }, content: '' };
const NO_END = { code: 'tokenizer-invalid', problem: /does not come to an end/ };
/** On this the expression takes exponential time. */
const SLOW = `${'a'.repeat(60)}!`;

test('a decoder that never ends on some token is given up on', async () => {
  const { pre_tokenizer, ...one } = words({});
  const model = { type: 'WordLevel', vocab: { [SLOW]: 0, b: 1 }, unk_token: 'b' };
  const { decode, piece } = await load(
    JSON.stringify({ ...one, model, decoder: { type: 'Sequence', decoders: [ENDLESS] } }),
  );
  assert.equal(piece(1).text, 'b');
  assert.equal(decode([1]), 'b');
  assert.throws(() => piece(0), NO_END);
  assert.throws(() => decode([0]), NO_END);
});

test('a normalizer that never ends on an added token is given up on', async () => {
  const added = { id: 99, content: SLOW, special: false, normalized: true, lstrip: false, rstrip: false };
  const json = { ...bpe, normalizer: ENDLESS, added_tokens: [{ ...added, single_word: false }] };
  await assert.rejects(load(JSON.stringify(json)), NO_END);
});

test('an expression that repeats a group too often in a row is given up on', async () => {
  const split = { type: 'Split', pattern: { Regex: '((a)|(b))+' }, behavior: 'Isolated' };
  const { count } = await load(JSON.stringify(words(split)));
  assert.ok(count('ab'.repeat(1000)) > 0);
  const failure = { code: 'tokenizer-invalid', problem: /repeats a group/ };
  assert.throws(() => count('a'.repeat(4_000_000)), failure);
});

test('a character map that points outside itself', async () => {
  const table = Buffer.alloc(4 + 4 * 600);
  table.writeUInt32LE(4 * 600, 0);
  for (let unit = 0; unit < 600; unit++) table.writeUInt32LE((0x100 | (unit & 0xff)) + (unit << 10), 4 + 4 * unit);
  const { encode } = await load(JSON.stringify(charsmap(table)));
  for (let seed = 0; seed < 50; seed++) endsInWords(() => encode(randomText(seed)));
});

test(`${MUTATIONS} mutated files a kind: a tokenizer, or an error in words`, async () => {
  for (const [kind, json] of Object.entries({ bpe, wordPiece, unigram: smallUnigram() })) {
    for (let seed = 0; seed < MUTATIONS; seed++) {
      const random = randomOf(seed).next;
      const mutated = structuredClone(json) as Json;
      for (let i = 0; i < 3; i++) mutate(mutated, random);
      try {
        const { encode, decode } = await load(JSON.stringify(mutated));
        decode(encode(randomText(seed), { special: true }).map(({ id }) => id));
      } catch (thrown) {
        assert.ok(isFailure(thrown), `${kind}, seed ${seed}: ${(thrown as Error).stack}`);
      }
    }
  }
});

/** The tokenizer without its large character map, which would take mutations a long time to write. */
function smallUnigram(): object {
  return { ...unigram, normalizer: { type: 'Sequence', normalizers: [{ type: 'Nmt' }, { type: 'NFKC' }] } };
}

const VALUES = [
  null,
  true,
  -1,
  1.5,
  1e300,
  '',
  'x',
  '▁',
  [],
  {},
  [[]],
  ['a', 'b'],
  { type: 'Sequence' },
  { Regex: '\\p{L}+' },
];

/** The file with another value, or none, at a random place. */
function mutate(json: Record<string, unknown>, random: () => number): void {
  let at: Record<string, unknown> = json;
  for (;;) {
    const keys = Object.keys(at);
    if (keys.length === 0) return;
    const key = keys[Math.floor(random() * keys.length)];
    const inside = at[key];
    if (typeof inside === 'object' && inside !== null && random() < 0.8) {
      at = inside as Record<string, unknown>;
      continue;
    }
    if (random() < 0.2 && !Array.isArray(at)) delete at[key];
    else at[key] = structuredClone(VALUES[Math.floor(random() * VALUES.length)]);
    return;
  }
}

function endsInWords(work: () => unknown): void {
  try {
    work();
  } catch (thrown) {
    assert.ok(isFailure(thrown), String(thrown));
  }
}
