// Tokenizers in GGUF files: the same tokens as from the tokenizer.json that they were made of, special tokens, chat template
// and ends from the metadata, and what is refused.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { applyChatTemplate } from '../../../../src/tokenizer/chatTemplate.ts';
import { loadEndIds } from '../../../../src/tokenizer/endIds.ts';
import { loadTokenizer } from '../../../../src/tokenizer/tokenizer.ts';
import { ggufBytes, type Written } from '../../checkpoint/gguf/ggufBytes.ts';

const FIXTURES = join(import.meta.dirname, '../../../golden/fixtures');
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gguf-'));
});
after(() => rm(folder, { recursive: true }));

let files = 0;
async function write(metadata: Readonly<Record<string, Written>>): Promise<string> {
  const file = join(folder, `${files++}.gguf`);
  await writeFile(file, ggufBytes({ metadata }));
  return file;
}

const TEXT = ` It's HER'S, they'LL\tread 1234567 tokens;  camelCase.  \n\n\n x+=1 你好 e\u0301 🙂 <|endoftext|>${readFileSync(import.meta.filename, 'utf8')}`;

for (const name of readdirSync(FIXTURES).filter((each) => each.startsWith('gguf-'))) {
  test(`${name} cuts as its tokenizer.json`, async () => {
    const [ours, theirs] = [await loadTokenizer(join(FIXTURES, name)), await loadTokenizer(join(FIXTURES, name, 'hf'))];
    const ids = ours.encode(TEXT, { special: true }).map(({ id }) => id);
    assert.deepEqual(
      ids,
      theirs.encode(TEXT, { special: true }).map(({ id }) => id),
    );
    assert.equal(ours.decode(ids), theirs.decode(ids));
  });
}

const WRITTEN: readonly [name: string, as: string, more: Readonly<Record<string, Written>>][] = [
  ['gpt2', 'gpt2', { 'tokenizer.ggml.pre': 'gpt-2' }],
  ['gpt-neox-20b', 'gpt2', { 'tokenizer.ggml.pre': 'olmo' }],
  ['spm-bpe-gemma', 'llama', { 'tokenizer.ggml.pre': 'gemma4', 'tokenizer.ggml.add_bos_token': false }],
  ['spm-bpe-gemma', 'gemma4', { 'tokenizer.ggml.unknown_token_id': 0, 'tokenizer.ggml.add_bos_token': false }],
];
for (const [name, as, more] of WRITTEN) {
  test(`${name}, written as ${Object.values({ as, ...more }).join(' ')}, cuts as its tokenizer.json`, async () => {
    const original = join(FIXTURES, 'tokenizers', name);
    const { model, added_tokens: added } = JSON.parse(readFileSync(join(original, 'tokenizer.json'), 'utf8'));
    const texts: string[] = [];
    const kinds: number[] = [];
    for (const [text, id] of Object.entries<number>(model.vocab)) texts[id] = text;
    for (const { id, content } of added) texts[id] = content;
    for (const id of texts.keys()) kinds[id] = 1;
    for (const [id, text] of texts.entries()) if (/^<0x..>$/.test(text)) kinds[id] = 6;
    for (const { id, special } of added) kinds[id] = special ? 3 : 4;
    const file = await write({
      ...{ 'tokenizer.ggml.model': as, ...more },
      ...{ 'tokenizer.ggml.tokens': { texts }, 'tokenizer.ggml.token_type': { int32s: kinds } },
      'tokenizer.ggml.merges': {
        texts: model.merges.map((m: string | string[]) => (Array.isArray(m) ? m.join(' ') : m)),
      },
    });
    const [ours, theirs] = [await loadTokenizer(file), await loadTokenizer(original)];
    assert.deepEqual(ours.encode(TEXT), theirs.encode(TEXT));
    const ids = ours.encode(TEXT).map(({ id }) => id);
    assert.equal(ours.decode(ids), theirs.decode(ids));
  });
}

test('of an encoder both ends are put around a closed text where the file says nothing, and its mask takes a space', async () => {
  const bytes = {
    ...{ 'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.merges': { texts: [] } },
    'tokenizer.ggml.tokens': { texts: ['<s>', '</s>', '<mask>', 'a', 'Ġ'] },
    'tokenizer.ggml.token_type': { int32s: [3, 3, 3, 1, 1] },
    ...{ 'tokenizer.ggml.bos_token_id': 0, 'tokenizer.ggml.eos_token_id': 1, 'tokenizer.ggml.mask_token_id': 2 },
  };
  const cut = async (pre: string) =>
    (await loadTokenizer(await write({ ...bytes, 'tokenizer.ggml.pre': pre })))
      .encode('a <mask>', { special: true, closed: true })
      .map(({ id }) => id);
  assert.deepEqual(await cut('roberta-bpe'), [0, 3, 2, 1]);
  assert.deepEqual(await cut('modern-bert'), [0, 3, 2, 1]);
  assert.deepEqual(await cut('gpt-2'), [3, 4, 2]);
});

