// What is wrong with the folders of a program, as entries of its list: nobody misses models that they do not see, and then
// wonders. Knows no program.
import { stat } from 'node:fs/promises';
import type { LocalModelProblem, ModelStore } from '../../contract/failure.ts';
import type { LocalModel, Machine } from './localModel.ts';
import type { Walk } from './walk.ts';

/** The folders that may not be read. */
export function unreadableFolders(store: ModelStore, { unreadable }: Walk): readonly LocalModel[] {
  return unreadable.map(({ folder, problem }) => entry(store, folder, { kind: 'folder-unreadable', folder, problem }));
}

/** The folder that the variable names, if it is not there; `folder` is undefined where the variable names none. */
export async function missingFolder(
  store: ModelStore,
  variable: string,
  { environment }: Machine,
): Promise<readonly LocalModel[]> {
  const folder = environment[variable]?.trim();
  if (!folder) return [];
  const isThere = await stat(folder).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code !== 'ENOENT', // of what may not be read the walk tells
  );
  return isThere ? [] : [entry(store, variable, { kind: 'folder-missing', variable, folder })];
}

function entry(store: ModelStore, name: string, problem: LocalModelProblem): LocalModel {
  const nothing = { path: undefined, bytes: 0, modifiedMs: 0, quantisation: undefined } as const;
  return { name, store, format: 'gguf', problem, ...nothing };
}
