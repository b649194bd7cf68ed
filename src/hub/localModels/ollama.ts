// The models that Ollama keeps: manifests/HOST/NAMESPACE/MODEL/TAG says which file in blobs/ is a model's GGUF, unchanged
// from what was published. A blob that is being downloaded has files named -partial beside it.
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import type { LocalModelProblem } from '../../contract/failure.ts';
import { cancelled } from '../retry.ts';
import { missingFolder, unreadableFolders } from './folderProblems.ts';
import { magicProblem } from './ggufFiles.ts';
import type { ListStore, LocalModel, Machine } from './localModel.ts';
import { type OllamaWeights, parseOllamaConfig, parseOllamaManifest } from './ollamaManifest.ts';
import { readSmallFile } from './smallFile.ts';
import { type FoundFile, Walk } from './walk.ts';

/** Host, namespace, model. */
const DEPTH = 3;
/** That of a model whose every tensor is a layer has some 0.3 MB. */
const MAX_MANIFEST_BYTES = 8_000_000;
const MAX_CONFIG_BYTES = 1_000_000;
/** Where Ollama's installer for Linux lets its service keep models. */
const SERVICE = ['usr', 'share', 'ollama', '.ollama', 'models'];

export const listOllama: ListStore = async (machine, signal) => {
  const walk = new Walk(signal);
  const models: LocalModel[] = [];
  for (const folder of ollamaFolders(machine)) {
    const manifests = join(folder, 'manifests');
    const files = await walk.filesBelow(manifests, DEPTH, (name) => !name.startsWith('.'));
    const blobs = files.length > 0 ? await readdir(join(folder, 'blobs')).catch(() => []) : [];
    for (const file of files) {
      if (signal.aborted) throw cancelled();
      const name = ollamaName(join(file.folder, file.name).slice(manifests.length + 1));
      if (name !== undefined)
        models.push(await ollamaModel(name, file, { folder: join(folder, 'blobs'), names: blobs }));
    }
  }
  models.push(...unreadableFolders('ollama', walk), ...(await missingFolder('ollama', 'OLLAMA_MODELS', machine)));
  return { store: 'ollama', models, isCut: walk.isCut };
};

function ollamaFolders({ environment, platform, home, root }: Machine): readonly string[] {
  const named = environment.OLLAMA_MODELS?.trim();
  const own = named && isAbsolute(named) ? named : join(home, '.ollama', 'models');
  return platform === 'linux' ? [own, join(root, ...SERVICE)] : [own];
}

/** As `ollama list` writes it: 'registry.ollama.ai/library/llama3.2/1b' → 'llama3.2:1b' */
function ollamaName(path: string): string | undefined {
  const [host, namespace, model, tag] = path.split(sep);
  if (tag === undefined) return undefined;
  const name = `${model}:${tag}`;
  if (host !== 'registry.ollama.ai') return `${host}/${namespace}/${name}`;
  return namespace === 'library' ? name : `${namespace}/${name}`;
}

interface Blobs {
  readonly folder: string;
  readonly names: readonly string[];
}

async function ollamaModel(name: string, file: FoundFile, blobs: Blobs): Promise<LocalModel> {
  const manifest = join(file.folder, file.name);
  const { modifiedMs } = file;
  const model = { name, store: 'ollama', path: undefined, bytes: 0, modifiedMs, format: 'gguf' } as const;
  const weights = await readSmallFile(manifest, MAX_MANIFEST_BYTES).then(
    parseOllamaManifest,
    (error: Error) => error.message,
  );
  if (typeof weights === 'string') {
    const problem = { kind: 'manifest-invalid', file: manifest, problem: weights } as const;
    return { ...model, quantisation: undefined, problem };
  }
  if (weights.kind === 'tensors')
    return { ...model, bytes: weights.bytes, quantisation: undefined, problem: { kind: 'no-gguf' } };
  const { quantisation, isRemote } = await ollamaConfig(weights, blobs);
  if (weights.kind === 'none') {
    const isCloud = isRemote || /(?:^|-)cloud$/.test(name.slice(name.indexOf(':') + 1));
    return { ...model, quantisation, problem: { kind: isCloud ? 'cloud' : 'no-gguf' } };
  }
  const path = join(blobs.folder, weights.blob);
  return { ...model, path, bytes: weights.bytes, quantisation, problem: await blobProblem(path, weights, blobs) };
}

async function ollamaConfig(
  { config }: Extract<OllamaWeights, { readonly config: string | undefined }>,
  { folder }: Blobs,
): Promise<ReturnType<typeof parseOllamaConfig>> {
  const text = config === undefined ? '' : await readSmallFile(join(folder, config), MAX_CONFIG_BYTES).catch(() => '');
  return parseOllamaConfig(text);
}

async function blobProblem(
  path: string,
  { blob, bytes }: { readonly blob: string; readonly bytes: number },
  { names }: Blobs,
): Promise<LocalModelProblem | undefined> {
  const isPartial = names.some((name) => name.startsWith(`${blob}-partial`));
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile()) return isPartial ? { kind: 'downloading' } : { kind: 'file-missing', file: path };
  if (stats.size < bytes) return { kind: 'too-short', file: path, needsBytes: bytes, hasBytes: stats.size };
  return await magicProblem(path);
}
