// Names of models whose paths say nothing, as Ollama's blobs, kept from one window to the next. Knows no program.
import type * as vscode from 'vscode';
import { isRecord } from '../contract/isRecord.ts';
import { nameModel } from '../messages/modelName.ts';

const KEY = 'tokenscope.modelNames';
/** More models than anybody changes between. */
const MOST_KEPT = 100;

/** Where they are kept. */
export type NameStore = Pick<vscode.Memento, 'get' | 'update'>;

export function restoreNames(store: NameStore): void {
  for (const [path, name] of kept(store)) nameModel(path, name);
}

export async function keepName(store: NameStore, path: string, name: string): Promise<void> {
  nameModel(path, name);
  const others = kept(store).filter(([one]) => one !== path);
  await store.update(KEY, Object.fromEntries([...others, [path, name]].slice(-MOST_KEPT)));
}

function kept(store: NameStore): readonly [path: string, name: string][] {
  const names = store.get(KEY);
  if (!isRecord(names)) return [];
  return Object.entries(names).flatMap(([path, name]) => (typeof name === 'string' ? [[path, name]] : []));
}
