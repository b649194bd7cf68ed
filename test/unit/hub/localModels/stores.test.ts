// Models of LM Studio, llama.cpp and Hugging Face's cache where these programs put them.
import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { listHubGguf } from '../../../../src/hub/localModels/hubGguf.ts';
import { listLlamaCpp, llamaCppFolder } from '../../../../src/hub/localModels/llamaCpp.ts';
import { listLmStudio } from '../../../../src/hub/localModels/lmStudio.ts';
import type { LocalModels } from '../../../../src/hub/localModels/localModel.ts';
import { NEVER } from '../downloading.ts';
import { COMMIT } from '../hubServer.ts';
import { GGUF, newMachine } from './writtenMachine.ts';

const SPLIT = [1, 2, 3].map((part) => `Big-Q4_K_M-0000${part}-of-00003.gguf`);

function named({ models }: LocalModels): readonly string[] {
  return models.map(({ name }) => name);
}

test('LM Studio: GGUF files and folders of safetensors, split models once, towers for pictures not', async (context) => {
  const machine = await newMachine(context);
  const models = '.lmstudio/models';
  const small = await machine.write(`${models}/lmstudio-community/gemma-3-1b-it-GGUF/gemma-3-1b-it-Q4_K_M.gguf`, GGUF);
  await machine.write(`${models}/lmstudio-community/gemma-3-1b-it-GGUF/mmproj-model-f16.gguf`, GGUF);
  await machine.write(`${models}/lmstudio-community/gemma-3-1b-it-GGUF/downloading_b-Q8_0.gguf.part`, GGUF);
  for (const part of SPLIT) await machine.write(`${models}/somebody/Big-GGUF/${part}`, GGUF);
  for (const name of ['config.json', 'tokenizer.json', 'model.safetensors'])
    await machine.write(`${models}/mlx-community/Qwen3-0.6B-4bit/${name}`, '{}');
  await machine.write(`${models}/mlx-community/half-there/model.safetensors`, '{}');
  const listed = await listLmStudio(machine, NEVER);
  const names = ['b-Q8_0', 'gemma-3-1b-it-Q4_K_M', 'Big-Q4_K_M', 'mlx-community/Qwen3-0.6B-4bit'];
  assert.deepEqual(named(listed), names);
  const [coming, gemma, big, qwen] = listed.models;
  assert.deepEqual(coming.problem, { kind: 'downloading' });
  assert.deepEqual([gemma.path, gemma.quantisation, gemma.format], [small, 'Q4_K_M', 'gguf']);
  assert.deepEqual([big.bytes, big.problem], [3 * GGUF.length, undefined]);
  assert.equal(big.path, join(machine.home, models, 'somebody/Big-GGUF', SPLIT[0]));
  assert.deepEqual(
    [qwen.format, qwen.path],
    ['safetensors', join(machine.home, models, 'mlx-community/Qwen3-0.6B-4bit')],
  );
});

test('LM Studio: another home, another folder of models, and the one of before', async (context) => {
  const machine = await newMachine(context);
  const other = join(machine.root, 'other');
  await machine.write('.lmstudio-home-pointer', `${other}\n`);
  await machine.write('/other/models/a/b/pointed.gguf', GGUF);
  await machine.write('/other/settings.json', JSON.stringify({ downloadsFolder: join(machine.root, 'chosen') }));
  await machine.write('/chosen/a/b/chosen.gguf', GGUF);
  await machine.write('.lmstudio/models/a/b/usual.gguf', GGUF);
  await machine.write('.lmstudio/settings.json', '{"downloadsFolder": "relative"}');
  await machine.write('.cache/lm-studio/models/a/b/older.gguf', GGUF);
  assert.deepEqual(named(await listLmStudio(machine, NEVER)), ['chosen', 'pointed', 'usual', 'older']);
  await machine.write('/other/settings.json', 'not JSON');
  await machine.write('.lmstudio-home-pointer', 'x'.repeat(20_000));
  assert.deepEqual(named(await listLmStudio(machine, NEVER)), ['usual', 'older']);
});

test('a part that is missing is named', async (context) => {
  const machine = await newMachine(context);
  await machine.write(`.lmstudio/models/a/b/${SPLIT[0]}`, GGUF);
  await machine.write(`.lmstudio/models/a/b/${SPLIT[2]}`, GGUF);
  await machine.write(`.lmstudio/models/a/c/${SPLIT[1]}`, GGUF);
  await machine.write(`.lmstudio/models/a/d/${SPLIT[0]}`, GGUF);
  const { models } = await listLmStudio(machine, NEVER);
  const missing = (part: number) => ({ kind: 'part-missing', part, parts: 3 });
  assert.deepEqual(
    models.map(({ problem }) => problem),
    [missing(2), missing(1), missing(2)],
  );
});

