// Ollama's models as `ollama pull` lays them out, and folders that are not as they should be.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { LocalModelProblem } from '../../../../src/contract/failure.ts';
import { listOllama } from '../../../../src/hub/localModels/ollama.ts';
import { failsWith, NEVER } from '../downloading.ts';
import { digestOf, GGUF, layer, newMachine, type OllamaTag, pullIntoOllama } from './writtenMachine.ts';

const LIBRARY = 'registry.ollama.ai/library';
const MODEL = 'application/vnd.ollama.image.model';
const TENSOR = 'application/vnd.ollama.image.tensor';

test('names are those that ollama writes, and a blob is used where it lies', async (context) => {
  const machine = await newMachine(context);
  const blob = await pullIntoOllama(machine, { tag: `${LIBRARY}/llama3.2/1b` });
  await pullIntoOllama(machine, { tag: 'registry.ollama.ai/somebody/own/latest' });
  await pullIntoOllama(machine, { tag: 'hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF/Q4_K_M' });
  await machine.write('.ollama/models/manifests/.DS_Store', 'x');
  await machine.write('.ollama/models/manifests/registry.ollama.ai/library/stray', 'x');
  const { models, isCut } = await listOllama(machine, NEVER);
  assert.equal(isCut, false);
  assert.deepEqual(
    models.map(({ name }) => name),
    ['hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M', 'llama3.2:1b', 'somebody/own:latest'],
  );
  const { modifiedMs, ...model } = models[1];
  assert.ok(modifiedMs > 0);
  assert.deepEqual(model, {
    name: 'llama3.2:1b',
    store: 'ollama',
    path: blob,
    bytes: GGUF.length,
    format: 'gguf',
    quantisation: 'Q8_0',
    problem: undefined,
  });
});

test('OLLAMA_MODELS is looked into in place of the home, and the folder of the service as well', async (context) => {
  const machine = await newMachine(context);
  const service = '/usr/share/ollama/.ollama/models';
  await pullIntoOllama(machine, { tag: `${LIBRARY}/at-home/1b` });
  await pullIntoOllama(machine, { tag: `${LIBRARY}/elsewhere/1b`, models: 'big disk' });
  await pullIntoOllama(machine, { tag: `${LIBRARY}/of-service/1b`, models: service });
  const names = async (environment: Record<string, string>, platform: NodeJS.Platform) =>
    (await listOllama({ ...machine, environment, platform }, NEVER)).models.map(({ name }) => name);
  assert.deepEqual(await names({}, 'linux'), ['at-home:1b', 'of-service:1b']);
  assert.deepEqual(await names({}, 'darwin'), ['at-home:1b']);
  assert.deepEqual(await names({ OLLAMA_MODELS: 'not/here' }, 'win32'), ['at-home:1b', 'OLLAMA_MODELS']);
  assert.deepEqual(await names({ OLLAMA_MODELS: join(machine.home, 'big disk') }, 'linux'), [
    'elsewhere:1b',
    'of-service:1b',
  ]);
});

test('OLLAMA_MODELS with nothing behind it is said', async (context) => {
  const machine = await newMachine(context);
  const folder = join(machine.home, 'unmounted');
  const { models } = await listOllama({ ...machine, environment: { OLLAMA_MODELS: folder } }, NEVER);
  assert.deepEqual(
    models.map(({ name, path, problem }) => [name, path, problem]),
    [['OLLAMA_MODELS', undefined, { kind: 'folder-missing', variable: 'OLLAMA_MODELS', folder }]],
  );
});

/** The only model that there is once it was pulled. */
async function pulled(context: TestContext, tag: Omit<OllamaTag, 'tag'> & { readonly tag?: string }) {
  const machine = await newMachine(context);
  const blob = await pullIntoOllama(machine, { tag: `${LIBRARY}/m/1b`, ...tag });
  const list = async () => (await listOllama(machine, NEVER)).models[0];
  return { machine, blob, list };
}

