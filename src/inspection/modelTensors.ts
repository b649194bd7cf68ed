// The tensors of two files of one model by names that both have. What runs a model has its own names, whatever the file calls
// its tensors and however it stores them; a file that is no whole model has its own names alone.
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { isFailure } from '../contract/failure.ts';
import { modelPath } from './modelPath.ts';
import { storedTensors } from './storedTensors.ts';
import type { NamedTensors } from './tensorDifferences.ts';

/** Under the names of which both share most: the model's where that is the same. Fails as storedTensors(). */
export async function modelTensors([a, b]: readonly [string, string]): Promise<readonly [NamedTensors, NamedTensors]> {
  const [ours, theirs] = [await namings(a), await namings(b)];
  const pairs = ours.flatMap((one) => theirs.map((other) => [one, other] as const));
  return pairs.reduce((best, pair) => (shared(pair) > shared(best) ? pair : best));
}

function shared([ours, theirs]: readonly [NamedTensors, NamedTensors]): number {
  return [...ours.keys()].filter((name) => theirs.has(name)).length;
}

async function namings(path: string): Promise<readonly NamedTensors[]> {
  const { entries } = await storedTensors(path);
  const byFile = new Map(entries.map((entry) => [entry.name, entry]));
  const byModel = await namedByModel(path);
  return byModel ? [byModel, byFile] : [byFile];
}

async function namedByModel(path: string): Promise<NamedTensors | undefined> {
  const model = await modelPath(path);
  if (model === undefined) return undefined;
  try {
    return (await openCheckpoint(model)).tensors;
  } catch (failure) {
    if (isFailure(failure)) return undefined; // what is wrong is said where the file itself is shown
    throw failure;
  }
}
