// What the extension host and the view of the Context X-ray say to one another. Types only.
import type { ContextPlace, ContextReport } from './contextReport.ts';
import type { Token } from './tokens.ts';
import type { WebviewStart } from './webviewApi.ts';

/** What is looked at. It is kept over a reload of the window, and counted again then. */
export interface ContextSubject {
  /**
   * agent: what an agent reads by itself in these folders; files: these files and folders, whole; conversation: a
   * conversation or a list of tools in JSON.
   */
  readonly kind: 'agent' | 'files' | 'conversation';
  /** Absolute; of a conversation in no file, a name. */
  readonly paths: readonly string[];
  /** The URI of the editor with the conversation: its text counts where it is in no file, or has unsaved changes. */
  readonly document?: string;
}

/** A conversation as the chosen model receives it. */
export type ChatReading =
  | {
      readonly kind: 'read';
      readonly model: string;
      readonly tokens: readonly ChatToken[];
      /** The roles of the messages. */
      readonly roles: readonly string[];
      /** Whether the template's own tokens could be told from what was said. */
      readonly exact: boolean;
      /** Whether the report's numbers are those of these tokens. A file of several conversations shows the first here. */
      readonly isCounted: boolean;
    }
  /** Why there are no tokens to see: in words. */
  | { readonly kind: 'none'; readonly why: string };

export interface ChatToken extends Pick<Token, 'text' | 'bytes' | 'special'> {
  /** As TokenOrigin has it. */
  readonly from: 'said' | 'template' | 'tools' | 'prompt';
  /** Which of the messages; undefined of tools and behind the last message. */
  readonly message: number | undefined;
}

/** What all that is shown has in common. */
interface Shown {
  /** In the language of the user. */
  readonly title: string;
  readonly subject: ContextSubject;
}

export type ContextContent =
  | { readonly kind: 'empty' }
  /** `done` of `of` files; `of` is 0 while they are being looked for. */
  | (Shown & { readonly kind: 'counting'; readonly done: number; readonly of: number })
  | (Shown & {
      readonly kind: 'counted';
      readonly report: ContextReport;
      /** tokenscope.budget; 0 is none. */
      readonly budget: number;
      /** The tokens of the conversation, where it is one. */
      readonly chat: ChatReading | undefined;
      /** What cannot be told here, in words, such as what changed where the workspace is not trusted. */
      readonly remarks: readonly string[];
    })
  | (Shown & { readonly kind: 'failed'; readonly message: string });

/** What the view keeps with setState. VS Code gives it back after a reload; it is validated when it is read. */
export interface SavedContext {
  readonly version: 1;
  readonly subject: ContextSubject;
  /** Ids of what was left out of the sum. */
  readonly unchecked: readonly string[];
}

/** Host → view. */
export interface ContextApi {
  /** Sent before everything else. A view that was loaded anew misses it and asks with ready(). */
  begin(start: WebviewStart): void;
  show(content: ContextContent): void;
  /** A file that was counted has another text by now. */
  outdated(): void;
}

/** View → host. */
export interface ContextHostApi {
  ready(): Promise<WebviewStart>;
  /** Asks for the content once more. */
  showAgain(): void;
  cancel(): void;
  /** Counts again. */
  refresh(): void;
  /** Lets the user choose what is looked at. */
  chooseSubject(): void;
  /** Lets the user choose whose tokens are counted, and counts again. */
  chooseTokenizer(): void;
  /** Opens files at these places, several beside one another. */
  open(places: readonly ContextPlace[]): void;
  copy(text: string): Promise<void>;
  /** Asks the user for a place and writes a file there. */
  save(suggestedName: string, content: string): Promise<void>;
}
