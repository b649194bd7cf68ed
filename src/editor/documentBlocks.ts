// The paragraphs and sections of documents, found in short pieces of work: an extension host that is busy for long keeps
// every other extension waiting. After an edit only what can have changed is read again. Knows no counts.
import { setImmediate } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { type ReadText, readText } from '../blocks/blocksOf.ts';
import type { Markup } from '../blocks/markup.ts';
import { type TextBlocks, textBlocksInSteps } from '../blocks/textBlocks.ts';

/** The host gets its turn after so much work, and a frame of the editor has time for it. */
const PIECE_MS = 8;

/** What is read of a document. */
export type LinesOf = Pick<vscode.TextDocument, 'lineAt' | 'lineCount' | 'version' | 'isClosed'>;

interface Change {
  readonly document: LinesOf;
  readonly contentChanges: readonly { readonly range: Pick<vscode.Range, 'start' | 'end'> }[];
}

/** What was read of a document last, and what has happened to it since. */
interface Known {
  readonly markup: Markup;
  readonly version: number;
  readonly read: ReadText;
  readonly blocks: TextBlocks;
  /** How many lines at the beginning and at the end no edit has touched. */
  head: number;
  tail: number;
  lineCount: number;
}

interface Asked {
  readonly document: LinesOf;
  readonly version: number;
  readonly lineCount: number;
  readonly markup: Markup;
}

export class DocumentBlocks {
  readonly #known = new WeakMap<LinesOf, Known>();
  readonly #reading = new WeakMap<LinesOf, { readonly key: string; readonly found: Promise<TextBlocks | undefined> }>();

  /** Is to be told of every change of every document. */
  change({ document, contentChanges }: Change): void {
    const known = this.#known.get(document);
    if (!known) return;
    for (const { range } of contentChanges) {
      known.head = Math.min(known.head, range.start.line);
      known.tail = Math.min(known.tail, known.lineCount - 1 - range.end.line);
    }
    known.lineCount = document.lineCount;
  }

  /** undefined where the document was edited or closed before all of it was read: lines stand elsewhere then. */
  async of(document: LinesOf, markup: Markup): Promise<TextBlocks | undefined> {
    const known = this.#known.get(document);
    if (known?.version === document.version && known.markup === markup) return known.blocks;
    const key = `${markup} ${document.version}`;
    const begun = this.#reading.get(document);
    if (begun?.key === key) return await begun.found;
    const found = this.#read(document, markup).finally(() => {
      if (this.#reading.get(document)?.found === found) this.#reading.delete(document);
    });
    this.#reading.set(document, { key, found });
    return await found;
  }

  async #read(document: LinesOf, markup: Markup): Promise<TextBlocks | undefined> {
    const { version, lineCount } = document;
    const known = this.#known.get(document);
    const earlier = known?.markup === markup && known.lineCount === lineCount ? known : undefined;
    const reading = this.#steps({ document, version, lineCount, markup }, earlier);
    for (let began = performance.now(); ; ) {
      const step = reading.next();
      if (step.done) return step.value;
      if (performance.now() - began < PIECE_MS) continue;
      await setImmediate();
      if (document.isClosed || document.version !== version) return undefined;
      began = performance.now();
    }
  }

  *#steps({ document, version, lineCount, markup }: Asked, earlier: Known | undefined): Generator<void, TextBlocks> {
    const lineAt = (line: number) => document.lineAt(line).text;
    const read = yield* readText({ lineCount, lineAt }, markup, earlier);
    const blocks = yield* textBlocksInSteps(read.blocks, lineCount);
    this.#known.set(document, { markup, version, read, blocks, head: lineCount, tail: lineCount, lineCount });
    return blocks;
  }
}