test('gpt-oss as Ollama writes it is cut as for GPT-4o, whatever name the file has for it', async () => {
  const tokens = async (architecture: string) => {
    const metadata = {
      'general.architecture': architecture,
      'tokenizer.ggml.model': 'gpt2',
      'tokenizer.ggml.pre': 'default',
    };
    const tokenizer = await loadTokenizer(
      await write({
        ...metadata,
        'tokenizer.ggml.tokens': { texts: ['a', 'B', 'aB'] },
        'tokenizer.ggml.merges': { texts: ['a B'] },
      }),
    );
    return tokenizer.encode('aB').map(({ id }) => id);
  };
  assert.deepEqual([await tokens('gptoss'), await tokens('gpt-oss')], [[0, 1], [2]]); // camelCase is two words there
});

const SPIECE: Readonly<Record<string, Written>> = {
  'tokenizer.ggml.model': 'llama',
  'tokenizer.ggml.tokens': { texts: ['<unk>', '<s>', '</s>', '▁', 'a', 'b', 'ab', '▁ab', '<turn>'] },
  'tokenizer.ggml.scores': { float32s: [0, 0, 0, -9, -9, -9, -1, -2, 0] },
  'tokenizer.ggml.token_type': { int32s: [2, 3, 3, 1, 1, 1, 1, 1, 4] },
  'tokenizer.ggml.bos_token_id': 1,
  'tokenizer.ggml.eos_token_id': 2,
};

test('pieces with higher scores are joined first, a space is put in front unless the file says no', async () => {
  const tokens = async (more = {}) =>
    (await loadTokenizer(await write({ ...SPIECE, ...more }))).encode('ab ba').map(({ id }) => id);
  assert.deepEqual(await tokens(), [7, 3, 5, 4]);
  assert.deepEqual(await tokens({ 'tokenizer.ggml.add_space_prefix': false }), [6, 3, 5, 4]);
  assert.deepEqual(await tokens({ 'general.architecture': 'gemma3' }), [6, 3, 5, 4]); // Ollama's does not say it
});

test('the first token is put in front as the file says, and by default for SentencePiece', async () => {
  const first = async (more = {}) =>
    (await loadTokenizer(await write({ ...SPIECE, ...more }))).encode('', { special: true }).map(({ id }) => id);
  assert.deepEqual(await first(), [1]);
  assert.deepEqual(await first({ 'tokenizer.ggml.add_bos_token': false }), []);
});

test('the last token is put behind a text that is closed where the file says it, as in EmbeddingGemma', async () => {
  const closed = async (more = {}) =>
    (await loadTokenizer(await write({ ...SPIECE, ...more })))
      .encode('', { special: true, closed: true })
      .map(({ id }) => id);
  assert.deepEqual(await closed(), [1]);
  assert.deepEqual(await closed({ 'tokenizer.ggml.add_eos_token': true }), [1, 2]);
  const outside = { 'tokenizer.ggml.add_eos_token': true, 'tokenizer.ggml.eos_token_id': 9 };
  assert.deepEqual(await closed(outside), [1]); // of 9 tokens
});

test('user-defined tokens are found in the text', async () => {
  const tokenizer = await loadTokenizer(await write(SPIECE));
  assert.ok(tokenizer.encode('a<turn>b').some(({ id }) => id === 8));
});

test('ends are those that the metadata names, and control tokens that everybody knows', async () => {
  assert.deepEqual([...(await loadEndIds(await write({ ...SPIECE, 'tokenizer.ggml.eot_token_id': 8 })))], [2, 8]);
  const listed = { ...SPIECE, 'tokenizer.ggml.eos_token_ids': { int32s: [2, 5] } };
  assert.deepEqual([...(await loadEndIds(await write(listed)))], [2, 5]);
});

test('a chat template finds the special tokens', async () => {
  const file = await write({ ...SPIECE, 'tokenizer.chat_template': '{{ bos_token }}{{ messages[0].content }}' });
  assert.equal(await applyChatTemplate(file, [{ role: 'user', content: 'hi' }]), '<s>hi');
  await assert.rejects(applyChatTemplate(await write(SPIECE), []), { code: 'chat-template-missing' });
});

test("a whole tokenizer.json in the metadata is the model's own", async () => {
  const json = readFileSync(join(FIXTURES, 'gguf-llama-q4_0/hf/tokenizer.json'), 'utf8');
  const tokenizer = await loadTokenizer(await write({ ...SPIECE, 'tokenizer.huggingface.json': json }));
  assert.equal(tokenizer.size, 390);
});

test("BERT's words come back without llama.cpp's marks", async () => {
  const tokenizer = await loadTokenizer(
    await write({
      'tokenizer.ggml.model': 'bert',
      'tokenizer.ggml.tokens': { texts: ['[UNK]', '[CLS]', '▁read', 'ing', '▁a'] },
      'tokenizer.ggml.token_type': { int32s: [3, 3, 1, 1, 1] },
      'tokenizer.ggml.unknown_token_id': 0,
      'tokenizer.ggml.bos_token_id': 1,
    }),
  );
  const ids = tokenizer.encode('Reading a b', { special: true }).map(({ id }) => id);
  assert.deepEqual(ids, [1, 2, 3, 4, 0]);
});

