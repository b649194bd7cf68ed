// How a model is to be run, and how it then is run. Types only.

/** How a model is to be run; what is left out has its default. A model with other options is loaded anew. */
export interface EngineOptions {
  /**
   * The address of a server that runs the graphs (Open Inference Protocol v2). Without it they run here and nothing is
   * sent.
   */
  readonly remoteUrl?: string;
  /**
   * How matrices are kept in memory. auto: half where the file is half and float32 would take long to make. A server
   * decides for itself.
   */
  readonly precision?: 'auto' | Precision;
  /**
   * auto: the CPU. A provider that is not available falls back to it, and ModelInfo says so. A server decides for
   * itself.
   */
  readonly executionProvider?: 'auto' | ExecutionProvider;
}

/**
 * half: float16 or bfloat16 as in the file, widened when it is used, which gives the same numbers as float32. int8,
 * int4: quantised when the model is loaded, in blocks of weights that share a scale; the embedding and the norms stay
 * as they are, and with int4 the unembedding has 8 bits. stored: in the blocks of a GGUF file, with the numbers that these
 * stand for. fast: the same, and what is multiplied with them is rounded to 8 bits.
 */
export type Precision = 'float32' | 'half' | 'int8' | 'int4' | 'stored' | 'fast';

export interface KeptPrecision {
  readonly kept: Precision;
  /** How far the answers are off, measured on this model; undefined where they are exact. */
  readonly error: QuantisationError | undefined;
}

/**
 * The difference from the same model before its weights were quantised, on a short fixed text, over all its positions.
 */
export interface QuantisationError {
  readonly tokens: number;
  /** The largest absolute difference of a logit. */
  readonly largest: number;
  /** The root mean square of the logits' differences. */
  readonly rms: number;
  /** The mean KL divergence of the next token's distribution from the original's, in bits. */
  readonly klBits: number;
  /** The share of positions whose most probable next token is the same. */
  readonly agreement: number;
}

/** What runs the graphs on this machine. */
export type ExecutionProvider = 'cpu' | 'webgpu' | 'coreml' | 'dml' | 'cuda';

export interface UsedProvider {
  readonly used: ExecutionProvider;
  /**
   * The provider that was asked for and is not available. `problem` is in onnxruntime's words, or undefined where its
   * build lacks the provider.
   */
  readonly instead: { readonly asked: ExecutionProvider; readonly problem: string | undefined } | undefined;
}
