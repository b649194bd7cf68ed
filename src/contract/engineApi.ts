// What the engine can be asked, and what it answers: the one contract of the extension host, the webviews and
// the child process. Types only. A failed question rejects with a Failure (failure.ts), never with an Error.
import type { EngineOptions, KeptPrecision, UsedProvider } from './engineOptions.ts';
import type {
  AttentionMaps,
  AttentionOverview,
  AttentionRows,
  BlockContribution,
  EmbeddingMap,
  GenerationStep,
  HeadDetail,
  HeadRef,
  HeadScoreTable,
  LogitLens,
  MapMethod,
  Matrix,
  MergeReplay,
  Neighbour,
  NextTokens,
  NgramGuesses,
  Positions,
  QueryRotation,
  SamplingOptions,
  Surprisals,
  TokenVectors,
} from './readings.ts';
import type { ChatMessage, Span, Token, TokenIndex, TokenizerRef, Utf16Offset } from './tokens.ts';

export interface ModelInfo {
  readonly folder: string;
  /** The folder's last path element. */
  readonly name: string;
  /** `model_type` of config.json. */
  readonly architecture: string;
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly vocabSize: number;
  /** Longest text it can read, in tokens. */
  readonly context: number;
  readonly parameters: number;
  /** Bytes of the weights on disk. */
  readonly weightBytes: number;
  /** host[:port] of the server that runs it; undefined: this machine. */
  readonly remote: string | undefined;
  /** How its matrices are kept in memory; undefined: as the server likes. */
  readonly precision: KeptPrecision | undefined;
  /** undefined: the server's. */
  readonly provider: UsedProvider | undefined;
}

/** Chosen by the asker, unique per engine process (crypto.randomUUID). */
export type RunId = string;

export interface RunSummary {
  readonly run: RunId;
  readonly model: ModelInfo;
  /** The tokens that were run: all of the text's, or as many as fit the context. */
  readonly tokens: readonly Token[];
  /** The end of what was explained; less than the text's length where the context was too short. */
  readonly explainedTo: Utf16Offset;
  readonly textLength: Utf16Offset;
  readonly loadMs: number;
  readonly tokenizeMs: number;
  readonly prefillMs: number;
}

export interface ExplainRequest {
  readonly run: RunId;
  readonly modelFolder: string;
  readonly options?: EngineOptions;
  readonly text: string;
}

export interface EngineApi {
  /** Fails: setting-invalid, session-failed, all of a folder's. */
  load(modelFolder: string, options?: EngineOptions): Promise<ModelInfo>;
  tokenize(text: string, tokenizer: TokenizerRef): Promise<readonly Token[]>;
  /** Token counts, one a text, in order. Needs no model. */
  count(texts: readonly string[], tokenizer: TokenizerRef): Promise<readonly number[]>;
  /** The conversation as the model's own template writes it, up to where the answer begins. Needs no weights. Fails: chat-template-missing, chat-template-invalid. */
  chat(modelFolder: string, messages: readonly ChatMessage[]): Promise<string>;
  /** Runs the model over the text and keeps the run until release(). Emits blockDone. Fails: text-empty, cancelled, all of a folder's. */
  explain(request: ExplainRequest): Promise<RunSummary>;
  /** Rows = queries, columns = keys. Recomputed from the stored residual; cost grows with the rows asked for. */
  attention(run: RunId, head: HeadRef, rows: Span<TokenIndex>, columns: Span<TokenIndex>): Promise<Matrix>;
  attentionRows(run: RunId, token: TokenIndex): Promise<AttentionRows>;
  /** As much work as a forward pass. */
  attentionOverview(run: RunId, size: number): Promise<AttentionOverview>;
  /** All heads of one layer as pictures: a quarter of the bytes of their weights, less where they are pooled. */
  attentionMaps(run: RunId, layer: number, size: number): Promise<AttentionMaps>;
  vectors(run: RunId, token: TokenIndex): Promise<TokenVectors>;
  /** The distribution after a position, the k most probable. */
  nextTokens(run: RunId, after: TokenIndex, k: number, sampling: SamplingOptions): Promise<NextTokens>;
  /** Which merges made the tokens. */
  merges(run: RunId, tokens: Span<TokenIndex>): Promise<MergeReplay>;
  /** The k rows of the embedding table closest to a token's own, by cosine, itself left out. */
  neighbours(run: RunId, token: TokenIndex, k: number): Promise<readonly Neighbour[]>;
  /** The text's tokens, the groups' (the first token of each word) and the vocabulary's first few hundred in a plane. */
  embeddingMap(run: RunId, groups: readonly (readonly string[])[], method: MapMethod): Promise<EmbeddingMap>;
  /** undefined for models without a table of positions. */
  positions(run: RunId): Promise<Positions | undefined>;
  /** undefined where the layer turns nothing. */
  rotation(
    run: RunId,
    head: { readonly layer: number; readonly head: number },
    token: TokenIndex,
  ): Promise<QueryRotation | undefined>;
  headDetail(
    run: RunId,
    head: { readonly layer: number; readonly head: number },
    token: TokenIndex,
  ): Promise<HeadDetail>;
  /** Of the model, on random tokens; made once. */
  headScores(run: RunId): Promise<HeadScoreTable>;
  /** Mean attention of the layers up to this one, rolled out. [tokens, tokens] */
  rollout(run: RunId, layer: number): Promise<Matrix>;
  /** The residual stream of one token at every layer, compared with another's: cosine. [layers + 1] */
  similarity(run: RunId, a: TokenIndex, b: TokenIndex): Promise<Float32Array<ArrayBuffer>>;
  blocks(run: RunId, token: TokenIndex): Promise<readonly BlockContribution[]>;
  logitLens(run: RunId, tokens: Span<TokenIndex>): Promise<LogitLens>;
  surprisals(run: RunId): Promise<Surprisals>;
  /** What comes after the text if two of its tokens change places. */
  swapped(run: RunId, a: TokenIndex, b: TokenIndex, k: number, sampling: SamplingOptions): Promise<NextTokens>;
  /** Milliseconds of a forward pass over so many tokens. */
  timeLength(run: RunId, tokens: number): Promise<number>;
  ngrams(run: RunId, document: string, after: TokenIndex, k: number): Promise<NgramGuesses>;
  /** Draws one token from the distribution at the end and runs it; k candidates in drawnFrom. Fails: context-full. */
  generate(run: RunId, sampling: SamplingOptions, k: number): Promise<GenerationStep>;
  /** Forgets all tokens from `length` on (Reset, undo a step). */
  truncate(run: RunId, length: number): Promise<void>;
  /** Stops what the run is doing at the next block; its question fails with `cancelled`. */
  cancel(run: RunId): Promise<void>;
  release(run: RunId): Promise<void>;
}

/** Sent by the engine, unasked and unanswered. */
export interface EngineEvents {
  /** 0 of n as soon as the text is tokenized, then after every block of the forward pass. */
  blockDone(run: RunId, done: number, of: number): void;
}
