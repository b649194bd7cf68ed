// What the engine can be asked, and what it answers: the one contract of the extension host, the webviews and
// the child process. Types only. A failed question rejects with a Failure (failure.ts), never with an Error.
import type { Compared, ComparedNext, ComparedPredictions, Comparison } from './compared.ts';
import type { ContextReport, ContextRequest } from './contextReport.ts';
import type { ConversationTokens } from './conversationTokens.ts';
import type { DocumentRequest, DocumentSummary, DocumentSurprisals, TokenPrediction } from './documentReading.ts';
import type { EngineOptions, KeptPrecision, UsedProvider } from './engineOptions.ts';
import type { ExpertShape, Routing } from './experts.ts';
import type { Flow } from './flow.ts';
import type { InspectionQuestions } from './inspectionQuestions.ts';
import type { BesideAttention, LayerHeads, ShortConvolution, StateSpace, Streams } from './layerShapes.ts';
import type { Mattered, MatteredQuestion } from './mattered.ts';
import type { TextEdit, TextId, TextVersion } from './openText.ts';
import type { OtherText, PatchGrid, PatchQuestion } from './patching.ts';
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
  Neighbours,
  NextTokens,
  NgramGuesses,
  Positions,
  QueryRotation,
  SamplingOptions,
  Surprisals,
  TokenVectors,
} from './readings.ts';
import type { SentencePair, SentenceQuestion } from './sentences.ts';
import type { StateApi } from './stateApi.ts';
import type { ChatMessage, PlacedToken, Span, Token, TokenIndex, TokenizerRef, Utf16Offset } from './tokens.ts';
import type { ValueWeights } from './valueWeights.ts';
import type { TokenVotes, VoteQuestion } from './votes.ts';
import type { WeightStorage } from './weightStorage.ts';
import type { Change, Direction, WhatIf, WhatIfQuestion, WhatIfSurprisals, WhatIfTexts } from './whatIf.ts';

/**
 * How a model knows where a token stands. learned: a table of vectors that are added; sinusoidal: the same, computed;
 * rotary: queries and keys are rotated; alibi: scores are lowered with the distance; none: by the causal mask alone.
 */
export type PositionKind = 'learned' | 'sinusoidal' | 'rotary' | 'alibi' | 'none';

