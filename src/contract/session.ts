// A session as it is saved: a text, the model that read it, what the reader had set up, and the numbers that came out, so
// that the same numbers can be looked for again. Types and limits only; docs/sessions.md describes the file.
import type { RemovalMode, TextPartKind } from './mattered.ts';
import type { PatchQuestion } from './patching.ts';
import type { HeadRef, SamplingOptions } from './readings.ts';
import type { TokenIndex } from './tokens.ts';
import type { Change } from './whatIf.ts';

export const SESSION_ENDING = '.tokenscope.json';
export const SESSION_FORMAT = 'tokenscope-session';
/** Raised when a file of the new kind would be misread by a program that knows only the old one. */
export const SESSION_VERSION = 1;

/** A number as JSON can hold it: those that are not finite by their names. */
export type WrittenNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export interface SessionFile {
  readonly format: typeof SESSION_FORMAT;
  readonly version: typeof SESSION_VERSION;
  /** The version of Tokenscope that wrote it. */
  readonly tokenscope: string;
  /** ISO 8601, UTC */
  readonly saved: string;
  readonly text: SessionText;
  readonly model: SessionModel;
  readonly setup: SessionSetup;
  readonly numbers: SessionNumbers;
}

export interface SessionText {
  /** The name of the file that it was chosen from, without its folder, and the 1-based line that it begins in. */
  readonly label: string;
  readonly line: number;
  readonly content: string;
  /** The tokens that the model read; those of a longer text are not here. */
  readonly ids: readonly number[];
}

export interface SessionModel {
  /** owner/name, a folder's own name, or 'embedded model', in every language. Never a path. */
  readonly name: string;
  /** Whether it came with Tokenscope. */
  readonly isEmbedded: boolean;
  /** owner/name at the hub, and the commit; where they are known. */
  readonly repo?: string | undefined;
  readonly revision?: string | undefined;
  /** `model_type` of config.json. */
  readonly architecture: string;
  readonly parameters: number;
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly vocabSize: number;
  /** How its matrices were kept, and what ran it; undefined where a server decided that. */
  readonly precision?: string | undefined;
  readonly provider?: string | undefined;
  readonly isRemote: boolean;
  /** The files that make it what it is: weights and tokenizer. */
  readonly files: readonly SessionModelFile[];
}

export interface SessionModelFile {
  /** Inside the model's folder. */
  readonly name: string;
  readonly bytes: number;
  /** undefined where it was not computed. */
  readonly sha256?: string | undefined;
}

/** What the reader had chosen. Positions count the tokens of the text, then those of the branch that is shown. */
export interface SessionSetup {
  readonly place: string;
  readonly stop: string;
  readonly tool: string;
  readonly selected?: TokenIndex | undefined;
  readonly other?: TokenIndex | undefined;
  readonly head?: HeadRef | undefined;
  readonly sampling: SamplingOptions;
  readonly asked?:
    | { readonly position: TokenIndex; readonly target: number; readonly other?: number | undefined }
    | undefined;
  /** The tree: every token that was generated, a token after its parent. */
  readonly branches: readonly SessionNode[];
  /** The last token of the branch that is shown: 1 for the first of `branches`, 0 for the text alone. */
  readonly shown: number;
  readonly changes: readonly SessionChange[];
  readonly mattered: { readonly mode: RemovalMode; readonly ofContinuation: boolean };
  readonly patching: SessionPatching;
  /** Another model is not kept: it is a choice of this machine. Missing in the first files of this version. */
  readonly comparing?: { readonly with: 'text' | 'changes'; readonly source?: string | undefined } | undefined;
}

export interface SessionNode {
  /** Counted like `shown`. */
  readonly parent: number;
  readonly id: number;
  /** How the token is written, for whoever reads the file; undefined where it ends inside a character. */
  readonly text?: string | undefined;
  readonly isChosen: boolean;
  readonly sampling: SamplingOptions;
}

export interface SessionChange {
  readonly change: Change;
  readonly isOn: boolean;
  /** How the token is written that it names by its id. */
  readonly token?: { readonly text?: string | undefined; readonly bytes: readonly number[] } | undefined;
}

export interface SessionPatching {
  readonly source?: string | undefined;
  readonly kind: PatchQuestion['kind'];
  readonly plus?: number | undefined;
  readonly minus?: number | undefined;
}

/** What was computed or measured. What was not there to be seen is undefined. */
export interface SessionNumbers {
  /** What comes after the last token that is shown. */
  readonly next?: SessionDistribution | undefined;
  /** In bits, of the text and the branch that is shown; the first is 0. [tokens] */
  readonly surprisals?: readonly WrittenNumber[] | undefined;
  /** The model's own probability of every generated token. [branches] */
  readonly generated?: readonly WrittenNumber[] | undefined;
  readonly votes?: SessionVotes | undefined;
  readonly mattered?: SessionMattered | undefined;
  readonly whatIf?: SessionWhatIf | undefined;
  readonly patching?: SessionPatchGrid | undefined;
}

export interface SessionDistribution {
  readonly entropyBits: WrittenNumber;
  /** Most probable first. */
  readonly candidates: readonly SessionCandidate[];
}

export interface SessionCandidate {
  readonly id: number;
  readonly text?: string | undefined;
  readonly logit: WrittenNumber;
  readonly probability: WrittenNumber;
}

/** Shares of one logit, or of the difference of two. */
export interface SessionVotes {
  readonly position: TokenIndex;
  readonly target: number;
  readonly other?: number | undefined;
  readonly sum: WrittenNumber;
  readonly logit: WrittenNumber;
  /** Of attention, layer after layer; 0 for heads that a layer lacks. [layers · heads] */
  readonly heads: readonly WrittenNumber[];
  /** [layers] */
  readonly mlps: readonly WrittenNumber[];
  /**
   * The token's embedding, the position's, by layer biases of attention or all of what stands in its place, then all of what
   * stands beside it where anything does, biases of the norms, and of the unembedding.
   */
  readonly others: readonly WrittenNumber[];
  /**
   * The heads of states and the convolutions, layer after layer; in `others` they are contained. Left out where there are none,
   * and in sessions from before they were told apart.
   */
  readonly mixers?: readonly WrittenNumber[] | undefined;
}

export interface SessionMattered {
  readonly mode: RemovalMode;
  /** Surprisal of what was asked about. */
  readonly bits: WrittenNumber;
  readonly parts: readonly SessionPart[];
}

export interface SessionPart {
  readonly start: TokenIndex;
  readonly end: TokenIndex;
  readonly kind: TextPartKind;
  /** By how many bits it became less probable without the part. */
  readonly bits: WrittenNumber;
}

export interface SessionWhatIf {
  readonly after: TokenIndex;
  readonly divergenceBits: WrittenNumber;
  readonly before: SessionDistribution;
  readonly changed: SessionDistribution;
  /** Surprisals in bits with the changes. [tokens] */
  readonly surprisals: readonly WrittenNumber[];
}

export interface SessionPatchGrid {
  readonly plus: number;
  readonly minus: number;
  readonly base: WrittenNumber;
  readonly source: WrittenNumber;
  readonly layers: number;
  readonly columns: number;
  /** [layers · columns]; null where it was not measured. */
  readonly metrics: readonly (WrittenNumber | null)[];
}

/** What the page hands over to be saved. */
export interface CollectedSession {
  readonly setup: SessionSetup;
  readonly numbers: SessionNumbers;
}
