// GGUF repositories of a hub: what can be chosen, what is downloaded for it, and where it lies then.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { downloadModel } from '../../../src/hub/downloadModel.ts';
import { findModel } from '../../../src/hub/findModel.ts';
import { type GgufVariant, wishedVariant } from '../../../src/hub/ggufListing.ts';
import { isVariant, parseRepoId, repoOfFolder } from '../../../src/hub/repoId.ts';
import { openedPath, storedModels } from '../../../src/hub/store.ts';
import { FOLDER, failsWith, filesIn, MODEL_FILES, NEVER, newStore, randomBytes } from './downloading.ts';
import {
  COMMIT,
  type HubServer,
  type HubServerOptions,
  REPO,
  rangeStart,
  sendFile,
  startHubServer,
} from './hubServer.ts';

const ID = parseRepoId(REPO);
const text = (content: string) => Buffer.from(content);
const FILES: Readonly<Record<string, Buffer>> = {
  'README.md': text('# GGUF'),
  LICENSE: text('MIT'),
  'm-Q4_K_M.gguf': randomBytes(2, 4000),
  'm 1-Q8_0.gguf': randomBytes(3, 8000),
  'm-IQ2_XS.gguf': randomBytes(4, 2000),
  'BF16/m-BF16-00001-of-00002.gguf': randomBytes(5, 9000),
  'BF16/m-BF16-00002-of-00002.gguf': randomBytes(6, 7000),
  'Q6_K/m-Q6_K-00001-of-00002.gguf': randomBytes(7, 6000),
  'mmproj-m-f16.gguf': randomBytes(8, 1000),
};

async function found(server: HubServer, wanted?: 'gguf'): Promise<readonly GgufVariant[]> {
  const model = await findModel(server.hub, ID, NEVER, wanted);
  assert.ok(model.kind === 'gguf');
  return model.variants;
}

const namesOf = (variants: readonly GgufVariant[]) => variants.map(({ name }) => name);

test('quantisations are offered with their sizes, without those that are incomplete, unreadable or no model', async () => {
  await using server = await startHubServer({ files: FILES });
  const variants = await found(server);
  assert.deepEqual(namesOf(variants), ['BF16', 'Q4_K_M', 'Q8_0']);
  assert.deepEqual(
    variants.map(({ bytes }) => bytes),
    [16_003, 4003, 8003],
  );
  assert.deepEqual(server.filesAskedFor(), []);
});

test('each is downloaded into a folder of its own, a split one whole and out of its folder', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({ files: FILES });
  const [whole, small] = await found(server);
  const options = { signal: NEVER, onProgress: () => {} };
  const folder = await downloadModel(server.hub, whole.listing, store, options);
  assert.equal(folder, join(store, `${FOLDER}--BF16`));
  const parts = ['m-BF16-00001-of-00002.gguf', 'm-BF16-00002-of-00002.gguf'];
  assert.deepEqual(await filesIn(folder), ['LICENSE', ...parts, 'tokenscope.json']);
  assert.deepEqual(server.filesAskedFor(), ['LICENSE', ...parts.map((part) => `BF16/${part}`)]);
  await downloadModel(server.hub, small.listing, store, options);
  assert.deepEqual(
    (await storedModels(store)).map((model) => [
      model.kind,
      model.manifest.variant,
      openedPath(model.folder, model.manifest),
    ]),
    [
      ['whole', 'BF16', join(folder, parts[0])],
      ['whole', 'Q4_K_M', join(store, `${FOLDER}--Q4_K_M`, 'm-Q4_K_M.gguf')],
    ],
  );
  assert.equal(repoOfFolder(folder), REPO);
});

test('a download that broke off goes on', async (context) => {
  const store = await newStore(context);
  const ranges: (string | undefined)[] = [];
  const file = 'm 1-Q8_0.gguf';
  const misbehave: HubServerOptions['misbehave'] = (seen, response) => {
    if (seen.file !== file) return false;
    ranges.push(seen.range);
    if (ranges.length > 1) sendFile(response, FILES[file], seen.range);
    else
      response
        .writeHead(200, { 'content-length': 8000 })
        .write(FILES[file].subarray(0, 3000), () => response.destroy());
    return true;
  };
  await using server = await startHubServer({ files: FILES, misbehave });
  const variant = (await found(server)).find(({ name }) => name === 'Q8_0');
  assert.ok(variant);
  const folder = await downloadModel(server.hub, variant.listing, store, { signal: NEVER, onProgress: () => {} });
  assert.deepEqual(ranges.map(rangeStart), [undefined, 3000]);
  assert.equal((await storedModels(store)).length, 1);
  assert.deepEqual(await filesIn(folder), ['LICENSE', file, 'tokenscope.json']);
});