export interface ModelInfo {
  readonly folder: string;
  /** The folder's last path element. */
  readonly name: string;
  /** `model_type` of config.json. */
  readonly architecture: string;
  /** Whether the model reads images, too: what would is not run, and does not count in parameters and weightBytes. */
  readonly textOnly: boolean;
  readonly layers: number;
  readonly heads: number;
  /** Heads of keys and values; fewer than `heads` where groups of them share one. */
  readonly keyValueHeads: number;
  /** The width of a head. heads · dHead need not be dModel. */
  readonly dHead: number;
  readonly dModel: number;
  /** The width of the MLP's hidden layer. */
  readonly inner: number;
  /** That of each layer, where they differ. [layers] */
  readonly layerInner?: readonly number[] | undefined;
  /** The width of what each layer is told of a token besides the stream; undefined where it is told nothing. */
  readonly layerInputs?: number | undefined;
  /** Whether the MLP has three maps, one of which is a gate, or two. */
  readonly gatedMlp: boolean;
  /** Those of each layer; `heads` and the sizes above are those of most. A layer without heads has no attention. [layers] */
  readonly layerHeads: readonly LayerHeads[];
  /** The short convolution of each layer; null where it has none. [layers] */
  readonly convolutions: readonly (ShortConvolution | null)[];
  /** Which layers have experts in place of that MLP, and of what sizes; undefined where none has. */
  readonly experts?: ExpertShape | undefined;
  /** The state of each layer; null where it has none. [layers] */
  readonly states: readonly (StateSpace | null)[];
  /** Whether what enters the first block is the norm of the embedding, with what is added to it. */
  readonly normedEmbedding: boolean;
  /** Whether a vector of the text's segment is added to every token. */
  readonly segments?: boolean | undefined;
  /** Whether norms stand on the stream itself, behind each addition: the first Transformer's arrangement. */
  readonly normedStream: boolean;
  /** Whether each token sees what stands behind it, too: the model reads a text as a whole, and does not go on with it. */
  readonly bidirectional: boolean;
  /** What it says at a place: the token that comes next, the one behind a mask, or no token at all. */
  readonly predicts: 'next' | 'masked' | 'nothing';
  /** What layers add beside what their heads find; undefined where they add nothing. */
  readonly beside?: BesideAttention | undefined;
  /** Of a model with several streams; undefined where there is one. */
  readonly streams?: Streams | undefined;
  /**
   * How many last tokens each layer's attention sees, the query's own included; where it sees in both directions, as many
   * before it as behind; null = all of them. [layers]
   */
  readonly windows: readonly (number | null)[];
  readonly positions: PositionKind;
  /** alibi: what each head takes off a score for each token of distance. [heads] */
  readonly slopes?: readonly number[] | undefined;
  /** The width of the token tables; where it is not dModel, a map leads from the one to the other at both ends. */
  readonly embeddingWidth: number;
  /** Whether one table of tokens serves the way in and the way out. */
  readonly tiedTables: boolean;
  readonly vocabSize: number;
  /** The longest text that the model can read, in tokens. */
  readonly context: number;
  /** Whether that is only where texts end here: the model itself has no longest one. */
  readonly endless?: boolean | undefined;
  readonly parameters: number;
  /** What the weights take on disk, in bytes. */
  readonly weightBytes: number;
  /**
   * What they take in memory as they are kept, in bytes: 4, 2, 1.125 (int8) or 0.625 (int4) for each weight of a matrix.
   * undefined where a server decides that.
   */
  readonly keptBytes: number | undefined;
  /** How most weights are stored, where the file has them quantised and is no GGUF file. */
  readonly storage?: WeightStorage | undefined;
  /** host[:port] of the server that runs it; undefined where this machine does. */
  readonly remote: string | undefined;
  /** How its matrices are kept in memory; undefined where a server decides that. */
  readonly precision: KeptPrecision | undefined;
  /** What runs the graphs; undefined where a server decides that. */
  readonly provider: UsedProvider | undefined;
}

/** The asker chooses it, unique in one engine process (crypto.randomUUID). */
export type RunId = string;
/** The same for a context report. */
export type ContextReportId = string;

export interface RunSummary {
  readonly run: RunId;
  readonly model: ModelInfo;
  /** The tokens that the model read: all of the text's, or as many as fit the context. */
  readonly tokens: readonly Token[];
  /**
   * So many first tokens of them were not read for this run: the model had read a text that begins with them, and what it
   * knew of them was kept.
   */
  readonly known: number;
  /** Where the explained part of the text ends; less than the text's length where the context was too short. */
  readonly explainedTo: Utf16Offset;
  readonly textLength: Utf16Offset;
  readonly loadMs: number;
  readonly tokenizeMs: number;
  /** How long reading the tokens took that were not known. */
  readonly prefillMs: number;
}

export interface ExplainRequest {
  readonly run: RunId;
  readonly modelFolder: string;
  readonly options?: EngineOptions;
  readonly text: string;
  /**
   * Whether the model is loaded beside the one of all other runs, and not in its place: two models can be compared then. It
   * is given back when the run is released.
   */
  readonly beside?: boolean;
}

/**
 * "A folder's failures" are those of reading its files: file-missing, file-unreadable, json-invalid, config-invalid,
 * config-unsupported, safetensors-header, safetensors-truncated, tensor-missing, table-missing, tensor-invalid,
 * tokenizer-invalid.
 * Every question about a run can also fail with run-unknown, question-invalid and cancelled, and everything that runs
 * the model with session-failed or, where a server runs it, with a RemoteFailure. What is about going on with a text fails
 * with reads-both-ways where the model does not.
 */
