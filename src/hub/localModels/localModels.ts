// What other programs have put on this machine, store by store. It is looked for when somebody asks, never before, and
// nothing is written. Knows no program.
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { listHubGguf } from './hubGguf.ts';
import { listLlamaCpp } from './llamaCpp.ts';
import { listLmStudio } from './lmStudio.ts';
import type { ListStore, LocalModel, LocalModels, Machine } from './localModel.ts';
import { listOllama } from './ollama.ts';

const STORES: readonly ListStore[] = [listOllama, listLmStudio, listLlamaCpp, listHubGguf];

export function thisMachine(): Machine {
  return { environment: process.env, platform: process.platform, home: homedir(), root: '/' };
}

/**
 * The stores that have models. A file that several have, since programs link the files of one another, is listed with the
 * first. Fails with cancelled.
 */
export async function localModels(machine: Machine, signal: AbortSignal): Promise<readonly LocalModels[]> {
  const stores = await Promise.all(STORES.map(async (list) => await list(machine, signal)));
  const seen = new Set<string>();
  const listed: LocalModels[] = [];
  for (const store of stores) {
    const places = await Promise.all(store.models.map(placeOf));
    const models = store.models.filter((_, index) => !seen.has(places[index]));
    for (const place of places) if (place !== '') seen.add(place);
    listed.push({ ...store, models: models.toSorted(inOrder) });
  }
  return listed.filter(({ models, isCut }) => models.length > 0 || isCut);
}

/** Its file once links are followed; '' where there is none. */
async function placeOf({ path }: LocalModel): Promise<string> {
  return path === undefined ? '' : await realpath(path).catch(() => path);
}

/** What can be opened comes first. */
function inOrder(a: LocalModel, b: LocalModel): number {
  if (!a.problem !== !b.problem) return a.problem ? 1 : -1;
  if (a.name === b.name) return a.bytes - b.bytes;
  return a.name < b.name ? -1 : 1;
}
