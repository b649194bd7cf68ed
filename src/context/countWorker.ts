// The main file of a worker thread that counts batches of files, one after the other. Knows one tokenizer at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { type Failure, isFailure } from '../contract/failure.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import { tokenizerOf } from '../tokenizer/loadedTokenizers.ts';
import { type CountedFile, countFile, type FileToCount } from './countFile.ts';

export interface WorkerSetup {
  readonly tokenizer: TokenizerRef;
  readonly mostBytes: number;
}

/** The answer to a batch: each of its files, or what makes counting impossible, or an error of ours. */
export type WorkerAnswer =
  | { readonly counted: readonly CountedFile[] }
  | { readonly failure: Failure }
  | { readonly bug: string };

const { tokenizer: ref, mostBytes } = workerData as WorkerSetup;
const loading = tokenizerOf(ref);
// It is awaited with the first batch; until then its failure is nobody's.
loading.catch(() => {});

parentPort?.on('message', async (batch: readonly FileToCount[]) => {
  parentPort?.postMessage(await answerTo(batch));
});

async function answerTo(batch: readonly FileToCount[]): Promise<WorkerAnswer> {
  try {
    const tokenizer = await loading;
    return { counted: batch.map((file) => countFile(file, mostBytes, tokenizer)) };
  } catch (thrown) {
    return isFailure(thrown)
      ? { failure: thrown }
      : { bug: thrown instanceof Error ? String(thrown.stack) : String(thrown) };
  }
}
