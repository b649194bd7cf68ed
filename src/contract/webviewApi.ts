// What the host and its two webviews say to one another. Types only; engine questions pass through as they are.

import type { ModelInfo, RunId, RunSummary } from './engineApi.ts';
import type { Failure } from './failure.ts';
import type { RunQuestions } from './questions.ts';
import type { NgramGuesses } from './readings.ts';
import type { OpenAiEncoding, Token, TokenIndex } from './tokens.ts';

/** What a webview needs to speak. */
export interface WebviewStart {
  /** BCP 47, as vscode.env.language. */
  readonly language: string;
  /** l10n bundle of that language, English string → translation; empty for English. */
  readonly strings: Readonly<Record<string, string>>;
}

/** `remote`: host of the server that runs the model; undefined: this machine. */
export type PanelContent =
  | { readonly kind: 'empty'; readonly remote?: string | undefined }
  /** Blocks done so far; of = 0 while the model is being loaded. */
  | {
      readonly kind: 'running';
      readonly run: RunId;
      readonly done: number;
      readonly of: number;
      readonly remote?: string | undefined;
    }
  | { readonly kind: 'explained'; readonly summary: RunSummary; readonly source: TextSource }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly message: string };

/** Where the explained text stands. */
export interface TextSource {
  /** File name to show. */
  readonly label: string;
  /** 1-based line of the first character. */
  readonly line: number;
  /** The text was edited since: ranges no longer match, the panel offers to explain again. */
  readonly stale: boolean;
  /** What is needed to find the text again after the window was reloaded. */
  readonly place: TextPlace;
}

export interface TextPlace {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  /** What was explained there, or the beginning of it. */
  readonly text: string;
}

/** What the panel keeps with setState: VS Code hands it back after a reload, validated when read. */
export interface SavedPanel {
  readonly version: 2;
  readonly place: TextPlace | undefined;
}

/** A text as a tokenizer cuts it; `name` undefined for the embedded model's. */
export interface OtherTokenization {
  readonly name: OpenAiEncoding | undefined;
  readonly tokens: readonly Token[];
}

/** Host → panel. */
export interface PanelApi {
  /** Sent ahead of everything else; a panel that was loaded anew misses it and asks. */
  begin(start: WebviewStart): void;
  show(content: PanelContent): void;
  sourceChanged(source: TextSource): void;
  /** The editor's pointer or caret is on this token (undefined: on none). */
  focusToken(token: TokenIndex | undefined): void;
  /** Begins the guided tour. */
  startTour(): void;
  /** Goes to a stop: a deep link. */
  goTo(stop: string): void;
  /** Saves the explanation as a page. */
  exportPage(): void;
}

/** Panel → host. */
export interface PanelHostApi extends RunQuestions {
  ready(): Promise<WebviewStart>;
  /** Nothing was shown yet. */
  showAgain(): void;
  /** Explain the same place again, with the text as it is now. */
  explainAgain(): Promise<void>;
  chooseModel(): void;
  cancel(run: RunId): Promise<void>;
  /** Pointer or focus in the panel is on this token: the editor highlights it. */
  pointAt(token: TokenIndex | undefined): void;
  /** Reveals the token in the editor. */
  reveal(token: TokenIndex): void;
  /** Tints the tokens in the editor, weights[token] in 0…1; undefined removes the tint. */
  tint(weights: Float32Array<ArrayBuffer> | undefined): void;
  /** The explained text, cut by other tokenizers: the embedded model's where another one is explained with, and these. */
  compare(encodings: readonly OpenAiEncoding[]): Promise<readonly OtherTokenization[]>;
  /** What counting the open document alone would guess. */
  ngrams(after: TokenIndex, k: number): Promise<NgramGuesses>;
  /** Asks where, and writes it there: a picture, a page. */
  save(suggestedName: string, content: string | Uint8Array<ArrayBuffer>): Promise<void>;
  /** Puts the generated text on the clipboard. */
  copy(text: string): Promise<void>;
}

export type SideContent =
  | { readonly kind: 'empty' }
  | { readonly kind: 'running'; readonly done: number; readonly of: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly message: string }
  /** The caret stands on tokens[token]. */
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
}

/** Side view → host. */
export interface SideHostApi extends Pick<RunQuestions, 'attentionRows'> {
  ready(): Promise<WebviewStart>;
  pointAt(token: TokenIndex | undefined): void;
  reveal(token: TokenIndex): void;
  tint(weights: Float32Array<ArrayBuffer> | undefined): void;
  /** Opens the panel on the same text. */
  explain(): Promise<void>;
}
