// What the extension host, the panel and the side view say to one another. Types only; engine questions pass through unchanged.

import type { CaretToken, ColorMode, ColorState } from './coloring.ts';
import type { ModelInfo, RunId, RunSummary } from './engineApi.ts';
import type { Failure } from './failure.ts';
import type { RunQuestions } from './questions.ts';
import type { NgramGuesses } from './readings.ts';
import type { CollectedSession } from './session.ts';
import type { OpenAiEncoding, Span, Token, TokenIndex } from './tokens.ts';
import type { WorkedExample } from './workedExamples.ts';

/** What a webview needs to show text in the user's language. */
export interface WebviewStart {
  /** A BCP 47 tag, as in vscode.env.language. */
  readonly language: string;
  /** The l10n bundle of that language, English string → translation; empty for English. */
  readonly strings: Readonly<Record<string, string>>;
}

/** `remote` is the host of the server that runs the model; undefined where this machine does. */
export type PanelContent =
  | { readonly kind: 'empty'; readonly remote?: string | undefined }
  /**
   * `done` of `of` blocks, each as often as the text has pieces; `of` is 0 while the model is being loaded, of which `opened`
   * is the share that is ready. `leftMs` is what the rest is expected to take, once something is known of it.
   */
  | {
      readonly kind: 'running';
      readonly run: RunId;
      readonly opened?: number;
      readonly done: number;
      readonly of: number;
      /** How many tokens are read, once the text is cut. */
      readonly tokens?: number;
      readonly leftMs?: number | undefined;
      readonly remote?: string | undefined;
    }
  | { readonly kind: 'explained'; readonly summary: RunSummary; readonly source: TextSource }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly message: string };

/** Where the explained text is. */
export interface TextSource {
  /** The file name to show. */
  readonly label: string;
  /** The 1-based line of the first character. */
  readonly line: number;
  /** Whether the text was edited since: ranges no longer match, and the panel offers to explain again. */
  readonly stale: boolean;
  /** What is needed to find the text again after the window was reloaded. */
  readonly place: TextPlace;
}

export interface TextPlace {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  /** The text that was explained there, or the beginning of it. */
  readonly text: string;
}

/** What the panel keeps with setState. VS Code gives it back after a reload; it is validated when it is read. */
export interface SavedPanel {
  readonly version: 2;
  readonly place: TextPlace | undefined;
}

/** The tokens that another tokenizer makes of the text; `name` is undefined for the embedded model's. */
export interface OtherTokenization {
  readonly name: OpenAiEncoding | undefined;
  readonly tokens: readonly Token[];
}

/** What another model made of the shown text. */
export type OtherReading =
  /** `readTo`: the number of tokens that it has read, where its context was too short for all of them. */
  | { readonly kind: 'read'; readonly run: RunId; readonly name: string; readonly readTo: number | undefined }
  | { readonly kind: 'failed'; readonly message: string };

/** A vector of a file, or in words why it is none. */
export type OpenedVector = { readonly name: string; readonly values: readonly number[] } | { readonly problem: string };

/** Host → panel. */
export interface PanelApi {
  /** Sent before everything else. A panel that was loaded anew misses it and asks with ready(). */
  begin(start: WebviewStart): void;
  show(content: PanelContent): void;
  sourceChanged(source: TextSource): void;
  /** The engine that had read the text is gone, for this reason. What it computed stays, and the text can be read again. */
  engineLost(message: string): void;
  /** The editor's pointer or caret is on this token (undefined: on none). */
  focusToken(token: TokenIndex | undefined): void;
  /** Begins the guided tour. */
  startTour(): void;
  /** Shows why the next token comes, and what there is to see of it in this worked example. */
  showExample(example: WorkedExample): void;
  /** Goes to a stop, which is what a deep link asks for. */
  goTo(stop: string): void;
  /** Shows a tool of the Lab, with the question what comes after the text. */
  askAtEnd(tool: string): void;
  /** Shows Compare, with what another model made of the text; undefined while that reads it. */
  compareWith(other: OtherReading | undefined): void;
  /** Saves the explanation as a page. */
  exportPage(): void;
  /** Collects what a session holds of what is shown, and gives it to keepSession(). */
  collectSession(): void;
  /** Brings a session back, after its text was shown, and says whether its numbers come out again. */
  restoreSession(session: CollectedSession): void;
  /** What is to be said of an opened session beside its numbers, such as that another model reads it. */
  sessionRemarks(remarks: readonly string[]): void;
}

