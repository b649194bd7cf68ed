// What the extension host and the editor of a model's file say to one another. Types only.
import type {
  ChatSample,
  InspectionId,
  ModelFile,
  TensorDifference,
  TensorDifferences,
  TensorStatistics,
  TokenizerFacts,
  VocabularyEntry,
  VocabularyMatches,
  VocabularyQuery,
} from './modelFile.ts';
import type { WebviewStart } from './webviewApi.ts';

/** A failure has become words in the host. Nobody is told of what was cancelled. */
export type Answered<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'failed'; readonly words: string }
  | { readonly kind: 'cancelled' };

export type ModelFileContent =
  | { readonly kind: 'reading'; readonly name: string }
  /** The workspace is not trusted, and nothing of the file is read. */
  | { readonly kind: 'restricted'; readonly name: string; readonly bytes: number | undefined }
  /** A program or another machine shows it: no file that the engine can read. */
  | { readonly kind: 'not-on-disk'; readonly name: string; readonly scheme: string }
  | { readonly kind: 'failed'; readonly name: string; readonly words: string }
  | { readonly kind: 'shown'; readonly name: string; readonly file: ShownModelFile };

export interface ShownModelFile extends Omit<ModelFile, 'modelProblem'> {
  /** Why it explains no text. */
  readonly modelProblem: string | undefined;
}

/** Another file of the same model, and which of the two is the reference. */
export interface OtherFile {
  readonly name: string;
  /** The name of the file that the other one is measured by: the larger one. */
  readonly reference: string;
  /** That of the one that is measured. */
  readonly measured: string;
  /** Whether both explain texts. */
  readonly readsText: boolean;
}

export interface ShownDifference extends Omit<TensorDifference, 'problem'> {
  readonly problem: string | undefined;
}

export interface ShownDifferences extends Omit<TensorDifferences, 'tensors'> {
  readonly tensors: readonly ShownDifference[];
}

/** The text that is explained and compared: selected in an editor, or the paragraph at its caret. */
export interface TextInHand {
  /** The name of the document. */
  readonly label: string;
  /** How it begins. */
  readonly beginning: string;
  readonly isSelection: boolean;
}

/** How two models read one text: the one that is measured, and the reference. */
export interface TextDifferences {
  readonly tokens: readonly TokenDifference[];
  /** Whether the two have one vocabulary, so that distributions can be compared. */
  readonly sameVocabulary: boolean;
  readonly text: TextInHand;
  /** The text goes on behind what was read. */
  readonly isCut: boolean;
}

export interface TokenDifference {
  /** As the reference cuts the text. */
  readonly text: string;
  /** The Kullback–Leibler divergence of the distributions behind it, from the reference's to the measured one's, in bits. */
  readonly divergence: number | undefined;
  /** What each expects most behind it. */
  readonly measured: ExpectedToken | undefined;
  readonly reference: ExpectedToken | undefined;
  /** How surprising the token was to each, in bits; undefined for a first one. */
  readonly measuredBits: number | undefined;
  readonly referenceBits: number | undefined;
}

export interface ExpectedToken {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly probability: number;
}

/** Host → editor. */
export interface ModelFileApi {
  begin(start: WebviewStart): void;
  show(content: ModelFileContent): void;
  /** The file has another content than the one that is shown, or is gone. */
  changed(gone: boolean): void;
  /** How far long work is, from 0 to 1. */
  progress(inspection: InspectionId, share: number): void;
  /** The text that explaining and comparing would take now. */
  textInHand(text: TextInHand | undefined): void;
  /** A command has asked for the comparison with this file. */
  compareWith(other: OtherFile): void;
}

/** Editor → host. */
export interface ModelFileHostApi {
  ready(): Promise<WebviewStart>;
  showAgain(): void;
  reload(): void;
  manageTrust(): void;
  /** Opens the panel on the text in hand, with the model of this file. */
  explain(): void;
  tokenizer(): Promise<Answered<TokenizerFacts>>;
  statistics(inspection: InspectionId, tensor: string): Promise<Answered<TensorStatistics>>;
  cancel(inspection: InspectionId): void;
  search(query: VocabularyQuery): Promise<Answered<VocabularyMatches>>;
  entries(ids: readonly number[]): Promise<Answered<readonly VocabularyEntry[]>>;
  chatSample(): Promise<Answered<ChatSample>>;
  /** Asks for the other file; undefined where the user declines. */
  chooseOther(): Promise<OtherFile | undefined>;
  /** Of the file that was chosen. */
  differences(inspection: InspectionId): Promise<Answered<ShownDifferences>>;
  textDifferences(inspection: InspectionId): Promise<Answered<TextDifferences>>;
  /** Opens the panel's Compare on the text in hand, with both models. Fails in words where memory is too short for them. */
  openInCompare(): Promise<Answered<true>>;
  copy(text: string): Promise<void>;
}
