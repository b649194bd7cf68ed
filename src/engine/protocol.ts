// What the engine can be asked, and what it answers: the one contract of the extension host, the webviews and
// the child process. Types only. A failed question rejects with a Failure (failure.ts), never with an Error.
import type { EngineOptions, KeptPrecision, UsedProvider } from './engineOptions.ts';
import type {
  BlockContribution,
  EmbeddingMap,
  HeadDetail,
  HeadScoreTable,
  LogitLens,
  MapMethod,
  MergeReplay,
  Neighbour,
  NgramGuesses,
  Positions,
  Surprisals,
  Turning,
} from './readings.ts';

/** Offset into a JavaScript string, in UTF-16 code units. */
export type Utf16Offset = number & { readonly unit: 'utf16' };
/** Offset into the UTF-8 encoding of the same string. */
export type ByteOffset = number & { readonly unit: 'byte' };
/** Place of a token in a run, 0 = first. */
export type TokenIndex = number & { readonly unit: 'token' };

/** Half open: start ≤ x < end. */
export interface Span<Offset> {
  readonly start: Offset;
  readonly end: Offset;
}

export interface Token {
  readonly id: number;
  /** What the token decodes to on its own; undefined where it begins or ends inside a character. */
  readonly text: string | undefined;
  /**
   * What its entry in the vocabulary stands for, in UTF-8: without the marks of its kind (SentencePiece's ▁ is a space,
   * <0xE8> the byte, WordPiece's ## nothing). Joined over all tokens they are the text as the tokenizer reads it: byte for
   * byte the text itself (lone surrogates as U+FFFD) for a byte-level tokenizer that normalizes nothing; with a space in
   * front where one is put there; normalized, and with [UNK] or <unk> for what the vocabulary lacks, in others. WordPiece
   * drops the white space between words.
   */
  readonly bytes: readonly number[];
  /** Where it stands in the text. Within a character that was not normalized bytes are told apart. */
  readonly byteSpan: Span<ByteOffset>;
  /**
   * The whole characters it stands for, in the explained text: tokens that share a character, or characters that were
   * normalized together, overlap here. Empty where it stands for nothing that was written: <s> in front of the text, a
   * ▁ that SentencePiece puts there. In order; only what a normalizer or a splitter at white space drops is in no token.
   */
  readonly span: Span<Utf16Offset>;
  /** An added token such as <|endoftext|>, not made by merges. */
  readonly special: boolean;
}

/** Which tokenizer counts: a model folder's tokenizer.json, or one of OpenAI's encodings. */
export type TokenizerRef =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'openai'; readonly encoding: OpenAiEncoding };
export type OpenAiEncoding = 'o200k_base' | 'cl100k_base' | 'p50k_base' | 'r50k_base';

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

/** Row-major: values[row * columns + column]. The array owns its buffer. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/** One head of one layer (0-based), or the mean or maximum over that layer's heads. */
export interface HeadRef {
  readonly layer: number;
  readonly head: number | 'mean' | 'max';
}

/** What one token attends to in every head: values[(layer * heads + head) * (token + 1) + key], each row sums to 1. */
export interface AttentionRows {
  readonly token: TokenIndex;
  readonly layers: number;
  readonly heads: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/** All heads' attention, mean-pooled to a square: values[((layer * heads + head) * size + query) * size + key]. */
export interface AttentionOverview {
  readonly layers: number;
  readonly heads: number;
  /** min(tokens, asked-for size) */
  readonly size: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * A layer's heads, then their mean and their maximum, each as a square of levels: a cell holds the largest of the
 * weights it stands for, w, as 255 √w. values[(map * size + query) * size + key]
 */
export interface AttentionMaps {
  readonly layer: number;
  readonly heads: number;
  /** min(tokens, asked-for size) */
  readonly size: number;
  readonly values: Uint8Array<ArrayBuffer>;
}

export interface TokenVectors {
  readonly token: TokenIndex;
  /** Row of the embedding table. [d] */
  readonly embedding: Float32Array<ArrayBuffer>;
  /** Row of the table of learnt positions; undefined for models without one. [d] */
  readonly position: Float32Array<ArrayBuffer> | undefined;
  /** The residual stream: row l = input of block l, last row = output of the last block, before the final norm. [layers + 1, d] */
  readonly residual: Matrix;
}

export interface SamplingOptions {
  /** 0 = always the most probable. */
  readonly temperature: number;
  /** Keep the k most probable; 0 = all. */
  readonly topK: number;
  /** Keep the smallest set whose probabilities sum to at least p; 1 = all. */
  readonly topP: number;
  /** Drop what is less probable than this share of the most probable one; 0 = none. */
  readonly minP: number;
  /** Step i of a run draws with a number derived from (seed, i), so the same seed tells the same story. */
  readonly seed: number;
}

export interface Candidate {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly logit: number;
  /** softmax(logits), before temperature and cuts. */
  readonly probability: number;
  /** What is drawn from: after temperature, top-k, top-p; 0 = cut. */
  readonly drawProbability: number;
}

export interface NextTokens {
  readonly after: TokenIndex;
  /** Most probable first. */
  readonly candidates: readonly Candidate[];
  /** Of softmax(logits), in bits. */
  readonly entropyBits: number;
  /** Where the text goes on after this position: the token that really follows; undefined at the end. */
  readonly actual: (Candidate & { readonly rank: number }) | undefined;
}

export interface GenerationStep {
  readonly token: Token;
  readonly index: TokenIndex;
  /** What the token was drawn from. */
  readonly drawnFrom: NextTokens;
  /** Of the new token, in every layer and head. */
  readonly attention: AttentionRows;
  /** Positions the model ran for this step, and positions whose keys and values came from the cache. */
  readonly computed: number;
  readonly reused: number;
  readonly ms: number;
}

export interface ExplainRequest {
  readonly run: RunId;
  readonly modelFolder: string;
  readonly options?: EngineOptions;
  readonly text: string;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
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
  turning(
    run: RunId,
    head: { readonly layer: number; readonly head: number },
    token: TokenIndex,
  ): Promise<Turning | undefined>;
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
