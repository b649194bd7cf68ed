import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { GgufWish } from '../../../src/hub/ggufListing.ts';
import { listModel } from '../../../src/hub/modelListing.ts';
import { parsePastedModel } from '../../../src/hub/pastedModel.ts';
import { parseRepoId } from '../../../src/hub/repoId.ts';
import { failsWith, MODEL_FILES, NEVER } from './downloading.ts';
import { listingOf, sendJson, startHubServer } from './hubServer.ts';

const HUB = 'https://huggingface.co';
const MIRROR = 'https://models.example.org:8443/hub';
const NAME = 'openai-community/gpt2';
const SHA = '0123456789abcdef0123456789abcdef01234567';

const REPOS: readonly [pasted: string, repo: string, revision?: string][] = [
  ['gpt2', 'gpt2'],
  [NAME, NAME],
  [`${NAME}/`, NAME],
  [`  ${NAME}\n`, NAME],
  [`"${NAME}"`, NAME],
  [`'${NAME}',`, NAME],
  [`\`${NAME}@v1\``, NAME, 'v1'],
  [`${HUB}/${NAME}`, NAME],
  [`<${HUB}/${NAME}>`, NAME],
  [`${HUB}/gpt2`, 'gpt2'],
  [`${HUB}/gpt2/tree/v2`, 'gpt2', 'v2'],
  [`${HUB}/${NAME}/`, NAME],
  [`http://www.huggingface.co/${NAME}`, NAME],
  [`HTTPS://HuggingFace.co/${NAME}`, NAME],
  [`huggingface.co/${NAME}`, NAME],
  [`hf.co/${NAME}`, NAME],
  [`https://hf-mirror.com/${NAME}/tree/main`, NAME],
  [`${HUB}/${NAME}/tree/main`, NAME],
  [`${HUB}/${NAME}/tree/v1.0/`, NAME, 'v1.0'],
  [`${HUB}/${NAME}/tree/refs%2Fpr%2F3`, NAME, 'refs/pr/3'],
  [`${HUB}/${NAME}/tree/refs/pr/3`, NAME, 'refs/pr/3'],
  [`${HUB}/${NAME}/blob/main/config.json`, NAME],
  [`${HUB}/${NAME}/blob/v1/onnx/model.onnx#L3`, NAME, 'v1'],
  [`${HUB}/${NAME}/resolve/${SHA}/model.safetensors?download=true`, NAME, SHA],
  [`${HUB}/${NAME}/commit/${SHA}`, NAME, SHA],
  [`${HUB}/${NAME}/commits/main`, NAME],
  [`${HUB}/${NAME}/discussions/3`, NAME],
  [`${HUB}/${NAME}?library=transformers`, NAME],
  [`${HUB}/${NAME}#model-description`, NAME],
  [`${HUB}/api/models/${NAME}/revision/v1`, NAME, 'v1'],
  [`${NAME}/tree/v1`, NAME, 'v1'],
  [`git clone ${HUB}/${NAME}`, NAME],
  [`git clone --depth=1 ${HUB}/${NAME}.git`, NAME],
  [`$ git lfs clone git@hf.co:${NAME}`, NAME],
  [`hf download ${NAME}`, NAME],
  [`huggingface-cli download "${NAME}"`, NAME],
  [`hf://${NAME}`, NAME],
];
const Q4 = { kind: 'quantisation', quantisation: 'Q4_K_M' } as const;
const ANY = { kind: 'any' } as const;
const file = (path: string) => ({ kind: 'file', path }) as const;
const GGUF = 'bartowski/Llama-3.2-1B-Instruct-GGUF';
const GGUFS: readonly [pasted: string, repo: string, wish: GgufWish, revision?: string][] = [
  [`${HUB}/${GGUF}/blob/main/a-Q4_K_M.gguf`, GGUF, file('a-Q4_K_M.gguf')],
  [`${HUB}/${GGUF}/resolve/v1/BF16/a%20b.gguf?download=true`, GGUF, file('BF16/a b.gguf'), 'v1'],
  [`${HUB}/${GGUF}/blob/refs/pr/3/a.gguf`, GGUF, file('a.gguf'), 'refs/pr/3'],
  [`${HUB}/${GGUF}?show_file_info=a-Q4_K_M.gguf`, GGUF, file('a-Q4_K_M.gguf')],
  [`hf://${GGUF}/a.gguf`, GGUF, file('a.gguf')],
  [`hf://${GGUF}@v1/a.gguf`, GGUF, file('a.gguf'), 'v1'],
  [`hf:${GGUF}/a.gguf`, GGUF, file('a.gguf')],
  [`hf:${GGUF}:Q4_K_M`, GGUF, Q4],
  [`${GGUF}/a.gguf`, GGUF, file('a.gguf')],
  [`hf.co/${GGUF}:Q4_K_M`, GGUF, Q4],
  [`https://hf.co/${GGUF}:Q4_K_M`, GGUF, Q4],
  [`${GGUF}:Q4_K_M`, GGUF, Q4],
  [`${GGUF}:latest`, GGUF, ANY],
  [`ollama run hf.co/${GGUF}:Q4_K_M`, GGUF, Q4],
  [`$ ollama pull huggingface.co/${GGUF}`, GGUF, ANY],
  ['ollama run hf.co/gpt2', 'gpt2', ANY],
  [`llama-cli -hf ${GGUF}:Q4_K_M`, GGUF, Q4],
  [`llama-server -hf ${GGUF} --port 8080`, GGUF, ANY],
  [`llama-server --hf-repo=${GGUF}`, GGUF, ANY],
  [`llama serve -hf ${GGUF}`, GGUF, ANY],
  [`lms get ${GGUF}`, GGUF, ANY],
  [`hf download ${GGUF} a-Q4_K_M.gguf --local-dir .`, GGUF, file('a-Q4_K_M.gguf')],
];
for (const [pasted, repo, gguf, revision = 'main'] of GGUFS) {
  test(`${JSON.stringify(pasted)} is GGUF of ${repo}`, () => {
    assert.deepEqual(parsePastedModel(pasted, HUB), { kind: 'repo', id: { repo, revision }, gguf });
  });
}