test('a blob that is gone, is being downloaded, is too short or is no GGUF is listed with its problem', async (context) => {
  const { machine, blob, list } = await pulled(context, {});
  await rm(blob);
  assert.deepEqual((await list()).problem, { kind: 'file-missing', file: blob });
  await machine.write(`.ollama/models/blobs/sha256-${digestOf(GGUF)}-partial-0`, '{}');
  assert.deepEqual((await list()).problem, { kind: 'downloading' });
  const short = await pulled(context, { size: 1000 });
  const needs = { needsBytes: 1000, hasBytes: GGUF.length };
  assert.deepEqual((await short.list()).problem, { kind: 'too-short', file: short.blob, ...needs });
  const other = await pulled(context, { blob: 'ggla, an older form' });
  assert.deepEqual((await other.list()).problem, { kind: 'not-gguf', file: other.blob });
});

const WITHOUT_GGUF: readonly [what: string, tag: Omit<OllamaTag, 'tag'> & { tag?: string }, LocalModelProblem][] = [
  [
    'a model of the cloud by its tag',
    { tag: `${LIBRARY}/gpt-oss/120b-cloud`, manifest: { layers: [] } },
    { kind: 'cloud' },
  ],
  ['a model of the cloud by its configuration', remote(), { kind: 'cloud' }],
  [
    'tensors of the MLX engine',
    { manifest: { layers: [layer(TENSOR, 'a'), layer(TENSOR, 'b')] } },
    { kind: 'no-gguf' },
  ],
  [
    'an adapter alone',
    { manifest: { layers: [layer('application/vnd.ollama.image.adapter', 'a')] } },
    { kind: 'no-gguf' },
  ],
];
for (const [what, tag, problem] of WITHOUT_GGUF) {
  test(`${what} is listed as such`, async (context) => {
    const model = await (await pulled(context, tag)).list();
    assert.deepEqual([model.path, model.problem], [undefined, problem]);
  });
}

function remote(): Omit<OllamaTag, 'tag'> {
  const config = { remote_host: 'https://ollama.com:443', remote_model: 'glm-4.6' };
  const named = layer('application/vnd.docker.container.image.v1+json', JSON.stringify(config));
  return { config, manifest: { config: named, layers: null } };
}

const HOSTILE: readonly [manifest: unknown, problem: RegExp][] = [
  ['{', /no JSON object/],
  [[], /no JSON object/],
  ['', /no JSON object/],
  [{ layers: 'all' }, /no list/],
  [{ layers: [null] }, /no object/],
  [{ layers: Array.from({ length: 20_001 }, () => ({})) }, /no list/],
  [{ layers: [{ mediaType: MODEL, digest: 'sha256:../../../etc/passwd', size: 1 }] }, /its digest is "sha256:\.\./],
  [{ layers: [{ mediaType: MODEL, digest: `sha256:${'a'.repeat(63)}/`, size: 1 }] }, /its digest/],
  [{ layers: [{ mediaType: MODEL, size: 1 }] }, /its digest is undefined/],
  [{ layers: [{ ...layer(MODEL, 'a'), size: -1 }] }, /no number of bytes/],
  [{ layers: [{ ...layer(MODEL, 'a'), size: '1' }] }, /no number of bytes/],
  [{ layers: [layer(MODEL, 'a'), layer(MODEL, 'b')] }, /2 files of weights/],
  [' '.repeat(8_000_001), /8000001 bytes, more than the 8000000/],
];
for (const [manifest, expected] of HOSTILE) {
  test(`a manifest like ${JSON.stringify(manifest).slice(0, 80)} is refused in words`, async (context) => {
    const { problem, path } = await (await pulled(context, { manifest })).list();
    assert.equal(path, undefined);
    assert.ok(problem?.kind === 'manifest-invalid');
    assert.match(problem.problem, expected);
    assert.ok(problem.problem.length < 300);
  });
}

test('a configuration that says nonsense, or is elsewhere, is passed over', async (context) => {
  const odd = await (await pulled(context, { config: { file_type: 'rm -rf' } })).list();
  assert.deepEqual([odd.quantisation, odd.problem], [undefined, undefined]);
  const manifest = { config: { digest: '../../x' }, layers: [layer(MODEL, GGUF)] };
  assert.equal((await (await pulled(context, { manifest })).list()).problem, undefined);
});

test('looking is cancelled', async (context) => {
  const machine = await newMachine(context);
  await pullIntoOllama(machine, { tag: `${LIBRARY}/m/1b` });
  await assert.rejects(listOllama(machine, AbortSignal.abort()), failsWith({ code: 'cancelled' }));
});
