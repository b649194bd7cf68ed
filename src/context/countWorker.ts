// The main file of a worker thread that counts batches of files, one after the other. Knows one tokenizer at a time.
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type Failure, isFailure } from '../contract/failure.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import { tokenizerOf } from '../tokenizer/loadedTokenizers.ts';
import { type CountedFile, countFile, type FileOptions, type FileToCount } from './countFile.ts';
import { committedBytes } from './lastCommit.ts';

export interface WorkerSetup {
  readonly tokenizer: TokenizerRef;
  readonly mostBytes: number;
  /** Whether texts are to be compared. */
  readonly sketches: boolean;
}

/** The answer to a batch: each of its files, or what makes counting impossible, or an error of ours. */
export type WorkerAnswer =
  | { readonly counted: readonly CountedFile[] }
  | { readonly failure: Failure }
  | { readonly bug: string };

const { tokenizer: ref, mostBytes, sketches } = workerData as WorkerSetup;
const loading = tokenizerOf(ref);
// It is awaited with the first batch; until then its failure is nobody's.
loading.catch(() => {});

parentPort?.on('message', async (batch: readonly FileToCount[]) => {
  parentPort?.postMessage(await answerTo(batch));
});

async function answerTo(batch: readonly FileToCount[]): Promise<WorkerAnswer> {
  try {
    const tokenizer = await loading;
    const committed = committedIn(batch);
    const options = { mostBytes, tokenizer, sketches };
    return { counted: batch.map((file) => counted(file, options, committed)) };
  } catch (thrown) {
    return isFailure(thrown)
      ? { failure: thrown }
      : { bug: thrown instanceof Error ? String(thrown.stack) : String(thrown) };
  }
}

function counted(file: FileToCount, options: FileOptions, committed: ReadonlyMap<string, Uint8Array>): CountedFile {
  if (!file.asCommitted) return countFile(file, options);
  const bytes = committed.get(file.path);
  return bytes ? countFile(file, options, bytes) : { leftOut: { path: file.path, why: 'unreadable', size: undefined } };
}

/** What was committed of those files of the batch of which that is to be counted. */
function committedIn(batch: readonly FileToCount[]): ReadonlyMap<string, Uint8Array> {
  const files = batch.filter(({ asCommitted }) => asCommitted);
  const found = new Map<string, Uint8Array>();
  for (const [root, own] of Map.groupBy(files, ({ path, root }) => (path === root ? dirname(root) : root))) {
    const objects = own.map(({ committed }) => committed?.object ?? '');
    const most = own.reduce((sum, file) => sum + (file.committed?.size ?? 0) + 1_000, 1_000);
    for (const [i, bytes] of committedBytes(root, objects, most).entries()) if (bytes) found.set(own[i].path, bytes);
  }
  return found;
}
