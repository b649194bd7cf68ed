// The models that LM Studio keeps: models/PUBLISHER/REPO has GGUF files, or the files of a repository in safetensors (MLX on
// a Mac). ~/.lmstudio-home-pointer names another home than ~/.lmstudio, and settings.json there another folder of models.
import { isAbsolute, join } from 'node:path';
import { isRecord } from '../../contract/isRecord.ts';
import { isUsable } from '../hubCache.ts';
import { SHARD_INDEX, TOKENIZERS } from '../modelListing.ts';
import { unreadableFolders } from './folderProblems.ts';
import { ggufModels, isModelFile } from './ggufFiles.ts';
import type { ListStore, LocalModel, Machine } from './localModel.ts';
import { readSmallFile } from './smallFile.ts';
import { type FoundFile, Walk } from './walk.ts';

/** Publisher and repository, and one more for those who sort their models by themselves. */
const DEPTH = 3;
const MAX_POINTER_BYTES = 10_000;
const MAX_SETTINGS_BYTES = 1_000_000;

export const listLmStudio: ListStore = async (machine, signal) => {
  const walk = new Walk(signal);
  const models: LocalModel[] = [];
  for (const folder of await lmStudioFolders(machine)) {
    const files = await walk.filesBelow(folder, DEPTH, isWanted);
    for (const { stem, ...model } of await ggufModels(files, signal))
      models.push({
        ...local(model),
        name: stem,
        format: 'gguf',
        quantisation: model.quantisation,
        problem: model.problem,
      });
    models.push(...(await safetensorsModels(folder, files)));
  }
  models.push(...unreadableFolders('lm-studio', walk));
  return { store: 'lm-studio', models, isCut: walk.isCut };
};

function isWanted(name: string): boolean {
  return isModelFile(name) || name.endsWith('.safetensors') || BESIDE.has(name);
}

const BESIDE = new Set(['config.json', SHARD_INDEX, ...TOKENIZERS.flat()]);

type Place = Pick<LocalModel, 'path' | 'bytes' | 'modifiedMs'>;

function local({ path, bytes, modifiedMs }: Place): Place & Pick<LocalModel, 'store'> {
  return { store: 'lm-studio', path, bytes, modifiedMs };
}

async function lmStudioFolders({ home }: Machine): Promise<readonly string[]> {
  const pointer = await readSmallFile(join(home, '.lmstudio-home-pointer'), MAX_POINTER_BYTES).catch(() => '');
  const pointed = pointer.trim().split('\n')[0].trim();
  const homes = [...(isAbsolute(pointed) ? [pointed] : []), join(home, '.lmstudio')];
  const chosen = await Promise.all(homes.map(chosenFolder));
  return [...chosen.flat(), ...homes.map((one) => join(one, 'models')), join(home, '.cache', 'lm-studio', 'models')];
}

/** The folder of models that its settings name. */
async function chosenFolder(home: string): Promise<readonly string[]> {
  try {
    const settings: unknown = JSON.parse(await readSmallFile(join(home, 'settings.json'), MAX_SETTINGS_BYTES));
    const folder = isRecord(settings) ? settings.downloadsFolder : undefined;
    return typeof folder === 'string' && isAbsolute(folder) && !folder.includes('\0') ? [folder] : [];
  } catch {
    return []; // none were written
  }
}

/** The folders that have all that a model in safetensors is opened with. */
async function safetensorsModels(below: string, files: readonly FoundFile[]): Promise<readonly LocalModel[]> {
  const models: LocalModel[] = [];
  for (const [path, inside] of Map.groupBy(files, ({ folder }) => folder)) {
    const sizes = new Map(inside.map(({ name, bytes }) => [name, bytes]));
    if (!(await isUsable(path, sizes))) continue;
    const bytes = inside.reduce((sum, file) => sum + file.bytes, 0);
    const modifiedMs = Math.max(...inside.map((file) => file.modifiedMs));
    const name = path.slice(below.length + 1).replaceAll('\\', '/') || path;
    const open = { format: 'safetensors', quantisation: undefined, problem: undefined } as const;
    models.push({ ...local({ path, bytes, modifiedMs }), name, ...open });
  }
  return models;
}