test('of a repository with both, safetensors are taken where they run, GGUF where it is asked for', async () => {
  const files = { ...MODEL_FILES, 'm-Q8_0.gguf': randomBytes(3, 8000) };
  await using server = await startHubServer({ files });
  assert.equal((await findModel(server.hub, ID, NEVER)).kind, 'safetensors');
  assert.deepEqual(namesOf(await found(server, 'gguf')), ['Q8_0']);
  await using other = await startHubServer({ files, listing: { config: { model_type: 'mamba' } } });
  assert.deepEqual(namesOf(await found(other)), ['Q8_0']);
});

test('a repository with neither is refused as before, one of unreadable types by these', async () => {
  await using empty = await startHubServer({ files: { 'README.md': text('x'), 'mmproj-F16.gguf': text('x') } });
  await assert.rejects(findModel(empty.hub, ID, NEVER), failsWith({ code: 'model-unusable', problem: 'no-config' }));
  await using coarse = await startHubServer({ files: { 'm-IQ1_S.gguf': text('x'), 'm-TQ1_0.gguf': text('x') } });
  await assert.rejects(findModel(coarse.hub, ID, NEVER), failsWith({ code: 'model-unusable', problem: 'gguf-types' }));
});

test('an architecture that does not run is refused before the download, where the hub has read it', async () => {
  const listing = (architecture: string) => ({ gguf: { architecture, total: 1 } });
  await using server = await startHubServer({ files: FILES, listing: listing('rwkv7') });
  const refused = failsWith({ code: 'model-type-unsupported', repo: REPO, modelType: 'rwkv7' });
  await assert.rejects(findModel(server.hub, ID, NEVER), refused);
  await using other = await startHubServer({ files: FILES, listing: listing('gptneox') });
  assert.deepEqual(namesOf(await found(other)), ['BF16', 'Q4_K_M', 'Q8_0']);
});

test('what is asked for by file or by quantisation is found, whatever its case', async () => {
  await using server = await startHubServer({ files: FILES });
  const variants = await found(server);
  const wish = (path: string) => wishedVariant(variants, { kind: 'file', path })?.name;
  assert.equal(wish('m-Q4_K_M.gguf'), 'Q4_K_M');
  assert.equal(wish('BF16/m-BF16-00002-of-00002.gguf'), 'BF16');
  assert.equal(wish('m-BF16-00002-of-00002.gguf'), undefined);
  assert.equal(wishedVariant(variants, { kind: 'quantisation', quantisation: 'q4_k_m' })?.name, 'Q4_K_M');
  assert.equal(wishedVariant(variants, { kind: 'quantisation', quantisation: 'Q5_K_M' }), undefined);
});

test('several models in one repository are told apart by their names, which name folders safely', async () => {
  const names = ['tiny-Q8_0.gguf', 'large-Q8_0.gguf', 'a b-F16.gguf', 'a_b-F16.gguf', '模型.gguf', '..x..--.gguf'];
  const files = Object.fromEntries(names.map((name) => [name, text(name)]));
  await using server = await startHubServer({ files });
  const variants = await found(server);
  assert.deepEqual(namesOf(variants), ['_', 'a_b-F16', 'a_b-F16_2', 'large-Q8_0', 'tiny-Q8_0', 'x']);
  assert.ok(variants.every(({ name }) => isVariant(name)));
});

test('a file whose folder leads elsewhere is none of the repository', async () => {
  const names = ['../m-Q8_0.gguf', 'a//m-Q8_0.gguf', '/m-Q8_0.gguf', 'a/../m-Q8_0.gguf', 'a\\b/m-Q8_0.gguf'];
  const files = Object.fromEntries(names.map((name) => [name, text(name)]));
  await using server = await startHubServer({ files, commit: COMMIT });
  await assert.rejects(findModel(server.hub, ID, NEVER), failsWith({ code: 'model-unusable', problem: 'no-config' }));
});