const WORD_PIECES: Readonly<Record<string, Written>> = {
  'tokenizer.ggml.model': 'bert',
  'tokenizer.ggml.tokens': { texts: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '▁a', '▁A', 'á', '▁', '▁▁', '▁é', '▁e'] },
  'tokenizer.ggml.token_type': { int32s: [3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1] },
  ...{ 'tokenizer.ggml.unknown_token_id': 1, 'tokenizer.ggml.bos_token_id': 2, 'tokenizer.ggml.seperator_token_id': 3 },
};

test("BERT's capitals and accents are as the file says; without a word they follow the vocabulary", async () => {
  const cut = async (text: string, normalizer: Readonly<Record<string, boolean>> = {}) => {
    const keys = Object.entries(normalizer).map(([key, value]) => [`tokenizer.ggml.normalizer.${key}`, value]);
    const tokenizer = await loadTokenizer(await write({ ...WORD_PIECES, ...Object.fromEntries(keys) }));
    return tokenizer.encode(text, { special: true, closed: true }).map(({ id }) => id);
  };
  assert.deepEqual(await cut('A é'), [2, 5, 9, 3]);
  assert.deepEqual(await cut('A é', { lowercase: true }), [2, 4, 10, 3]);
  assert.deepEqual(await cut('A É', { lowercase: true, strip_accents: false }), [2, 4, 9, 3]);
  assert.deepEqual(await cut('A é', { lowercase: false, strip_accents: true }), [2, 5, 10, 3]);
});

test("BERT's special tokens are known by their texts where the file names none, as the oldest files do", async () => {
  const tokenizer = await loadTokenizer(
    await write({
      'tokenizer.ggml.model': 'bert',
      'tokenizer.ggml.tokens': { texts: ['[UNK]', '[CLS]', '[SEP]', '▁a', 'b'] },
      'tokenizer.ggml.token_type': { int32s: [1, 1, 1, 1, 1] },
    }),
  );
  const ids = tokenizer.encode('A c ab', { special: true, closed: true }).map(({ id }) => id);
  assert.deepEqual(ids, [1, 3, 0, 3, 4, 2]);
});

test("the mark of a word's beginning may itself be in BERT's vocabulary, as a word and within one", async () => {
  const tokenizer = await loadTokenizer(await write(WORD_PIECES));
  assert.deepEqual(
    tokenizer.encode('▁ a▁').map(({ id }) => id),
    [8, 4, 7],
  );
});

const T5 = { 'tokenizer.ggml.model': 't5' };
const REFUSED: [name: string, more: Readonly<Record<string, Written>>, problem: RegExp][] = [
  ['another kind of tokenizer', { 'tokenizer.ggml.model': 'rwkv' }, /^tokenizer\.ggml\.model is "rwkv"/],
  ['scores of another number', { 'tokenizer.ggml.scores': { float32s: [1] } }, /scores has 1 entries, and there are 9/],
  ['kinds of another number', { 'tokenizer.ggml.token_type': { int32s: [1] } }, /token_type has 1 entries/],
  [
    'a way to cut words that nobody knows',
    { 'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.pre': 'new', 'tokenizer.ggml.merges': { texts: [] } },
    /^tokenizer\.ggml\.pre is "new", which Tokenscope does not have/,
  ],
  [
    'pieces of the unigram model without scores',
    { ...T5, 'tokenizer.ggml.scores': { float32s: [] } },
    /scores has 0 entries/,
  ],
  [
    'a score that is no number',
    { ...T5, 'tokenizer.ggml.scores': { float32s: [0, 0, 0, Number.NaN, 0, 0, 0, 0, 0] } },
    /vocab\[3\] has no score/,
  ],
  [
    'a map of characters that is cut off',
    { ...T5, 'tokenizer.ggml.precompiled_charsmap': { int32s: [255, 255, 0, 0, 1, 2] } },
    /precompiled_charsmap/,
  ],
  [
    'an unknown token beyond the list',
    { ...T5, 'tokenizer.ggml.unknown_token_id': 9 },
    /unk_id is not in the vocabulary/,
  ],
  ['byte pairs without merges', { 'tokenizer.ggml.model': 'gpt2' }, /^tokenizer\.ggml\.merges is missing/],
  ["Gemma 4's byte pairs without merges", { 'tokenizer.ggml.model': 'gemma4' }, /^tokenizer\.ggml\.merges is missing/],
];
for (const [name, more, problem] of REFUSED) {
  test(`refuses ${name}`, async () => {
    await assert.rejects(loadTokenizer(await write({ ...SPIECE, ...more })), { code: 'tokenizer-invalid', problem });
  });
}
