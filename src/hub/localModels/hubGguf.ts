// The GGUF files in Hugging Face's cache, where llama.cpp keeps what it downloads, too. Several quantisations of one
// repository are several models. Folders with safetensors are found by hubCache.ts.
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { hubCacheFolder } from '../hubCache.ts';
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
    for (const { stem, folder: _folder, ...model } of await ggufModels(files, signal)) {
      const place = await realpath(model.path).catch(() => model.path);
      if (seen.has(place)) continue; // another snapshot has the same
      seen.add(place);
      const name = model.quantisation === undefined ? `${repo}/${stem}` : repo;
      models.push({ ...model, name, store: 'hugging-face', format: 'gguf' });
    }
  }
  return { store: 'hugging-face', models, isCut: walk.isCut };
};
