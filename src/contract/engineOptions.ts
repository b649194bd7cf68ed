// How a model is run, as it was asked for and as it turned out. Types only.

/** How a model is run; what is left out is as usual. Other options are another load. */
export interface EngineOptions {
  /** Address of a server that runs the graphs (Open Inference Protocol v2). Absent: they run here, nothing is sent. */
  readonly remoteUrl?: string;
  /** How matrices are kept in memory. auto: half where the file is half and float32 would take long to make. Not of a server's. */
  readonly precision?: 'auto' | Precision;
  /** auto: the CPU. What cannot be had falls back to it, and ModelInfo says so. Not of a server's. */
  readonly executionProvider?: 'auto' | ExecutionProvider;
}

/**
 * half: float16 or bfloat16 as it is in the file, widened as it is used, the same numbers as float32. int8, int4: made
 * when the model is loaded, blocks of weights with a scale each; the embedding and the norms are left as they are, and
 * with int4 the unembedding has 8 bits.
 */
export type Precision = 'float32' | 'half' | 'int8' | 'int4';

export interface KeptPrecision {
  readonly kept: Precision;
  /** What it costs, measured on this model; undefined where it costs nothing. */
  readonly error: QuantisationError | undefined;
}

/** Against the same model before its weights were quantised, on a short fixed text, at every position. */
export interface QuantisationError {
  readonly tokens: number;
  /** Of logits, absolute. */
  readonly largest: number;
  /** Root of the mean square. */
  readonly rms: number;
  /** KL divergence of the next token's distribution from the original's, mean, in bits. */
  readonly klBits: number;
  /** Share of positions whose most probable next token is the same. */
  readonly agreement: number;
}

/** What runs the graphs on this machine. */
export type ExecutionProvider = 'cpu' | 'webgpu' | 'coreml' | 'dml' | 'cuda';

export interface UsedProvider {
  readonly used: ExecutionProvider;
  /** What was asked for and could not be had: in onnxruntime's words, or undefined where its build lacks it. */
  readonly instead: { readonly asked: ExecutionProvider; readonly problem: string | undefined } | undefined;
}
