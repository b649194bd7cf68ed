// The models on this machine that a session may have been saved with: the embedded one, the one that is set, downloads and those
// in Hugging Face's cache. A session names a model, and never a folder. Knows no VS Code.
import type { SessionModel } from '../contract/session.ts';
import { folderOfModel } from '../hub/ggufName.ts';
import { cachedModels, hubCacheFolder } from '../hub/hubCache.ts';
import { readManifest } from '../hub/manifest.ts';
import { modelFiles } from '../hub/modelFiles.ts';
import { repoOfFolder } from '../hub/repoId.ts';
import { openedPath, storedModels } from '../hub/store.ts';

export interface KnownModel {
  /** What is opened: a folder, or a GGUF file. */
  readonly folder: string;
  readonly repo: string | undefined;
  readonly revision: string | undefined;
}

/** Where models are looked for. */
export interface ModelPlaces {
  readonly embeddedModel: string;
  readonly modelFolder: () => string;
  readonly store: string;
}

/** The hub's name and commit of the model in a folder or a GGUF file, where they are known. */
export async function namedModel(path: string): Promise<KnownModel> {
  const folder = folderOfModel(path);
  const manifest = await readManifest(folder);
  if (manifest) return { folder: path, repo: manifest.repo, revision: manifest.commit };
  const revision = /[\\/]snapshots[\\/]([0-9a-f]{40})[\\/]?$/.exec(folder)?.[1];
  return { folder: path, repo: repoOfFolder(folder), revision };
}

/** The one that fits best: of the same name, then commit, then sizes of files. undefined where none fits. */
export async function modelOfSession(saved: SessionModel, places: ModelPlaces): Promise<KnownModel | undefined> {
  const { embeddedModel } = places;
  if (saved.isEmbedded) return { folder: embeddedModel, repo: undefined, revision: undefined };
  const models = await knownModels(places);
  const fitting = await Promise.all(models.map(async (model) => ({ model, fit: await fitOf(saved, model) })));
  const best = fitting.reduce((most, one) => (one.fit > most.fit ? one : most), { model: undefined, fit: 0 } as {
    readonly model: KnownModel | undefined;
    readonly fit: number;
  });
  return best.model;
}

/** First the one that is set, which is taken where others fit as well. */
async function knownModels({ modelFolder, embeddedModel, store }: ModelPlaces): Promise<readonly KnownModel[]> {
  const stored = (await storedModels(store)).filter(({ kind }) => kind === 'whole');
  const cached = await cachedModels(hubCacheFolder(process.env));
  const current = modelFolder();
  return [
    ...(current === embeddedModel ? [] : [await namedModel(current)]),
    ...stored.map(({ folder, manifest }) => ({
      folder: openedPath(folder, manifest),
      repo: manifest.repo,
      revision: manifest.commit,
    })),
    ...cached.map(({ folder, repo, commit }) => ({ folder, repo, revision: commit })),
  ];
}

/** 0 where neither name nor files fit. Files of the same names and sizes count more than a name that anybody can give. */
async function fitOf(saved: SessionModel, { folder, repo, revision }: KnownModel): Promise<number> {
  const isNamed = saved.repo !== undefined && saved.repo === repo;
  const isRevision = isNamed && saved.revision !== undefined && saved.revision === revision;
  const files = new Map((await modelFiles(folder)).map(({ name, bytes }) => [name, bytes]));
  const hasFiles = saved.files.length > 0 && saved.files.every(({ name, bytes }) => files.get(name) === bytes);
  return (hasFiles ? 4 : 0) + (isNamed ? 2 : 0) + (isRevision ? 1 : 0);
}
