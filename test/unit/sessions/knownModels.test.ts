// Which model of this machine a session was saved with: real folders as downloads and Hugging Face's cache have them.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { SessionModel } from '../../../src/contract/session.ts';
import { modelOfSession, namedModel } from '../../../src/sessions/knownModels.ts';
import { SAMPLE } from './sampleSession.ts';

const root = await mkdtemp(join(tmpdir(), 'tokenscope-models-'));
after(() => rm(root, { recursive: true }));
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const OTHER = 'fedcba9876543210fedcba9876543210fedcba98';
process.env.HF_HUB_CACHE = join(root, 'cache');

async function modelIn(folder: string, weights: string, manifest?: object): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.safetensors'), weights);
  for (const name of ['config.json', 'tokenizer.json']) await writeFile(join(folder, name), '{}');
  if (manifest) await writeFile(join(folder, 'tokenscope.json'), JSON.stringify(manifest));
  return folder;
}
const manifest = { repo: 'owner/name', revision: 'main', commit: COMMIT, files: [], totalBytes: 9 };
const stored = await modelIn(join(root, 'store', `owner--name--${COMMIT.slice(0, 12)}`), '123456789012', manifest);
const cached = await modelIn(join(root, 'cache', 'models--owner--name', 'snapshots', OTHER), 'x');
const own = await modelIn(join(root, 'own'), 'yy');
const embedded = await modelIn(join(root, 'embedded'), 'z');
const places = { embeddedModel: embedded, modelFolder: () => own, store: join(root, 'store') };

const saved = (some: Partial<SessionModel>): SessionModel => ({ ...SAMPLE.model, ...some });
const folderOf = async (model: SessionModel) => (await modelOfSession(model, places))?.folder;

const WEIGHTS = (bytes: number) => [{ name: 'model.safetensors', bytes }];
const ROWS: readonly (readonly [string, Partial<SessionModel>, string | undefined])[] = [
  ['the embedded one', { isEmbedded: true }, embedded],
  ['by name, commit and size', {}, stored],
  ['by commit, where the size is unknown', { revision: OTHER, files: [] }, cached],
  ['by size, where the hub has no such name', { repo: undefined, files: WEIGHTS(2) }, own],
  ['by name, where the size is another', { revision: 'gone', files: WEIGHTS(99) }, stored],
  ['by size rather than by the name', { repo: 'owner/name', files: WEIGHTS(2) }, own],
  ['not at all', { repo: 'nobody/nothing', files: WEIGHTS(99) }, undefined],
  ['not by an empty list of files', { repo: undefined, files: [] }, undefined],
  ['not by a path', { name: own, repo: own, files: [] }, undefined],
];
for (const [how, some, folder] of ROWS) {
  test(`a model is found ${how}`, async () => assert.equal(await folderOf(saved(some)), folder));
}

test('a GGUF file that was downloaded is found by its file, and has a name and a commit', async () => {
  const variant = 'Q4_K_M';
  const folder = join(root, 'store', `owner--quantised--${COMMIT.slice(0, 12)}--${variant}`);
  const file = { name: 'm-Q4_K_M.gguf', sizeBytes: 4, digest: { algorithm: 'sha256', hex: 'a'.repeat(64) } };
  await modelIn(folder, 'x', { ...manifest, repo: 'owner/quantised', variant, files: [file] });
  const path = join(folder, file.name);
  await writeFile(path, 'GGUF');
  assert.equal(await folderOf(saved({ repo: undefined, files: [{ name: file.name, bytes: 4 }] })), path);
  assert.deepEqual(await namedModel(path), { folder: path, repo: 'owner/quantised', revision: COMMIT });
});

test('a folder of the hub has a name and a commit, and another has none', async () => {
  assert.deepEqual(await namedModel(stored), { folder: stored, repo: 'owner/name', revision: COMMIT });
  assert.deepEqual(await namedModel(cached), { folder: cached, repo: 'owner/name', revision: OTHER });
  assert.deepEqual(await namedModel(own), { folder: own, repo: undefined, revision: undefined });
});
