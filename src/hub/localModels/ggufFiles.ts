// The GGUF files of folders as models: the parts of a split one are one model, and what a part or a file lacks is said.
// Reads no more of a file than the four bytes that it begins with. Knows no program.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalModelProblem } from '../../contract/failure.ts';
import { type GgufName, parseGgufName } from '../ggufName.ts';
import { cancelled } from '../retry.ts';
import type { FoundFile } from './walk.ts';

export interface GgufModel extends Pick<GgufName, 'stem' | 'quantisation'> {
  /** The folder of its files. */
  readonly folder: string;
  /** The file, or the first part that is there. */
  readonly path: string;
  /** Of all parts together. */
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly problem: LocalModelProblem | undefined;
}

interface Part extends GgufName {
  readonly file: FoundFile;
  readonly isUnfinished: boolean;
}

const MAGIC = 'GGUF';
/** What LM Studio (downloading_a.gguf.part) and llama.cpp call a file while it comes. */
const UNFINISHED = /^(?:downloading_)?(.+)\.(?:part|downloadInProgress)$/;

/** Whether a file may be a model or a part of one, also one that is being downloaded. */
export function isModelFile(name: string): boolean {
  return parseGgufName(finishedName(name)) !== undefined;
}

function finishedName(name: string): string {
  return UNFINISHED.exec(name)?.[1] ?? name;
}

/** In the order of the files. Fails with cancelled. */
export async function ggufModels(files: readonly FoundFile[], signal: AbortSignal): Promise<readonly GgufModel[]> {
  const named = files.flatMap((file): Part[] => {
    const name = finishedName(file.name);
    const parsed = parseGgufName(name);
    return parsed ? [{ ...parsed, file, isUnfinished: name !== file.name }] : [];
  });
  const groups = Map.groupBy(named, ({ file, stem, parts }) => [file.folder, stem, parts].join('\0'));
  const models: GgufModel[] = [];
  // One after the other, so that few files are open.
  for (const parts of groups.values()) {
    if (signal.aborted) throw cancelled();
    models.push(await ggufModel(parts));
  }
  return models;
}

async function ggufModel(given: readonly Part[]): Promise<GgufModel> {
  const there = withoutLeftovers(given).toSorted((a, b) => a.part - b.part);
  const [{ file, stem, quantisation }] = there;
  return {
    stem,
    quantisation,
    folder: file.folder,
    path: join(file.folder, file.name),
    bytes: there.reduce((sum, one) => sum + one.file.bytes, 0),
    modifiedMs: Math.max(...there.map((one) => one.file.modifiedMs)),
    problem: await problemOf(there),
  };
}

/** Without what an earlier try has left of a file that is there whole. */
function withoutLeftovers(given: readonly Part[]): readonly Part[] {
  const whole = new Set(given.filter(({ isUnfinished }) => !isUnfinished).map(({ part }) => part));
  return given.filter(({ part, isUnfinished }) => !isUnfinished || !whole.has(part));
}

async function problemOf(inOrder: readonly Part[]): Promise<LocalModelProblem | undefined> {
  if (inOrder.some(({ isUnfinished }) => isUnfinished)) return { kind: 'downloading' };
  const [{ file, parts }] = inOrder;
  const gap = inOrder.findIndex(({ part }, index) => part !== index + 1);
  const lacking = gap >= 0 ? gap + 1 : inOrder.length + 1;
  if (lacking <= parts) return { kind: 'part-missing', part: lacking, parts };
  return await magicProblem(join(file.folder, file.name));
}

/** What is wrong where a file does not begin as GGUF does. */
export async function magicProblem(path: string): Promise<LocalModelProblem | undefined> {
  try {
    return (await beginning(path, MAGIC.length)) === MAGIC ? undefined : { kind: 'not-gguf', file: path };
  } catch (error) {
    return { kind: 'unreadable', file: path, problem: (error as Error).message };
  }
}

async function beginning(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
