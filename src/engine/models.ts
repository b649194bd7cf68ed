// The one model in memory. Loading another folder's releases it. Knows nothing about runs or messages.
// onnxruntime is imported here and not before: a process that only counts tokens never loads it.
import { loadTokenizer, type Tokenizer } from '../model/tokenizer.ts';
import type { Transformer } from '../model/transformer.ts';
import type { Failure } from './failure.ts';
import type { ModelInfo } from './protocol.ts';

export interface LoadedModel {
  readonly info: ModelInfo;
  readonly transformer: Transformer;
  readonly tokenizer: Tokenizer;
}

export class Models {
  #folder: string | undefined;
  #loading: Promise<LoadedModel> | undefined;
  readonly #beforeRelease: (loaded: Promise<LoadedModel>) => Promise<void>;

  /** `beforeRelease` waits for whoever got the model from that promise. */
  constructor(beforeRelease: (loaded: Promise<LoadedModel>) => Promise<void>) {
    this.#beforeRelease = beforeRelease;
  }

  /** The folder's model, loaded now or before: the same promise as long as it is the same load. A failed one is tried again. */
  use(folder: string): Promise<LoadedModel> {
    if (folder === this.#folder && this.#loading) return this.#loading;
    const before = this.#loading;
    this.#folder = folder;
    const loading = this.#replace(before, folder);
    this.#loading = loading;
    loading.catch(() => {
      if (this.#loading === loading) this.#folder = undefined;
    });
    return loading;
  }

  async #replace(before: Promise<LoadedModel> | undefined, folder: string): Promise<LoadedModel> {
    const old = await before?.catch(() => undefined);
    if (before && old) {
      await this.#beforeRelease(before);
      await old.transformer.release();
    }
    return await loadModel(folder);
  }
}

async function loadModel(folder: string): Promise<LoadedModel> {
  const { Transformer } = await import('../model/transformer.ts');
  const loadingTokenizer = loadTokenizer(folder);
  loadingTokenizer.catch(() => {}); // what is wrong with the weights is said first
  const transformer = await Transformer.load(folder);
  try {
    const tokenizer = await loadingTokenizer;
    return { info: infoOf(folder, transformer, tokenizer), transformer, tokenizer };
  } catch (failure) {
    await transformer.release();
    throw failure;
  }
}

function infoOf(
  folder: string,
  { checkpoint, modelType, shape, parameters }: Transformer,
  tokenizer: Tokenizer,
): ModelInfo {
  if (tokenizer.size > shape.vocabSize) {
    const problem = `has ${tokenizer.size} entries, the model's table only ${shape.vocabSize}`;
    throw { code: 'tokenizer-invalid', file: `${folder}/tokenizer.json`, problem } satisfies Failure;
  }
  const { layers, heads, dModel, vocabSize, context } = shape;
  const sizes = { layers, heads, dModel, vocabSize, context, parameters, weightBytes: checkpoint.weightBytes };
  return { folder, name: checkpoint.name, architecture: modelType, ...sizes };
}
