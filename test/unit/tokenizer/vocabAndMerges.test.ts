// Folders with vocab.json and merges.txt in place of tokenizer.json, made from tokenizers that have one: the tokens are
// the same. What is put in front of OPT's texts is what its published tokenizer_config.json says.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadTokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { copyOf, editJson, FIXTURES } from '../checkpoint/remadeFolder.ts';

const TEXTS = [
  'Hello wörld, it’s 2024!\n\n  Two  spaces\tand 詞元 👍🏽.',
  "I'LL say: don't <|endoftext|> twice<|endoftext|>",
  'e\u0301\u0301 café\u0085\r\n<|im_start|>user\nHi<|im_end|>',
  '',
];

/** That fixture has none of the special tokens that GPT-2's class has by default. */
const PREFIXED = { add_prefix_space: true, unk_token: null, bos_token: null, eos_token: null };

for (const fixture of ['gpt2', 'qwen2', 'tokenizers/gpt2', 'tokenizers/byte-level-prefix-space']) {
  test(`${fixture} makes the same tokens of vocab.json and merges.txt`, async () => {
    const folder = await older(fixture, fixture.includes('prefix') ? PREFIXED : {});
    const [ours, theirs] = [await loadTokenizer(folder), await loadTokenizer(join(FIXTURES, fixture))];
    for (const text of TEXTS) assert.deepEqual(ours.encode(text), theirs.encode(text), text);
    assert.equal(ours.size, theirs.size);
    assert.ok(ours.mergeRanks);
  });
}

test("OPT's class puts </s> in front, as its tokenizer_config.json asks for", async () => {
  const config = { tokenizer_class: 'GPT2Tokenizer', add_bos_token: true, bos_token: added('</s>'), unk_token: '</s>' };
  const ids = await idsWith({ ...config, eos_token: '</s>', pad_token: '<pad>' }, 'opt');
  assert.deepEqual(ids.front, [ids.of('</s>')]);
  assert.equal(ids.of('<pad>'), ids.of('</s>') + 1);
});

test('OPT puts </s> in front where no file says anything', async () => {
  const ids = await idsWith(undefined, 'opt');
  assert.deepEqual(ids.front, [ids.of('</s>')]);
});

test('add_bos_token puts the named token in front, and its absence none', async () => {
  assert.deepEqual((await idsWith({ add_bos_token: true, bos_token: '<|endoftext|>' }, 'gpt2')).front, [0]);
  assert.deepEqual((await idsWith({ add_bos_token: false, bos_token: '<|endoftext|>' }, 'opt')).front, []);
  assert.deepEqual((await idsWith({}, 'gpt2')).front, []);
});

test('added tokens come from every file that may list them, with the ids they have there', async () => {
  const decoder = { 0: added('<|endoftext|>'), 321: added('<mask>') };
  const ids = await idsWith({ added_tokens_decoder: decoder, additional_special_tokens: ['<more>'] }, 'gpt2', {
    '<old>': 320,
  });
  assert.deepEqual(['<mask>', '<old>', '<more>'].map(ids.of), [321, 320, 322]);
});

test('tokenizer.json comes first where there are all three', async () => {
  const folder = await copyOf('gpt2');
  await writeFile(join(folder, 'vocab.json'), '{}');
  await writeFile(join(folder, 'merges.txt'), '');
  assert.equal((await loadTokenizer(folder)).size, 320);
});

test('a class whose files are of another kind is refused, with what writes tokenizer.json', async () => {
  const folder = await older('gpt2', { tokenizer_class: 'CLIPTokenizer' });
  await assert.rejects(loadTokenizer(folder), (failure: { code: string; file: string; problem: string }) => {
    assert.equal(failure.code, 'tokenizer-invalid');
    assert.equal(failure.file, join(folder, 'tokenizer_config.json'));
    assert.match(failure.problem, /CLIPTokenizer.*save_pretrained/);
    return true;
  });
});

test('files that are damaged are refused by name', async () => {
  const folder = await older('gpt2', {});
  const merges = join(folder, 'merges.txt');
  await writeFile(merges, '#version: 0.2\nh e\nh e l\n');
  const problem = 'line 3 is "h e l", not a pair';
  await assert.rejects(loadTokenizer(folder), { code: 'tokenizer-invalid', file: merges, problem });
  await rm(merges);
  await assert.rejects(loadTokenizer(folder), { code: 'file-missing', file: join(folder, 'tokenizer.json') });
});

function added(content: string) {
  return { __type: 'AddedToken', content, lstrip: false, normalized: true, rstrip: false, single_word: false };
}

/** The fixture with the two older files; `changes` are made to its tokenizer_config.json. */
async function older(fixture: string, changes: object | undefined): Promise<string> {
  const folder = await copyOf(fixture);
  const file = join(folder, 'tokenizer.json');
  const { model, added_tokens: tokens } = JSON.parse(await readFile(file, 'utf8'));
  const merges = model.merges.map((merge: string | string[]) => (Array.isArray(merge) ? merge.join(' ') : merge));
  await writeFile(join(folder, 'vocab.json'), JSON.stringify(model.vocab));
  await writeFile(join(folder, 'merges.txt'), `#version: 0.2\r\n${merges.join('\r\n')}\r\n`);
  await rm(file);
  const config = join(folder, 'tokenizer_config.json');
  const known = { added_tokens_decoder: Object.fromEntries(tokens.map((token: { id: number }) => [token.id, token])) };
  const listed = fixture.endsWith('gpt2') ? {} : known;
  if (changes) await writeFile(config, JSON.stringify({ ...(await optional(config)), ...listed, ...changes }));
  else await rm(config, { force: true });
  return folder;
}

async function optional(file: string): Promise<object> {
  return JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
}

/** The ids of GPT-2's small tokenizer with another configuration. */
async function idsWith(config: object | undefined, modelType: string, addedTokens?: object) {
  const folder = await older('gpt2', config);
  await editJson(join(folder, 'config.json'), (json) => Object.assign(json, { model_type: modelType }));
  if (addedTokens) await writeFile(join(folder, 'added_tokens.json'), JSON.stringify(addedTokens));
  const tokenizer = await loadTokenizer(folder);
  const of = (token: string) => {
    const ids = tokenizer.encode(token).map(({ id }) => id);
    assert.equal(ids.length, 1, token);
    return ids[0];
  };
  const front = tokenizer.encode('x', { special: true }).slice(0, -1);
  return { of, front: front.map(({ id }) => id) };
}
