// What a model's file holds, as the editor of such files shows it: card, drawing, tensors, vocabulary, chat template, and what
// two files of one model differ in. Types only.
import type { Failure } from './failure.ts';
import type { LayerHeads, ShortConvolution, StateSpace } from './layerShapes.ts';
import type { ChatMessage } from './tokens.ts';

/** The asker chooses it for what takes long, unique among those who are told of it. */
export type InspectionId = string;

export type ModelFileKind = 'gguf' | 'safetensors' | 'tokenizer';

export interface ModelFile {
  readonly kind: ModelFileKind;
  /** Whatever holds the model's tensors, the file itself among them; tokenizer.json alone where it is that. */
  readonly parts: readonly FilePart[];
  readonly facts: ModelFacts;
  /** As the file names and stores them, in its order. */
  readonly tensors: readonly FileTensor[];
  /** undefined where there are no tensors. */
  readonly drawing: ModelDrawing | undefined;
  /** What the file says about itself: keys and short values, lists as their lengths. */
  readonly metadata: readonly (readonly [key: string, value: string])[];
  /** `__metadata__` of a safetensors file, the first where there are several: keys and texts, long ones cut off. */
  readonly ownMetadata: readonly (readonly [key: string, text: string])[];
  /** Whether a tokenizer is in the file or beside it. */
  readonly hasTokenizer: boolean;
  /** The folder or file that explains texts with these weights; undefined where they are no whole model. */
  readonly model: string | undefined;
  /** Why it cannot. */
  readonly modelProblem: Failure | undefined;
}

export interface FilePart {
  readonly name: string;
  readonly bytes: number;
}

/** undefined is what no file says. */
export interface ModelFacts {
  readonly name: string | undefined;
  /** `model_type` of config.json, or `general.architecture`. */
  readonly architecture: string | undefined;
  readonly licence: string | undefined;
  /** In tokens. */
  readonly context: number | undefined;
  /** Weights that are used, tied ones once, where the architecture is known; all that are stored otherwise. */
  readonly parameters: number | undefined;
  /** Number types of the tensors, those with the most bytes first. */
  readonly types: readonly TypeShare[];
}

export interface TypeShare {
  readonly type: string;
  readonly tensors: number;
  readonly weights: number;
  readonly bytes: number;
}

export interface FileTensor {
  readonly name: string;
  readonly type: string;
  /** Row-major, as in PyTorch. */
  readonly shape: readonly number[];
  readonly weights: number;
  readonly bytes: number;
  /** Where it begins in its file, in bytes. */
  readonly offset: number;
  /** Which of the parts has it. */
  readonly part: number;
}

/**
 * architecture: as the model's own code uses the tensors; groups: an architecture that is not known here, with the tensors
 * as their names group them and nothing said of how they are used.
 */
export type ModelDrawing =
  | { readonly kind: 'architecture'; readonly stream: DrawnStream; readonly steps: readonly DrawnStep[] }
  | { readonly kind: 'groups'; readonly steps: readonly DrawnStep[] };

/** What all blocks read and write. */
export interface DrawnStream {
  readonly dModel: number;
  readonly vocabSize: number;
  readonly context: number;
  /** Attention and MLP read the same stream; else the MLP reads it with what attention has added. */
  readonly parallel: boolean;
  /** One table of tokens serves the way in and the way out. */
  readonly tiedTables: boolean;
}

/** The way in, the blocks that are built alike, the way out; or a group of names. */
export interface DrawnStep {
  readonly kind: 'embed' | 'block' | 'unembed' | 'group';
  /** What the names of a group begin with; empty for those without a dot. */
  readonly name: string;
  /** The blocks, or the numbers in a group's names, ascending; empty where there is one. */
  readonly layers: readonly number[];
  readonly block: DrawnBlock | undefined;
  /** Of the first of them. */
  readonly tensors: readonly DrawnTensor[];
}

/** What blocks of one kind have. */
export interface DrawnBlock {
  /** undefined where no attention is. */
  readonly heads: LayerHeads | undefined;
  /** So many last tokens are seen. */
  readonly window: number | undefined;
  readonly positions: 'rotary' | 'alibi' | undefined;
  readonly convolution: ShortConvolution | undefined;
  readonly state: StateSpace | undefined;
  readonly experts: { readonly count: number; readonly chosen: number; readonly inner: number } | undefined;
  /** The width of the MLP's hidden layer; undefined where experts are in its place. */
  readonly inner: number | undefined;
  readonly gatedMlp: boolean;
}

