// The GGUF files in Hugging Face's cache, where llama.cpp keeps what it downloads, too. Several quantisations of one
// repository are several models. Folders with safetensors are found by hubCache.ts.
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { hubCacheFolder } from '../hubCache.ts';
import { unreadableFolders } from './folderProblems.ts';
import { ggufModels, isModelFile } from './ggufFiles.ts';
import type { ListStore, LocalModel } from './localModel.ts';
import { Walk } from './walk.ts';

/** The snapshot's commit, and folders of large models. */
const DEPTH = 2;

export const listHubGguf: ListStore = async ({ environment, home }, signal) => {
  const cache = hubCacheFolder(environment, home);
  const walk = new Walk(signal);
  const models: LocalModel[] = [];
  const seen = new Set<string>();
  const names = (await readdir(cache).catch(() => [])).filter((name) => name.startsWith('models--'));
  for (const repoFolder of names.toSorted()) {
    const repo = repoFolder.slice('models--'.length).replace('--', '/');
    const files = await walk.filesBelow(join(cache, repoFolder, 'snapshots'), DEPTH, isModelFile);
    if (files.length === 0 && (await isComing(join(cache, repoFolder)))) models.push(coming(repo));
    for (const { stem, folder: _folder, ...model } of await ggufModels(files, signal)) {
      const place = await realpath(model.path).catch(() => model.path);
      if (seen.has(place)) continue; // another snapshot has the same
      seen.add(place);
      const name = model.quantisation === undefined ? `${repo}/${stem}` : repo;
      models.push({ ...model, name, store: 'hugging-face', format: 'gguf' });
    }
  }
  models.push(...unreadableFolders('hugging-face', walk));
  return { store: 'hugging-face', models, isCut: walk.isCut };
};

/** Whether a download of a GGUF repository has begun: a snapshot names no file that is not there whole. */
async function isComing(folder: string): Promise<boolean> {
  if (!/gguf/i.test(folder.slice(folder.lastIndexOf('models--')))) return false;
  const blobs = await readdir(join(folder, 'blobs')).catch(() => []);
  return blobs.some((name) => name.endsWith('.incomplete'));
}

function coming(name: string): LocalModel {
  const nothing = { path: undefined, bytes: 0, modifiedMs: 0, quantisation: undefined } as const;
  return { name, store: 'hugging-face', format: 'gguf', problem: { kind: 'downloading' }, ...nothing };
}
