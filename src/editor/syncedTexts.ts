// Keeps documents open in the counter's process: a document is sent once, in slices, and then its edits with the next question.
// Asks again where the counter has lost the text. Knows no tokenizer.
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { EngineApi } from '../contract/engineApi.ts';
import { type FailureCode, isFailure } from '../contract/failure.ts';
import type { TextEdit, TextId, TextVersion } from '../contract/openText.ts';
import { documentLength } from './documentLength.ts';

/** How a long document is sent. */
export interface Sending {
  /** In UTF-16 units. */
  readonly slice: number;
  /** Resolves when others have had their turn. */
  readonly rest: () => Promise<unknown>;
}

/** Making and sending such a slice takes the extension host, which all extensions share, some milliseconds. */
const SENDING: Sending = { slice: 250_000, rest: () => setImmediate() };

/** A message for every key would take a fifth of a millisecond each: no more edits, and no longer ones, wait for a question. */
const MOST_WAITING = 200;
const LONGEST_WAITING = 1000;

/** What a counter says that has lost the text: it is another process, has closed it to have room, or is about to do either. */
const LOST: readonly FailureCode[] = ['text-unknown', 'engine-stopped', 'cancelled'];

export type TextCounter = Pick<
  EngineApi,
  'openText' | 'editText' | 'closeText' | 'countText' | 'countSpans' | 'lineEndBeyond' | 'tokensIn'
>;

interface SyncedText {
  readonly id: TextId;
  version: number;
  /** The units at the document's beginning that the counter has. */
  sent: number;
  /** Whether these are all of the document, and stay it. */
  complete: boolean;
  /** Whether the counter has refused something, or has another version of it. */
  lost: boolean;
  /** Resolves once all of the document was sent. */
  whole: Promise<void>;
  /** What was edited since something was sent. */
  waiting: TextEdit[];
}

export class SyncedTexts implements vscode.Disposable {
  readonly #counter: TextCounter;
  readonly #sending: Sending;
  readonly #texts = new Map<vscode.TextDocument, SyncedText>();
  readonly #watch: vscode.Disposable;

  constructor(counter: TextCounter, sending = SENDING) {
    this.#counter = counter;
    this.#sending = sending;
    this.#watch = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((event) => this.#edit(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
    );
  }

  /**
   * The answer to a question about the document as it is now; undefined where it is edited or closed meanwhile. Rejects as
   * the question does, but asks again once where the text was lost.
   */
  async ask<Answer>(
    document: vscode.TextDocument,
    question: (text: TextVersion) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const { version } = document;
    const isStale = () => document.isClosed || document.version !== version;
    for (let again = true; ; again = false) {
      const text = this.#synced(document);
      await text.whole;
      if (isStale()) return undefined;
      this.#sendWaiting(text);
      try {
        const answer = await question({ text: text.id, version: text.version });
        return isStale() ? undefined : answer;
      } catch (failure) {
        if (isStale()) return undefined;
        if (!again || !isFailure(failure) || !LOST.includes(failure.code)) throw failure;
        text.lost = true;
      }
    }
  }

  dispose(): void {
    this.#watch.dispose();
    for (const document of [...this.#texts.keys()]) this.#close(document);
  }

  #synced(document: vscode.TextDocument): SyncedText {
    const known = this.#texts.get(document);
    if (known && !known.lost) return known;
    if (known) this.#close(document);
    const text: SyncedText = {
      id: randomUUID(),
      version: 0,
      sent: 0,
      complete: false,
      lost: false,
      whole: Promise.resolve(),
      waiting: [],
    };
    this.#texts.set(document, text);
    this.#send(text, this.#counter.openText(text.id, ''));
    text.whole = this.#sendAll(document, text);
    return text;
  }

  /** Sends what of the document is not sent yet, until nothing is left. An edit meanwhile is no hindrance. */
  async #sendAll(document: vscode.TextDocument, text: SyncedText): Promise<void> {
    const { slice, rest } = this.#sending;
    while (!document.isClosed && !text.lost && text.sent < documentLength(document)) {
      const start = document.positionAt(text.sent);
      const end = document.positionAt(text.sent + slice);
      const inserted = document.getText(new vscode.Range(start, end));
      if (inserted === '') {
        text.lost = true; // it would go on for ever
        throw new Error(`${document.uri.scheme} document: nothing is at ${text.sent}`);
      }
      text.waiting.push({ start: text.sent, removed: 0, inserted });
      this.#sendWaiting(text);
      text.sent += inserted.length;
      if (text.sent < documentLength(document)) await rest();
    }
    text.complete = true;
  }

  #edit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const text = this.#texts.get(document);
    if (!text || text.lost || contentChanges.length === 0) return;
    // Each change is of the text that the one before it left.
    for (const { rangeOffset: start, rangeLength, text: inserted } of contentChanges) {
      if (start > text.sent || (start === text.sent && !text.complete)) continue; // it is sent later as it is then
      const removed = Math.min(rangeLength, text.sent - start);
      // The end of what was changed may not be sent: what is behind it follows then.
      const isInside = removed === rangeLength;
      text.waiting.push({ start, removed, inserted: isInside ? inserted : '' });
      text.sent += (isInside ? inserted.length : 0) - removed;
    }
    const isMuch = contentChanges.some(({ text: inserted }) => inserted.length > LONGEST_WAITING);
    if (isMuch || text.waiting.length > MOST_WAITING) this.#sendWaiting(text);
  }

  #sendWaiting(text: SyncedText): void {
    if (text.waiting.length === 0) return;
    this.#send(text, this.#counter.editText(text.id, ++text.version, text.waiting));
    text.waiting = [];
  }

  /** What is refused was lost, which the next question finds out. */
  #send(text: SyncedText, sending: Promise<void>): void {
    sending.catch(() => {
      text.lost = true;
    });
  }

  #close(document: vscode.TextDocument): void {
    const text = this.#texts.get(document);
    if (!text) return;
    this.#texts.delete(document);
    text.lost = true;
    this.#counter.closeText(text.id).catch(() => {}); // a counter that has ended has closed it
  }
}
