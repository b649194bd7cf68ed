// A model in memory, which is released when another is loaded in its place. onnxruntime is imported when a model is loaded, so
// that a process that only counts tokens never loads it. Knows nothing about runs or messages.

import type { ModelInfo } from '../contract/engineApi.ts';
import type { EngineOptions, KeptPrecision, UsedProvider } from '../contract/engineOptions.ts';
import { loadEndIds } from '../tokenizer/endIds.ts';
import { loadTokenizer, type Tokenizer, type WordTokenizer } from '../tokenizer/tokenizer.ts';
import type { OpenedListener, OpenOptions } from '../transformer/openGraphs.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { modelInfo } from './modelInfo.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

export interface LoadedModel {
  readonly info: ModelInfo;
  readonly transformer: Transformer;
  readonly tokenizer: WordTokenizer;
  /** The tokens with which the model ends a text. */
  readonly endIds: ReadonlySet<number>;
}

/** Ids below this have both an entry of the tokenizer, if it leaves none out, and a row of the table of embeddings. */
export function usableIds({ tokenizer, transformer }: Pick<LoadedModel, 'tokenizer' | 'transformer'>): number {
  return Math.min(tokenizer.size, transformer.shape.vocabSize);
}

/** Those who asked for the model that is being loaded, but for those who gave up. */
interface Waiters {
  count: number;
  readonly allGone: AbortController;
  readonly listening: Set<OpenedListener>;
}

function newWaiters(): Waiters {
  return { count: 0, allGone: new AbortController(), listening: new Set() };
}

export class Models {
  #key: string | undefined;
  #folder: string | undefined;
  #loading: Promise<LoadedModel> | undefined;
  #isLoaded = false;
  #waiters = newWaiters();
  readonly #beforeRelease: (loaded: Promise<LoadedModel>, now: boolean) => Promise<void>;

  /** `beforeRelease` waits for everything that got the model from that promise, and cancels it where `now` is set. */
  constructor(beforeRelease: (loaded: Promise<LoadedModel>, now: boolean) => Promise<void>) {
    this.#beforeRelease = beforeRelease;
  }

  /**
   * The folder's model. The promise stays the same as long as folder and options do; a model that could not be loaded
   * is tried again. Loading ends with cancelled where all who wait for it have given up by their signals. `onOpened` hears
   * of this model alone, as long as its asker waits.
   */
  use(folder: string, options: EngineOptions = {}, { signal, onOpened }: OpenOptions = {}): Promise<LoadedModel> {
    const key = JSON.stringify([folder, options]);
    if (key !== this.#key || !this.#loading) this.#load(key, folder, options);
    const loading = this.#loading as Promise<LoadedModel>;
    const waiters = this.#waiters;
    waiters.count++;
    const hear = (share: number) => onOpened?.(share);
    if (!this.#isLoaded) waiters.listening.add(hear);
    signal?.addEventListener('abort', () => {
      waiters.listening.delete(hear);
      waiters.count--;
      if (waiters.count > 0) return;
      waiters.allGone.abort();
      if (waiters === this.#waiters && !this.#isLoaded) this.#key = undefined;
    });
    return loading;
  }

  #load(key: string, folder: string, options: EngineOptions): void {
    const before = this.#loading;
    this.#key = key;
    this.#folder = folder;
    this.#isLoaded = false;
    this.#waiters = newWaiters();
    const loading = this.#replace(before, folder, options, this.#waiters);
    this.#loading = loading;
    loading.then(
      () => {
        if (this.#loading === loading) this.#isLoaded = true;
      },
      () => {
        if (this.#loading === loading) this.#key = undefined;
      },
    );
  }

  /** Whether use() would answer from memory. */
  has(folder: string, options: EngineOptions = {}): boolean {
    return this.#loading !== undefined && this.#key === JSON.stringify([folder, options]);
  }

  /** Whether use() would take the place of a model that somebody needs. One that failed, or was given up, has no place. */
  isTaken(isNeeded: (model: Promise<LoadedModel>) => boolean): boolean {
    return this.#key !== undefined && this.#loading !== undefined && isNeeded(this.#loading);
  }

  /** Releases the model in memory if nobody needs it. */
  async unloadUnless(isNeeded: (model: Promise<LoadedModel>) => boolean): Promise<void> {
    if (this.#loading && this.#folder !== undefined && !isNeeded(this.#loading)) await this.unload(this.#folder);
  }

  /**
   * Releases the folder's model if it is the one in memory; what uses it is cancelled. One that is being replaced is
   * released when the next one is there.
   */
  async unload(folder: string): Promise<void> {
    const loading = this.#loading;
    if (!loading || this.#folder !== folder) {
      await loading?.catch(() => {}); // a failure is reported to who asked for that model
      return;
    }
    this.#key = undefined;
    this.#loading = undefined;
    await this.#beforeRelease(loading, true);
    const loaded = await loading.catch(() => undefined);
    await loaded?.transformer.release();
  }

  async #replace(
    before: Promise<LoadedModel> | undefined,
    folder: string,
    options: EngineOptions,
    { allGone, listening }: Waiters,
  ): Promise<LoadedModel> {
    const { signal } = allGone;
    const old = await before?.catch(() => undefined);
    if (before && old) {
      await this.#beforeRelease(before, false);
      await old.transformer.release();
    }
    throwIfCancelled(signal);
    const onOpened = (share: number) => {
      for (const listener of listening) listener(share);
    };
    return await loadModel(folder, options, { onOpened, signal }).finally(() => listening.clear());
  }
}

async function loadModel(folder: string, options: EngineOptions, opening: OpenOptions): Promise<LoadedModel> {
  const loadingTokenizer = loadTokenizer(folder);
  loadingTokenizer.catch(() => {}); // a failure of the weights is reported first
  const { transformer, provider } = await loadTransformer(folder, options, opening);
  try {
    const tokenizer = await loadingTokenizer;
    const precision = provider && (await precisionOf(transformer, tokenizer));
    const info = modelInfo(options, transformer, { precision, provider });
    return { info, transformer, tokenizer, endIds: await loadEndIds(folder) };
  } catch (failure) {
    await transformer.release();
    throw failure;
  }
}

interface Loaded {
  readonly transformer: Transformer;
  /** Undefined where a server runs the model. */
  readonly provider: UsedProvider | undefined;
}

/** Loads the weights. Code for the network is imported only where a server is to run the model. */
async function loadTransformer(folder: string, options: EngineOptions, opening: OpenOptions): Promise<Loaded> {
  if (!options.remoteUrl) {
    const { loadLocally } = await import('./localModel.ts');
    return await loadLocally(folder, options, opening);
  }
  const { Transformer } = await import('../transformer/transformer.ts');
  const { remoteRuntime } = await import('../runtime/remote/remoteRuntime.ts');
  const runtime = await remoteRuntime(options.remoteUrl, undefined, opening.signal);
  try {
    return { transformer: await Transformer.load(folder, { runtime, ...opening }), provider: undefined };
  } catch (failure) {
    runtime.close(); // the last graph would have done it, and there may be none
    throw failure;
  }
}

async function precisionOf(transformer: Transformer, tokenizer: Tokenizer): Promise<KeptPrecision> {
  const { measuredPrecision } = await import('./measuredPrecision.ts');
  return await measuredPrecision(transformer, tokenizer);
}