/** Panel → host. */
export interface PanelHostApi extends RunQuestions {
  ready(): Promise<WebviewStart>;
  /** Asks for the content once more, since nothing is shown yet. */
  showAgain(): void;
  /** The page listens and shows something: what it was to be told meanwhile is told now. */
  listening(): void;
  /** Explains the same place again, with the text as it is now. */
  explainAgain(): Promise<void>;
  /** Explains the same place with the embedded model, whatever the setting says, and begins the guided tour of it. */
  tourWithEmbedded(): Promise<void>;
  chooseModel(): void;
  /** Opens the text of a worked example, explains it, and calls showExample(). */
  openExample(example: WorkedExample): void;
  cancel(run: RunId): Promise<void>;
  /** The pointer or the focus in the panel is on this token, or on all before `end`, and the editor highlights them. */
  pointAt(token: TokenIndex | undefined, end?: TokenIndex): void;
  /** Reveals the token in the editor. */
  reveal(token: TokenIndex): void;
  /**
   * Tints the tokens in the editor, weights[token] in −1…1, those below 0 otherwise; undefined removes the tint. An effect
   * is what a tool measures; attention where no kind is named.
   */
  tint(weights: Float32Array<ArrayBuffer> | undefined, kind?: 'attention' | 'effect'): void;
  /**
   * What other tokenizers make of the explained text: the embedded model's, unless that model explains it, and these.
   */
  compare(encodings: readonly OpenAiEncoding[]): Promise<readonly OtherTokenization[]>;
  /**
   * Lets the user choose another model, which reads the shown text beside the first; undefined where none was chosen. Its
   * run lives until forgetOther(), until another one is chosen, or as long as the text is shown.
   */
  chooseOther(): Promise<OtherReading | undefined>;
  /** Gives the other model back. */
  forgetOther(): void;
  /** What counting the n-grams of the open document alone would guess. */
  ngrams(after: TokenIndex, k: number): Promise<NgramGuesses>;
  /** Asks the user for a place and writes a picture or a page there. */
  save(suggestedName: string, content: string | Uint8Array<ArrayBuffer>): Promise<void>;
  /** Asks the user for a place and writes the session there. */
  keepSession(session: CollectedSession): Promise<void>;
  /** The tokens of what is selected in the editor of the text; undefined where none of them is. */
  selectedTokens(): Promise<Span<TokenIndex> | undefined>;
  /** Has the user choose a file with a vector of so many numbers; undefined where the user declines. */
  openVector(length: number): Promise<OpenedVector | undefined>;
  /** Puts the generated text on the clipboard. */
  copy(text: string): Promise<void>;
  /**
   * Puts the generated text behind the explained one, as one edit that can be undone. Returns in words why that cannot be
   * done, and then nothing was changed.
   */
  insert(text: string): Promise<string | undefined>;
  /** Shows the generated text as ghost text behind the explained one, where Tab takes it. Answers like insert(). */
  offer(text: string): Promise<string | undefined>;
}

export type SideContent =
  | { readonly kind: 'empty' }
  | { readonly kind: 'running'; readonly opened?: number; readonly done: number; readonly of: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly message: string }
  /** The caret is on tokens[token]. */
  | {
      readonly kind: 'token';
      readonly run: RunId;
      readonly model: ModelInfo;
      readonly tokens: RunSummary['tokens'];
      readonly token: TokenIndex;
    };

/** Host → side view. */
export interface SideApi {
  show(content: SideContent): void;
  /** How the document with the caret is coloured; undefined where there is none. */
  showColors(state: ColorState | undefined): void;
  /** What is known of the token at the caret; undefined where nothing is. */
  showCaret(token: CaretToken | undefined): void;
}

/** Side view → host. */
export interface SideHostApi extends Pick<RunQuestions, 'attentionRows'> {
  ready(): Promise<WebviewStart>;
  pointAt(token: TokenIndex | undefined): void;
  reveal(token: TokenIndex): void;
  tint(weights: Float32Array<ArrayBuffer> | undefined): void;
  /** Turns on a mode of colour for the document with the caret. */
  chooseColors(mode: ColorMode): Promise<void>;
  /** Reads that document again. */
  recompute(): void;
  /** Opens the panel on the same text. */
  explain(): Promise<void>;
}
