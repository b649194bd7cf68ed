// A model in memory, which is released when another is loaded in its place. onnxruntime is imported when a model is loaded, so
// that a process that only counts tokens never loads it. Knows nothing about runs or messages.

import type { ModelInfo } from '../contract/engineApi.ts';
import type { EngineOptions, KeptPrecision, UsedProvider } from '../contract/engineOptions.ts';
import { loadEndIds } from '../tokenizer/endIds.ts';
import { loadTokenizer, type Tokenizer, type WordTokenizer } from '../tokenizer/tokenizer.ts';
import type { OpenedListener } from '../transformer/openGraphs.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { modelInfo } from './modelInfo.ts';

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

export class Models {
  #key: string | undefined;
  #folder: string | undefined;
  #loading: Promise<LoadedModel> | undefined;
  readonly #listening = new Set<OpenedListener>();
  readonly #beforeRelease: (loaded: Promise<LoadedModel>, now: boolean) => Promise<void>;

  /** `beforeRelease` waits for everything that got the model from that promise, and cancels it where `now` is set. */
  constructor(beforeRelease: (loaded: Promise<LoadedModel>, now: boolean) => Promise<void>) {
    this.#beforeRelease = beforeRelease;
  }

  /**
   * The folder's model. The promise stays the same as long as folder and options do; a model that could not be loaded
   * is tried again.
   */
  use(folder: string, options: EngineOptions = {}): Promise<LoadedModel> {
    const key = JSON.stringify([folder, options]);
    if (key === this.#key && this.#loading) return this.#loading;
    const before = this.#loading;
    this.#key = key;
    this.#folder = folder;
    const loading = this.#replace(before, folder, options);
    this.#loading = loading;
    loading.catch(() => {
      if (this.#loading === loading) this.#key = undefined;
    });
    return loading;
  }

  /** Tells of a model that is being loaded, until the signal. */
  whileLoading(listener: OpenedListener, until: AbortSignal): void {
    this.#listening.add(listener);
    until.addEventListener('abort', () => this.#listening.delete(listener));
  }

  /** Whether use() would answer from memory. */
  has(folder: string, options: EngineOptions = {}): boolean {
    return this.#loading !== undefined && this.#key === JSON.stringify([folder, options]);
  }

  /** Whether use() would take the place of a model that somebody needs. */
  isTaken(isNeeded: (model: Promise<LoadedModel>) => boolean): boolean {
    return this.#loading !== undefined && isNeeded(this.#loading);
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
  ): Promise<LoadedModel> {
    const old = await before?.catch(() => undefined);
    if (before && old) {
      await this.#beforeRelease(before, false);
      await old.transformer.release();
    }
    return await loadModel(folder, options, (share) => {
      for (const listener of this.#listening) listener(share);
    });
  }
}

async function loadModel(folder: string, options: EngineOptions, onOpened: OpenedListener): Promise<LoadedModel> {
  const loadingTokenizer = loadTokenizer(folder);
  loadingTokenizer.catch(() => {}); // a failure of the weights is reported first
  const { transformer, provider } = await loadTransformer(folder, options, onOpened);
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
async function loadTransformer(folder: string, options: EngineOptions, onOpened: OpenedListener): Promise<Loaded> {
  if (!options.remoteUrl) {
    const { loadLocally } = await import('./localModel.ts');
    return await loadLocally(folder, options, onOpened);
  }
  const { Transformer } = await import('../transformer/transformer.ts');
  const { remoteRuntime } = await import('../runtime/remote/remoteRuntime.ts');
  const runtime = await remoteRuntime(options.remoteUrl);
  try {
    return { transformer: await Transformer.load(folder, { runtime, onOpened }), provider: undefined };
  } catch (failure) {
    runtime.close(); // the last graph would have done it, and there may be none
    throw failure;
  }
}

async function precisionOf(transformer: Transformer, tokenizer: Tokenizer): Promise<KeptPrecision> {
  const { measuredPrecision } = await import('./measuredPrecision.ts');
  return await measuredPrecision(transformer, tokenizer);
}
