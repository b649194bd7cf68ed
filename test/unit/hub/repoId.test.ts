import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelFolderName, parseRepoId, repoIdText, repoOfFolder } from '../../../src/hub/repoId.ts';
import { failsWith } from './downloading.ts';

const GOOD = [
  ['openai-community/gpt2', 'openai-community/gpt2', 'main'],
  [' Qwen/Qwen2.5-0.5B ', 'Qwen/Qwen2.5-0.5B', 'main'],
  ['roneneldan/TinyStories-33M@refs/pr/3', 'roneneldan/TinyStories-33M', 'refs/pr/3'],
  ['a/b_c.d@0123456789abcdef0123456789abcdef01234567', 'a/b_c.d', '0123456789abcdef0123456789abcdef01234567'],
  ['gpt2', 'gpt2', 'main'],
  ['_a/_b@v1.0+x', '_a/_b', 'v1.0+x'],
] as const;
for (const [text, repo, revision] of GOOD) {
  test(`${JSON.stringify(text)} is ${repo} at ${revision}`, () => {
    assert.deepEqual(parseRepoId(text), { repo, revision });
    assert.deepEqual(parseRepoId(repoIdText({ repo, revision })), { repo, revision });
  });
}

const BAD = [
  ...['', '/gpt2', 'a/', 'a/b/c', '../b', 'a/..', './b', 'a/.', '-a/b', 'a/b-', 'a/b.', '.a/b', 'a--b/c', 'a/b--c'],
  ...[
    'a/b..c',
    'a b/c',
    'a/b c',
    'a\\b/c',
    'a/b\\c',
    'C:/b',
    'a/b:c',
    'a/b?x',
    'a/b#x',
    'a/b%2f..',
    'a/b\0',
    'a/ü',
    'a/b.git',
  ],
  ...['https://huggingface.co/a/b', `a/${'b'.repeat(95)}`],
  ...[
    'a/b@',
    'a/b@c@d',
    'a/b@../c',
    'a/b@/c',
    'a/b@c/',
    'a/b@c//d',
    'a/b@.c',
    'a/b@c d',
    'a/b@c?d',
    'a/b@c.lock',
    'a/b@-c',
  ],
  `a/b@${'c'.repeat(201)}`,
];
for (const text of BAD) {
  test(`${JSON.stringify(text)} is no model's name`, () => {
    assert.throws(() => parseRepoId(text), failsWith({ code: 'repo-invalid', text }));
  });
}

test('a folder name tells owner, name and commit, and no two models share one', () => {
  const commit = 'f'.repeat(40);
  assert.equal(modelFolderName('a/b', commit), `a--b--${'f'.repeat(12)}`);
  const names = ['a-b/c', 'a/b-c', 'a_/b', 'a/_b'].map((repo) => modelFolderName(repo, commit));
  assert.equal(new Set(names).size, names.length);
});

test('the owner and the name are read off the folder that the store or the cache of the hub keeps a model in', () => {
  const stored = modelFolderName('EleutherAI/pythia-70m', '0123456789abcdef0123456789abcdef01234567');
  assert.equal(repoOfFolder(`/storage/models/${stored}`), 'EleutherAI/pythia-70m');
  assert.equal(repoOfFolder(String.raw`C:\hub\models--Qwen--Qwen3-0.6B\snapshots\main`), 'Qwen/Qwen3-0.6B');
  assert.equal(repoOfFolder('/home/me/models--gpt2/snapshots/main'), undefined);
  assert.equal(repoOfFolder('/home/me/my--own--model'), undefined);
});
