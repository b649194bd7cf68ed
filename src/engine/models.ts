// The one model in memory. Loading another folder's releases it. Knows nothing about runs or messages.
// onnxruntime is imported here and not before: a process that only counts tokens never loads it.
import type { Runtime } from '../model/runtime.ts';
import { loadTokenizer, type Tokenizer } from '../model/tokenizer.ts';
import type { Transformer } from '../model/transformer.ts';
import type { Failure } from './failure.ts';
import type { EngineOptions, ModelInfo } from './protocol.ts';
import { remoteHost } from './remoteAddress.ts';

export interface LoadedModel {
  readonly info: ModelInfo;
  readonly transformer: Transformer;
  readonly tokenizer: Tokenizer;
}

export class Models {
  #key: string | undefined;
  #loading: Promise<LoadedModel> | undefined;
  readonly #beforeRelease: (loaded: Promise<LoadedModel>) => Promise<void>;

  /** `beforeRelease` waits for whoever got the model from that promise. */
  constructor(beforeRelease: (loaded: Promise<LoadedModel>) => Promise<void>) {
    this.#beforeRelease = beforeRelease;
  }

  /** The folder's model, loaded now or before: the same promise as long as it is the same load. A failed one is tried again. */
  use(folder: string, options: EngineOptions = {}): Promise<LoadedModel> {
    const key = JSON.stringify([folder, options]);
    if (key === this.#key && this.#loading) return this.#loading;
    const before = this.#loading;
    this.#key = key;
    const loading = this.#replace(before, folder, options);
    this.#loading = loading;
    loading.catch(() => {
      if (this.#loading === loading) this.#key = undefined;
    });
    return loading;
  }

  async #replace(
    before: Promise<LoadedModel> | undefined,
    folder: string,
    options: EngineOptions,
  ): Promise<LoadedModel> {
    const old = await before?.catch(() => undefined);
    if (before && old) {
      await this.#beforeRelease(before);
      await old.transformer.release();
    }
    return await loadModel(folder, options);
  }
}

async function loadModel(folder: string, options: EngineOptions): Promise<LoadedModel> {
  const { Transformer } = await import('../model/transformer.ts');
  const loadingTokenizer = loadTokenizer(folder);
  loadingTokenizer.catch(() => {}); // what is wrong with the weights is said first
  const transformer = await Transformer.load(folder, await runtimeOf(options));
  try {
    const tokenizer = await loadingTokenizer;
    return { info: infoOf(folder, options, transformer, tokenizer), transformer, tokenizer };
  } catch (failure) {
    await transformer.release();
    throw failure;
  }
}

/** undefined: here. Nothing of a network is loaded unless somebody asked for a server. */
async function runtimeOf({ remoteUrl }: EngineOptions): Promise<Runtime | undefined> {
  if (!remoteUrl) return undefined;
  const { remoteRuntime } = await import('../model/remote/remoteRuntime.ts');
  return await remoteRuntime(remoteUrl);
}

function infoOf(
  folder: string,
  options: EngineOptions,
  { checkpoint, modelType, shape, parameters }: Transformer,
  tokenizer: Tokenizer,
): ModelInfo {
  if (tokenizer.size > shape.vocabSize) {
    const problem = `has ${tokenizer.size} entries, the model's table only ${shape.vocabSize}`;
    throw { code: 'tokenizer-invalid', file: `${folder}/tokenizer.json`, problem } satisfies Failure;
  }
  const { layers, heads, dModel, vocabSize, context } = shape;
  const sizes = { layers, heads, dModel, vocabSize, context, parameters, weightBytes: checkpoint.weightBytes };
  const remote = remoteHost(options);
  return { folder, name: checkpoint.name, architecture: modelType, ...sizes, remote };
}
