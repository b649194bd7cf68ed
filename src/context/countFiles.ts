// Counts many files in worker threads, in batches, so that the thread that asks stays free. A worker that dies of a file
// costs that file alone. Knows no tree.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { TokenizerRef } from '../contract/tokens.ts';
import type { CountedFile, FileToCount } from './countFile.ts';
import type { WorkerAnswer, WorkerSetup } from './countWorker.ts';

/** In memory each has the vocabulary, some 100 MB. */
const MOST_WORKERS = 4;
/** A worker's start takes as long as counting so much. */
const BYTES_FOR_A_WORKER = 2_000_000;
const BATCH_BYTES = 500_000;
const BATCH_FILES = 100;
/**
 * For V8, in MB: the vocabulary, a file of the largest size, and its tokens. The young generation is small, as larger ones
 * hold garbage for longer and are no faster.
 */
const LIMITS = { maxOldGenerationSizeMb: 1_000, maxYoungGenerationSizeMb: 8 };

export type SizedFile = FileToCount & { readonly size: number };

export interface CountOptions {
  readonly tokenizer: TokenizerRef;
  readonly mostBytes: number;
  readonly sketches?: boolean;
  readonly signal?: AbortSignal;
  readonly onCounted: (files: number, bytes: number) => void;
}

/**
 * Each file's count in the files' order; undefined where it was cancelled before. Fails with what the tokenizer cannot be
 * loaded for.
 */
export async function countFiles(
  files: readonly SizedFile[],
  options: CountOptions,
): Promise<readonly (CountedFile | undefined)[]> {
  const counted: (CountedFile | undefined)[] = files.map(() => undefined);
  const batches = batchesOf(files);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const wanted = Math.min(
    availableParallelism(),
    MOST_WORKERS,
    batches.length,
    1 + Math.floor(bytes / BYTES_FOR_A_WORKER),
  );
  const stopped = new AbortController();
  const signal = AbortSignal.any([stopped.signal, ...(options.signal ? [options.signal] : [])]);
  const take = (batch: readonly number[], results: readonly CountedFile[]) => {
    for (const [i, at] of batch.entries()) counted[at] = results[i];
    options.onCounted(
      batch.length,
      batch.reduce((sum, at) => sum + files[at].size, 0),
    );
  };
  const threads = Array.from({ length: wanted }, () => new CountThread(files, batches, { ...options, signal }, take));
  try {
    await Promise.all(threads.map((thread) => thread.run()));
  } finally {
    stopped.abort();
    await Promise.all(threads.map((thread) => thread.end()));
  }
  return counted;
}

/** Indices of files, so many that a message is worth it and progress is seen. The last batch comes first. */
function batchesOf(files: readonly SizedFile[]): number[][] {
  const batches: number[][] = [];
  let bytes = BATCH_BYTES;
  for (const [i, { size }] of files.entries()) {
    if (bytes >= BATCH_BYTES || (batches.at(-1)?.length ?? 0) >= BATCH_FILES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(i);
    bytes += size;
  }
  return batches.reverse();
}

/** A worker thread, and another one in its place where it has died. */
class CountThread {
  readonly #files: readonly SizedFile[];
  /** Shared by all threads: who is done takes the next. */
  readonly #batches: number[][];
  readonly #options: CountOptions & { readonly signal: AbortSignal };
  readonly #take: (batch: readonly number[], results: readonly CountedFile[]) => void;
  #worker: Worker | undefined;
  /** Ends the wait for the batch that was sent last. */
  #answer: (answer: WorkerAnswer | undefined) => void = () => {};

  constructor(
    files: readonly SizedFile[],
    batches: number[][],
    options: CountOptions & { readonly signal: AbortSignal },
    take: (batch: readonly number[], results: readonly CountedFile[]) => void,
  ) {
    this.#files = files;
    this.#batches = batches;
    this.#options = options;
    this.#take = take;
  }

  async run(): Promise<void> {
    for (let batch = this.#next(); batch; batch = this.#next()) {
      const answer = await this.#ask(batch);
      if (this.#options.signal.aborted) return;
      if (answer === undefined) this.#withoutDeadly(batch);
      else if ('failure' in answer) throw answer.failure;
      else if ('bug' in answer) throw new Error(answer.bug);
      else this.#take(batch, answer.counted);
    }
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
  }

  #next(): number[] | undefined {
    return this.#options.signal.aborted ? undefined : this.#batches.pop();
  }

  /** A batch that a worker died of is tried file by file. One file that has no room in memory is too large for us. */
  #withoutDeadly(batch: readonly number[]): void {
    const [only, ...others] = batch;
    if (others.length > 0) this.#batches.push(...batch.toReversed().map((at) => [at]));
    else this.#take(batch, [{ leftOut: { path: this.#files[only].path, why: 'huge', size: this.#files[only].size } }]);
  }

  /** The answer; undefined where the worker has died, or was ended. */
  async #ask(batch: readonly number[]): Promise<WorkerAnswer | undefined> {
    const { signal } = this.#options;
    this.#worker ??= this.#start();
    const { promise, resolve } = Promise.withResolvers<WorkerAnswer | undefined>();
    const cancel = () => resolve(undefined);
    this.#answer = resolve;
    signal.addEventListener('abort', cancel, { once: true });
    this.#worker.postMessage(batch.map((at) => this.#files[at]));
    const answer = await promise;
    signal.removeEventListener('abort', cancel);
    return answer;
  }

  #start(): Worker {
    const { tokenizer, mostBytes, sketches = false } = this.#options;
    const workerData: WorkerSetup = { tokenizer, mostBytes, sketches };
    const worker = new Worker(WORKER, { workerData, resourceLimits: LIMITS, execArgv: [] });
    worker.on('message', (answer: WorkerAnswer) => this.#answer(answer));
    // What it dies of is an event as well, and would end the process if nobody listened.
    worker.on('error', () => {});
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#answer(undefined);
    });
    return worker;
  }
}

/** Beside this file, in the sources as well as in the bundle. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './countWorker.ts' : './countWorker.js', import.meta.url);