test('llama.cpp: its cache by system and environment', () => {
  const machine = { environment: {}, platform: 'linux', home: '/home/me', root: '/' } as const;
  assert.equal(llamaCppFolder(machine), join('/home/me', '.cache', 'llama.cpp'));
  assert.equal(llamaCppFolder({ ...machine, environment: { XDG_CACHE_HOME: '/x' } }), join('/x', 'llama.cpp'));
  assert.equal(llamaCppFolder({ ...machine, environment: { LLAMA_CACHE: '/mine' } }), '/mine');
  assert.equal(llamaCppFolder({ ...machine, platform: 'darwin' }), join('/home/me', 'Library', 'Caches', 'llama.cpp'));
  const windows = { ...machine, platform: 'win32' } as const;
  assert.equal(llamaCppFolder({ ...windows, environment: { LOCALAPPDATA: '/l' } }), join('/l', 'llama.cpp'));
  assert.equal(llamaCppFolder(windows), join('/home/me', 'AppData', 'Local', 'llama.cpp'));
});

test('llama.cpp: names are those of the files, without owner and repository', async (context) => {
  const machine = await newMachine(context);
  const cache = '.cache/llama.cpp';
  await machine.write(`${cache}/bartowski_Llama-3.2-1B-Instruct-GGUF_Llama-3.2-1B-Instruct-Q4_K_M.gguf`, GGUF);
  await machine.write(`${cache}/bartowski_Llama-3.2-1B-Instruct-GGUF_Llama-3.2-1B-Instruct-Q4_K_M.gguf.json`, '{}');
  await machine.write(`${cache}/a_b-GGUF_x-Q8_0.gguf.downloadInProgress`, GGUF);
  await machine.write(`${cache}/own_model.gguf`, GGUF);
  await machine.write(`${cache}/own_model.gguf.downloadInProgress`, GGUF); // of an earlier try
  const listed = await listLlamaCpp(machine, NEVER);
  assert.deepEqual(named(listed), ['x-Q8_0', 'Llama-3.2-1B-Instruct-Q4_K_M', 'own_model']);
  assert.deepEqual(
    listed.models.map(({ problem }) => problem?.kind),
    ['downloading', undefined, undefined],
  );
});

test('Hugging Face: a GGUF repository of which nothing is there whole is being downloaded', async (context) => {
  const machine = await newMachine(context);
  const hub = '.cache/huggingface/hub';
  await machine.write(`${hub}/models--a--b-GGUF/blobs/${'b'.repeat(64)}.incomplete`, GGUF);
  await machine.write(`${hub}/models--a--safetensors/blobs/${'c'.repeat(64)}.incomplete`, '{}');
  const { models } = await listHubGguf(machine, NEVER);
  assert.deepEqual(
    models.map(({ name, problem }) => [name, problem]),
    [['a/b-GGUF', { kind: 'downloading' }]],
  );
});

test('Hugging Face: quantisations of one repository are several models, links lead to the blobs', async (context) => {
  const machine = await newMachine(context);
  const repo = '.cache/huggingface/hub/models--bartowski--Llama-3.2-1B-GGUF';
  const blob = await machine.write(`${repo}/blobs/${'a'.repeat(64)}`, GGUF);
  await machine.write(`${repo}/snapshots/${COMMIT}/Llama-3.2-1B-Q8_0.gguf`, GGUF);
  for (const commit of [COMMIT, 'f'.repeat(40)]) {
    await mkdir(join(machine.home, repo, 'snapshots', commit), { recursive: true });
    await symlink(blob, join(machine.home, repo, 'snapshots', commit, 'Llama-3.2-1B-Q4_K_M.gguf'));
    await symlink('/not/there', join(machine.home, repo, 'snapshots', commit, 'Llama-3.2-1B-Q5_K_M.gguf'));
  }
  await machine.write(`${repo}/snapshots/${COMMIT}/BF16/whole.gguf`, GGUF);
  const { models } = await listHubGguf(machine, NEVER);
  const snapshot = join(machine.home, repo, 'snapshots', COMMIT);
  assert.deepEqual(
    models.map(({ name, quantisation, path }) => [name, quantisation, path]),
    [
      ['bartowski/Llama-3.2-1B-GGUF/whole', undefined, join(snapshot, 'BF16', 'whole.gguf')],
      ['bartowski/Llama-3.2-1B-GGUF', 'Q4_K_M', join(snapshot, 'Llama-3.2-1B-Q4_K_M.gguf')],
      ['bartowski/Llama-3.2-1B-GGUF', 'Q8_0', join(snapshot, 'Llama-3.2-1B-Q8_0.gguf')],
    ],
  );
});
