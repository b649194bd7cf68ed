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
  readonly #beforeRelease: (model: LoadedModel) => Promise<void>;

  /** `beforeRelease` ends what still uses a model. */
  constructor(beforeRelease: (model: LoadedModel) => Promise<void>) {
    this.#beforeRelease = beforeRelease;
  }

  /** The folder's model, loaded now or before. A load that failed is tried again next time. */
  async use(folder: string): Promise<LoadedModel> {
    if (folder === this.#folder && this.#loading) return await this.#loading;
    const before = this.#loading;
    this.#folder = folder;
    const loading = this.#replace(before, folder);
    this.#loading = loading;
    loading.catch(() => {
      if (this.#loading === loading) this.#folder = undefined;
    });
    return await loading;
  }

  async #replace(before: Promise<LoadedModel> | undefined, folder: string): Promise<LoadedModel> {
    const old = await before?.catch(() => undefined);
    if (old) {
      await this.#beforeRelease(old);
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

function infoOf(folder: string, { checkpoint, modelType, shape }: Transformer, tokenizer: Tokenizer): ModelInfo {
  if (tokenizer.size > shape.vocabSize) {
    const problem = `has ${tokenizer.size} entries, the model's table only ${shape.vocabSize}`;
    throw { code: 'tokenizer-invalid', file: `${folder}/tokenizer.json`, problem } satisfies Failure;
  }
  const { layers, heads, dModel, vocabSize, context, parameters } = shape;
  const sizes = { layers, heads, dModel, vocabSize, context, parameters, weightBytes: checkpoint.weightBytes };
  return { folder, name: checkpoint.name, architecture: modelType, ...sizes };
}