const OLLAMA: readonly [pasted: string, name: string][] = [
  ['https://ollama.com/library/llama3.2', 'llama3.2'],
  ['https://ollama.com/library/llama3.2:1b?x=y', 'llama3.2:1b'],
  ['ollama.com/library/llama3.2/tags', 'llama3.2'],
  ['https://www.ollama.com/somebody/own', 'somebody/own'],
  ['https://registry.ollama.ai/library/llama3.2:1b', 'llama3.2:1b'],
  ['ollama.com/gemma3', 'gemma3'],
  ['ollama run llama3.2', 'llama3.2'],
  ['$ ollama pull llama3.2:1b', 'llama3.2:1b'],
  ['ollama run --verbose somebody/own:latest', 'somebody/own:latest'],
  ['llama3.2:1b', 'llama3.2:1b'],
  ['hf:1b', 'hf:1b'],
];
for (const [pasted, name] of OLLAMA) {
  test(`${JSON.stringify(pasted)} is ${name} of Ollama`, () => {
    assert.deepEqual(parsePastedModel(pasted, HUB), { kind: 'ollama', name });
  });
}

for (const [pasted, repo, revision = 'main'] of REPOS) {
  test(`${JSON.stringify(pasted)} is ${repo} at ${revision}`, () => {
    assert.deepEqual(parsePastedModel(pasted, HUB), { kind: 'repo', id: { repo, revision } });
  });
}

test('an address at the mirror of the settings is one of a model, with the path that it may have', () => {
  const id = { repo: NAME, revision: 'v1' };
  assert.deepEqual(parsePastedModel(`${MIRROR}/${NAME}/tree/v1`, MIRROR), { kind: 'repo', id });
  assert.deepEqual(parsePastedModel(`${HUB}/${NAME}/tree/v1`, MIRROR), { kind: 'repo', id });
});