export interface DrawnTensor {
  /** As the file names it, that of the first layer. */
  readonly name: string;
  /** Without what all tensors of the block begin with. */
  readonly label: string;
  readonly part: 'norm' | 'attention' | 'mlp' | 'mixer' | 'other';
  readonly shape: readonly number[];
  /** Those of all layers of the kind. */
  readonly types: readonly string[];
  /** How many there are of it in a layer, where that is not one: an expert each. */
  readonly copies: number;
}

export interface TokenizerFacts {
  /** BPE, Unigram, WordPiece, WordLevel. */
  readonly type: string;
  /** Largest id + 1. */
  readonly size: number;
  readonly merges: number;
  /** Tokens that are found before a text is cut. */
  readonly added: number;
  readonly hasTemplate: boolean;
}

/** What is known of the numbers of a tensor, as they are stored. */
export interface TensorStatistics {
  readonly count: number;
  /** Those that are no numbers, or infinite, which count for nothing below. */
  readonly notFinite: number;
  readonly zeros: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly deviation: number;
  /** How many lie in each of equal parts of what lies between least and most, the last with its upper end. */
  readonly bins: Float64Array<ArrayBuffer>;
  /** The maps whose weights these are, where the tensor holds codes that stand for them; empty where the numbers are its own. */
  readonly standsFor: readonly string[];
}

/** What one tensor has become. */
export interface TensorDifference {
  readonly name: string;
  readonly shape: readonly number[];
  readonly types: readonly [ours: string, reference: string];
  /** ‖a − b‖ / ‖b‖ with b the reference; undefined where they cannot be compared. */
  readonly relativeError: number | undefined;
  /** The root of the mean of (a − b)². */
  readonly rootMeanSquare: number | undefined;
  readonly largest: number | undefined;
  readonly problem: DifferenceProblem | undefined;
}

export type DifferenceProblem =
  | { readonly kind: 'shape'; readonly shapes: readonly [readonly number[], readonly number[]] }
  | { readonly kind: 'unreadable'; readonly failure: Failure };

export interface TensorDifferences {
  /** By what is computed: the largest relative error first, what could not be compared at the end. */
  readonly tensors: readonly TensorDifference[];
  readonly onlyOurs: readonly string[];
  readonly onlyReference: readonly string[];
  /** Of all numbers that were compared together. */
  readonly relativeError: number | undefined;
  /** Whether all were; else it was cancelled. */
  readonly complete: boolean;
}

export type TokenKind = 'normal' | 'byte' | 'special' | 'added' | 'unknown' | 'unused';

export interface VocabularyQuery {
  /** Part of an entry's text; a whole number also finds the id, 0x and hexadecimal digits the bytes. */
  readonly text: string;
  readonly kind: TokenKind | 'all';
  readonly order: 'id' | 'longest';
}

export interface VocabularyMatches {
  readonly ids: Float64Array<ArrayBuffer>;
}

export interface VocabularyEntry {
  readonly id: number;
  /** As the file writes it. */
  readonly written: string;
  /** What it stands for; undefined where that is no whole characters. */
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly kind: TokenKind;
  /** The first merge that makes it. */
  readonly merge: VocabularyMerge | undefined;
  /** Of Unigram: the logarithm of its probability. */
  readonly score: number | undefined;
}

export interface VocabularyMerge {
  readonly left: string;
  readonly right: string;
  readonly rank: number;
  /** How many other merges make the same. */
  readonly others: number;
}

export interface ChatSample {
  readonly source: string;
  readonly messages: readonly ChatMessage[];
  readonly text: string;
  /** Where special tokens stand in the text. */
  readonly special: readonly (readonly [start: number, end: number])[];
  readonly tokens: number | undefined;
  /** The template refuses a system message, so that the sample has none. */
  readonly withoutSystem: boolean;
}

/** How far a file is read: bytes of the tensors. */
export interface InspectionProgress {
  readonly done: number;
  readonly of: number;
}