export interface EngineApi extends InspectionQuestions, StateApi {
  /**
   * Opens a checkpoint folder; a model that is open already is answered from memory. Fails with setting-invalid,
   * session-failed and a folder's failures.
   */
  load(modelFolder: string, options?: EngineOptions): Promise<ModelInfo>;
  /**
   * Frees a folder's model and closes its files, if it is in memory. Its runs end: what they are answering fails with
   * cancelled.
   */
  unload(modelFolder: string): Promise<void>;
  /**
   * The tokens of a text, without the ones that the tokenizer puts in front of it by itself. Needs no model. Fails with
   * a folder's failures.
   */
  tokenize(text: string, tokenizer: TokenizerRef): Promise<readonly Token[]>;
  /** The largest id of a tokenizer, and one. Needs no model. Fails with a folder's failures. */
  vocabularySize(tokenizer: TokenizerRef): Promise<number>;
  /** The number of tokens of each text, in order. Needs no model. Fails with a folder's failures. */
  count(texts: readonly string[], tokenizer: TokenizerRef): Promise<readonly number[]>;
  /**
   * Keeps a text, in place of one of that name, so that it need not be sent again: after an edit its counts and tokens are
   * made anew only where the edit was. The questions about it fail with text-unknown where it is not there in the version
   * that is meant, since the process has started anew or has too much to keep; with cancelled where an edit comes before the
   * answer; and with a folder's failures. Spans are in UTF-16 units.
   */
  openText(text: TextId, content: string): Promise<void>;
  /** The edits, each of the text that the one before it left, make this version, one more than the last. */
  editText(text: TextId, version: number, edits: readonly TextEdit[]): Promise<void>;
  /** Forgets the text. */
  closeText(text: TextId): Promise<void>;
  /** The number of its tokens. */
  countText(text: TextVersion, tokenizer: TokenizerRef): Promise<number>;
  /** The number of tokens of each of its parts by itself, in order. */
  countSpans(
    text: TextVersion,
    spans: readonly Span<Utf16Offset>[],
    tokenizer: TokenizerRef,
  ): Promise<readonly number[]>;
  /**
   * Where the first line ends up to whose end the text has more than so many tokens; undefined where it has no more, too.
   */
  lineEndBeyond(text: TextVersion, tokens: number, tokenizer: TokenizerRef): Promise<Utf16Offset | undefined>;
  /** Those of its tokens that touch a part. */
  tokensIn(text: TextVersion, span: Span<Utf16Offset>, tokenizer: TokenizerRef): Promise<readonly PlacedToken[]>;
  /**
   * The conversation as the model's own template writes it, up to where the answer begins. Needs no weights. Fails with
   * chat-template-missing, chat-template-invalid.
   */
  chat(modelFolder: string, messages: readonly ChatMessage[]): Promise<string>;
  /**
   * Runs the model over the text and keeps the run until release(). Emits blockDone. Fails with text-empty,
   * text-beyond-context, token-beyond-table, cancelled and a folder's failures.
   */
  explain(request: ExplainRequest): Promise<RunSummary>;
  /**
   * Begins to read a whole document, of any length, in windows (documentReading.ts), and keeps the reading until release().
   * Tokenizes it and reads nothing yet. Asked again for a changed text, it keeps what it knows of windows that are the same.
   * Fails with token-beyond-table, context-too-short, models-in-use and a folder's failures.
   */
  readDocument(request: DocumentRequest): Promise<DocumentSummary>;
  /**
   * How surprising the document's tokens were to the model. Reads on for about so many milliseconds, from the part in sight
   * on, and is asked again until nothing is `left`; 0 ms read nothing. While other runs are asked, it reads nothing
   * either: whoever looks at an explanation goes first. Where another model took the place of its own, it fails with
   * run-unknown.
   */
  documentSurprisals(run: RunId, sight: Span<Utf16Offset>, ms: number): Promise<DocumentSurprisals>;
  /**
   * The k tokens that the model expected in the place of one of the document's; undefined for a first token that nothing
   * predicts. Reads the token's window again, unless it was read last.
   */
  expected(run: RunId, token: TokenIndex, k: number): Promise<TokenPrediction | undefined>;
  /**
   * Attention weights: rows = queries, columns = keys. Recomputed from the stored residual; the cost grows with the
   * rows asked for.
   */
  attention(run: RunId, head: HeadRef, rows: Span<TokenIndex>, columns: Span<TokenIndex>): Promise<Matrix>;
  /**
   * The same rectangle with each weight times the length of the vector that it moves (Kobayashi et al. 2020), beside the
   * weights themselves, and whether heads rest on the first token.
   */
  valueWeights(run: RunId, head: HeadRef, rows: Span<TokenIndex>, columns: Span<TokenIndex>): Promise<ValueWeights>;
  /** What one token attends to, in every layer and head. */
  attentionRows(run: RunId, token: TokenIndex): Promise<AttentionRows>;
  /** All layers and heads as small pictures, at most `size` by `size` each. As much work as a forward pass. */
  attentionOverview(run: RunId, size: number): Promise<AttentionOverview>;
  /**
   * All heads of one layer as pictures, at most `size` by `size` each: a byte a cell, where the weights themselves
   * would take four.
   */
  attentionMaps(run: RunId, layer: number, size: number): Promise<AttentionMaps>;
  /** A token's embedding, its learnt position and its residual stream. */
  vectors(run: RunId, token: TokenIndex): Promise<TokenVectors>;
  /**
   * The k most probable next tokens after a position; of a model for masked words those at the position itself, with the token
   * there masked. Fails with predicts-no-word, mask-missing.
   */
  nextTokens(run: RunId, after: TokenIndex, k: number, sampling: SamplingOptions): Promise<NextTokens>;
  /** Which byte-pair merges made the token. */
  merges(run: RunId, token: TokenIndex): Promise<MergeReplay>;
  /**
   * The k rows of the embedding table that are closest to a token's own by cosine, without that row itself, with and
   * without tokens that training hardly saw.
   */
  neighbours(run: RunId, token: TokenIndex, k: number): Promise<Neighbours>;
  /**
   * The ids of tokens that training hardly saw, by their rows of the embedding table (explain/rareTokens.ts); undefined
   * where that cannot be told. Compares every row, once for each model.
   */
  rareTokens(run: RunId): Promise<readonly number[] | undefined>;
  /**
   * A plane with the text's tokens, the first token of each word in `groups`, and the first few hundred of the
   * vocabulary.
   */
  embeddingMap(run: RunId, groups: readonly (readonly string[])[], method: MapMethod): Promise<EmbeddingMap>;
  /** The table of learnt positions; undefined for models without one. */
  positions(run: RunId): Promise<Positions | undefined>;
  /** How a head's query is rotated; undefined where the layer has no rotary positions. */
  rotation(
    run: RunId,
    head: { readonly layer: number; readonly head: number },
    token: TokenIndex,
  ): Promise<QueryRotation | undefined>;
  /** One query against all keys up to it, with every step from the scores to the mixed values. */
  headDetail(
    run: RunId,
    head: { readonly layer: number; readonly head: number },
    token: TokenIndex,
  ): Promise<HeadDetail>;
  /** What every head of the model does with random tokens; computed once per model. */
  headScores(run: RunId): Promise<HeadScoreTable>;
  /**
   * Attention rollout (Abnar and Zuidema 2020) up to and including this layer, from the mean over heads, of at most
   * MOST_ROLLOUT_TOKENS tokens (limits.ts). [tokens, tokens]
   */
  rollout(run: RunId, layer: number): Promise<Matrix>;
  /**
   * The parts that made the stream of one token, and the parts of those, back to the words: the edges of the information
   * flow (Ferrando and Voita 2024) whose shares are at least `threshold`, LEAST_FLOW_THRESHOLD (flow.ts) or more.
   */
  flow(run: RunId, position: TokenIndex, threshold: number): Promise<Flow>;
  /** The cosine of two tokens' residual streams, at every layer. [layers + 1] */
  similarity(run: RunId, a: TokenIndex, b: TokenIndex): Promise<Float32Array<ArrayBuffer>>;
  /**
   * How alike the run's text and another one are to the model, by one vector each, and which tokens made them so. Fails with
   * text-empty, sentence-too-long, text-beyond-context, and a folder's failures.
   */
  sentences(run: RunId, question: SentenceQuestion): Promise<SentencePair>;
  /** What every block adds to one token's residual stream, first block first. */
  blocks(run: RunId, token: TokenIndex): Promise<readonly BlockContribution[]>;
  /** The most probable next token after every layer (nostalgebraist 2020). */
  logitLens(run: RunId, tokens: Span<TokenIndex>): Promise<LogitLens>;
  /**
   * Which experts the tokens got in each layer that has some; undefined for a model without experts. Runs these blocks again.
   * Fails with question-invalid for more than 4,096 tokens.
   */
  routing(run: RunId, tokens: Span<TokenIndex>): Promise<Routing | undefined>;
  /** How surprising every token was to the model. */
  surprisals(run: RunId): Promise<Surprisals>;
  /**
   * What each part of the model contributed to the logit of a token after a position, exactly. Runs every block again for
   * that position, and reads the output projections from the checkpoint. Fails with file-unreadable, safetensors-truncated.
   */
  votes(run: RunId, question: VoteQuestion): Promise<TokenVotes>;
  /** The k most probable next tokens at the end of the text if two of its tokens change places. */
  swapped(run: RunId, a: TokenIndex, b: TokenIndex, k: number, sampling: SamplingOptions): Promise<NextTokens>;
  /**
   * What mattered for a prediction: the text is read again without one part after another, for about so many
   * milliseconds, one part at least. It is asked again until nothing is `left`; 0 ms measure nothing. What is known is
   * kept with the run until another outcome is asked about or the text changes.
   */
  mattered(run: RunId, question: MatteredQuestion, ms: number): Promise<Mattered>;
  /** What comes next if something is changed in the model or in the text, beside what comes without it. */
  whatIf(run: RunId, question: WhatIfQuestion): Promise<WhatIf>;
  /** How surprising every token is with the changes, and without. Costs the unembedding of the whole text. */
  whatIfSurprisals(run: RunId, changes: readonly Change[]): Promise<WhatIfSurprisals>;
  /** How the text goes on with the changes, and without, for so many tokens. Fails with context-full. */
  whatIfTexts(run: RunId, changes: readonly Change[], tokens: number, sampling: SamplingOptions): Promise<WhatIfTexts>;
  /** A direction by itself, as it is added before a block, so that it can be saved. [d] */
  direction(run: RunId, direction: Direction, layer: number): Promise<Float32Array<ArrayBuffer>>;
  /**
   * Another text as the run's model reads it, token by token beside the run's. Where words are asked for behind a mask, `masked`
   * is the place that is masked in it.
   */
  otherText(run: RunId, text: string, k: number, sampling: SamplingOptions, masked?: TokenIndex): Promise<OtherText>;
  /**
   * Where the difference between the run's text and another of as many tokens is carried: one activation after another is
   * copied, for about so many milliseconds, one at least. Asked again until nothing is `left`; 0 ms measure nothing.
   */
  patchSweep(run: RunId, question: PatchQuestion, ms: number): Promise<PatchGrid>;
  /**
   * The tokens of the run and of another reading side by side. Reads another text at once, which costs its forward pass, and
   * keeps it for the questions below. They all fail with run-unknown for another run that is not there.
   */
  comparison(run: RunId, other: Compared): Promise<Comparison>;
  /**
   * How surprising some pieces of the comparison were to each side, and what each expects behind them. Costs the unembedding
   * of their tokens, on both sides.
   */
  comparedPredictions(run: RunId, other: Compared, pieces: Span<number>): Promise<ComparedPredictions>;
  /**
   * The cosine of the two residual streams at the last token of every piece, before each block and after the last; NaN for
   * pieces that one side lacks. Fails with question-invalid for models of other widths or numbers of layers.
   * [layers + 1, pieces]
   */
  comparedStreams(run: RunId, other: Compared): Promise<Matrix>;
  /**
   * How differently each head of a layer attends on the two sides: the mean over the pieces that both have of the total
   * variation distance (explain/attentionDistance.ts), from 0 to 1; NaN where no piece is in both, or the layer of one side has
   * no heads. Runs the layer again for all tokens, on both sides. Fails with question-invalid for models of other numbers of
   * layers or heads. [heads]
   */
  comparedHeads(run: RunId, other: Compared, layer: number): Promise<Float32Array<ArrayBuffer>>;
  /** The k most probable next tokens of each side behind a piece that both have, with the probabilities of both. */
  comparedNext(run: RunId, other: Compared, piece: number, k: number): Promise<ComparedNext>;
  /** How long a forward pass over so many tokens takes, in milliseconds. */
  timeLength(run: RunId, tokens: number): Promise<number>;
  /** What counting the n-grams of `document` alone would guess after a position. */
  ngrams(run: RunId, document: string, after: TokenIndex, k: number): Promise<NgramGuesses>;
  /**
   * Draws one token from the distribution at the end and runs it; `drawnFrom` has k candidates. Fails with
   * context-full.
   */
  generate(run: RunId, sampling: SamplingOptions, k: number): Promise<GenerationStep>;
  /** Appends a token that was chosen and runs it, as generate() does a drawn one. Fails with context-full. */
  choose(run: RunId, id: number, sampling: SamplingOptions, k: number): Promise<GenerationStep>;
  /**
   * Makes these the generated tokens again: what they begin with like the present ones stays, the others are run at once.
   * Fails with context-full.
   */
  restore(run: RunId, ids: readonly number[]): Promise<void>;
  /** Forgets all tokens from `length` on, to take a generated step back or all of them. */
  truncate(run: RunId, length: number): Promise<void>;
  /**
   * Makes way for a question that is more urgent: what takes long and was asked before fails with `cancelled` at its
   * next halt. What is short is still answered, and so is what changes the run.
   */
  interrupt(run: RunId): Promise<void>;
  /** Stops what the run is doing at the next block; its question fails with `cancelled`. */
  cancel(run: RunId): Promise<void>;
  /**
   * What fills a context: files and folders as a tree of parts with their tokens, counted in threads of their own. The asker
   * chooses `report`, unique in one engine process; contextProgress tells how far it is. Fails with what the tokenizer's
   * folder is refused for, and with conversation-invalid where one was asked for; a file that cannot be counted is named in the report.
   */
  contextReport(report: ContextReportId, request: ContextRequest): Promise<ContextReport>;
  /**
   * The tokens that a chat model receives for a conversation in any of the known forms, by its own template; `json` is a
   * text of JSON or JSONL, of which the first conversation counts, and `file` its name. Fails with conversation-invalid,
   * chat-template-missing, chat-template-invalid.
   */
  conversationTokens(modelFolder: string, json: string, file: string): Promise<ConversationTokens>;
  /** Ends the counting: the question is answered with what was counted until then. */
  cancelContextReport(report: ContextReportId): Promise<void>;
  /** Ends a run and frees what was kept for it. */
  release(run: RunId): Promise<void>;
}