const FOLDERS: readonly [pasted: string, folder: string][] = [
  ['/models/gpt2', '/models/gpt2'],
  ['/models/my gpt2/', '/models/my gpt2'],
  ['"/models/gpt2"', '/models/gpt2'],
  ['/models/gpt2/config.json', '/models/gpt2'],
  ['/models/gpt2/model.safetensors', '/models/gpt2'],
  ['~/models/gpt2', join(homedir(), 'models/gpt2')],
  ['~', homedir()],
  ['C:\\models\\gpt2\\', 'C:\\models\\gpt2'],
  ['c:/models/gpt2', 'c:/models/gpt2'],
  ['C:\\models\\gpt2\\tokenizer.json', 'C:\\models\\gpt2'],
  ['\\\\server\\share\\gpt2', '\\\\server\\share\\gpt2'],
  ...(process.platform === 'win32' ? [] : [['file:///models/my%20gpt2', '/models/my gpt2'] as [string, string]]),
];
for (const [pasted, folder] of FOLDERS) {
  test(`${JSON.stringify(pasted)} is a folder`, () => {
    assert.deepEqual(parsePastedModel(pasted, HUB), { kind: 'folder', folder });
  });
}

const BLOB = `/usr/share/ollama/.ollama/models/blobs/sha256-${'0a'.repeat(32)}`;
const FILES: readonly [pasted: string, file: string][] = [
  ['/models/a b-Q4_K_M.gguf', '/models/a b-Q4_K_M.gguf'],
  ['"C:\\models\\a.GGUF"', 'C:\\models\\a.GGUF'],
  ['~/a.gguf', join(homedir(), 'a.gguf')],
  [BLOB, BLOB],
];
for (const [pasted, path] of FILES) {
  test(`${JSON.stringify(pasted)} is a file`, () => {
    assert.deepEqual(parsePastedModel(pasted, HUB), { kind: 'file', file: path });
  });
}

const NEITHER = [
  '',
  'https://github.com/openai/gpt-2',
  `${HUB}/datasets/a/b`,
  `${HUB}/spaces/a/b`,
  `${HUB}/docs`,
  `${HUB}/models?search=gpt2`,
  HUB,
  `${HUB}/a--b/c`,
  `${HUB}/${NAME}/tree/..%2F..%2Fx`,
  `${HUB}/${NAME}/tree/%`,
  './models/gpt2',
  '../gpt2',
  'models/my/gpt2',
  `${NAME}:1/2`,
  'https://ollama.com/search?q=x',
  'https://ollama.com/',
  'ollama run a;b',
  'a:',
  `${HUB}/${NAME}/blob/main/%E0.gguf`,
  `${NAME}?x`,
  'pip install transformers',
  'file://elsewhere/gpt2',
];
for (const text of NEITHER) {
  test(`${JSON.stringify(text)} is refused as it was pasted`, () => {
    assert.throws(() => parsePastedModel(text, HUB), failsWith({ code: 'repo-invalid', text }));
  });
}

test('a name alone is that of the owner whom the hub redirects to', async () => {
  const repo = 'somebody/some-model';
  const id = (owned: string) => ({ listing: { id: owned } });
  for (const [answered, expected] of [
    [repo, repo],
    ['somebody/other', 'some-model'],
  ]) {
    await using server = await startHubServer({
      files: MODEL_FILES,
      misbehave: ({ path }, response) => {
        if (path.startsWith('/api/models/some-model/revision/'))
          response.writeHead(307, { location: path.replace('some-model', repo) }).end();
        else sendJson(response, listingOf({ files: MODEL_FILES, ...id(answered) }));
        return true;
      },
    });
    assert.equal((await listModel(server.hub, parseRepoId('some-model'), NEVER)).repo, expected);
  }
});
