// llama.cpp itself, through node-llama-cpp: what it makes of a GGUF file, to be compared with what we make of it. Knows no
// Tokenscope.
import {
  getLlama,
  type LlamaContextSequence,
  LlamaLogLevel,
  type LlamaModel,
  type LlamaOptions,
  type Token,
} from 'node-llama-cpp';

/** The builds that package.json does not leave out. */
const BUILDS = ['linux-x64', 'linux-arm64'];

/** Why llama.cpp cannot run here; undefined where it can. */
export function noLlamaCpp(): string | undefined {
  const machine = `${process.platform}-${process.arch}`;
  return BUILDS.includes(machine) ? undefined : `package.json has no build of llama.cpp for ${machine}`;
}

export interface LlamaCppOptions {
  readonly threads?: number;
  /** The most tokens of one sequence. */
  readonly context?: number;
}

/** One model in llama.cpp, with one sequence. */
export class LlamaCpp implements AsyncDisposable {
  readonly #model: LlamaModel;
  readonly #sequence: LlamaContextSequence;
  readonly #dispose: () => Promise<void>;

  private constructor(model: LlamaModel, sequence: LlamaContextSequence, dispose: () => Promise<void>) {
    this.#model = model;
    this.#sequence = sequence;
    this.#dispose = dispose;
  }

  /** Keys and values are float32, as ours are: llama.cpp's own choice is half precision. */
  static async open(modelPath: string, { threads = 1, context = 256 }: LlamaCppOptions = {}): Promise<LlamaCpp> {
    const llama = await getLlama({ ...ON_CPU, maxThreads: threads });
    const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
    const [experimentalKvCacheKeyType, experimentalKvCacheValueType] = ['F32', 'F32'] as const;
    const cache = { experimentalKvCacheKeyType, experimentalKvCacheValueType, flashAttention: false };
    const opened = await model.createContext({ ...cache, threads, contextSize: context });
    return new LlamaCpp(model, opened.getSequence(), () => llama.dispose());
  }

  /** The vector of a whole text, pooled as the file says; nothing stays open. [width] */
  static async vectorOf(modelPath: string, ids: readonly number[]): Promise<Float32Array> {
    const llama = await getLlama({ ...ON_CPU, maxThreads: 1 });
    try {
      const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
      const context = await model.createEmbeddingContext({ contextSize: 64, threads: 1 });
      return Float32Array.from((await context.getEmbeddingFor([...ids] as Token[])).vector);
    } finally {
      await llama.dispose();
    }
  }

  /** Without a token in front. */
  tokens(text: string): readonly number[] {
    return this.#model.tokenize(text);
  }

  /** The logits behind the last of some tokens, which the sequence then consists of. [vocabulary] */
  async logits(ids: readonly number[]): Promise<Float32Array> {
    await this.#sequence.clearHistory();
    const last = [ids.at(-1) as Token, { generateNext: { logits: true } }] as const;
    const evaluated = await this.#sequence.controlledEvaluate([...(ids.slice(0, -1) as Token[]), [...last]]);
    const logits = new Float32Array(this.#model.fileInfo.metadata.tokenizer.ggml.tokens.length);
    for (const [id, logit] of evaluated.at(-1)?.next.logits ?? []) logits[id] = logit;
    return logits;
  }

  /** The most probable tokens behind some tokens, one after the other; also those that end a text. */
  async greedy(ids: readonly number[], count: number): Promise<readonly number[]> {
    await this.#sequence.clearHistory();
    const chosen: number[] = [];
    for await (const id of this.#sequence.evaluate(ids as Token[], { temperature: 0, yieldEogToken: true })) {
      chosen.push(id);
      if (chosen.length === count) break;
    }
    return chosen;
  }

  /** Reads one token behind those that the sequence has; gives the most probable next one. */
  async next(id: number): Promise<number> {
    const greedy = { generateNext: { token: true, options: { temperature: 0 } } };
    const [evaluated] = await this.#sequence.controlledEvaluate([[id as Token, greedy]]);
    return evaluated?.next.token ?? -1;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dispose();
  }
}

/** Neither downloaded nor built, and quiet. */
const ON_CPU: LlamaOptions = {
  gpu: false,
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  logLevel: LlamaLogLevel.error,
};
