// The hidden and unusual characters of a whole document, found in short pieces of work: an extension host that is busy for
// long keeps every other extension waiting. Knows no tokens.
import { setImmediate } from 'node:timers/promises';
import { isWarning, type Mark } from '../unusual/mark.ts';
import { marksInLine } from '../unusual/marksInLine.ts';
import { WholeWords } from '../unusual/wholeWords.ts';
import type { LinesOf } from './documentBlocks.ts';

/** The host gets its turn after so much work. */
const PIECE_MS = 4;
/** The clock is asked once in so many lines. */
const LINES = 64;
/** No more are kept of each sort. A text with more of them is no text that somebody reads mark by mark. */
const MOST_MARKS = 10_000;
/** A word of a longer line is not compared with those of other scripts: such a line is no prose. */
const MOST_PROSE = 20_000;

/** Where it is: from `start` to `end` of the line, in UTF-16 units. */
export interface DocumentMark extends Mark {
  readonly line: number;
}

export function inOrder(a: DocumentMark, b: DocumentMark): number {
  return a.line - b.line || a.start - b.start;
}

export interface DocumentMarks {
  /** What hides something or looks like something else, in order; the first of them. */
  readonly warnings: readonly DocumentMark[];
  /** What is only rare, in order; the first of them. */
  readonly unusual: readonly DocumentMark[];
  /** How many there are, kept or not. */
  readonly warningCount: number;
  readonly unusualCount: number;
}

/** undefined where the document was edited or closed before all of it was read: lines stand elsewhere then. */
export async function findDocumentMarks(document: LinesOf): Promise<DocumentMarks | undefined> {
  const { version, lineCount } = document;
  const found = new Collected();
  let began = performance.now();
  for (let line = 0; line < lineCount; line++) {
    const { text } = document.lineAt(line);
    let marks = 0;
    for (const mark of marksInLine(text, line === 0)) {
      if (mark) found.add(line, mark);
      if ((mark && ++marks % LINES !== 0) || performance.now() - began < PIECE_MS) continue;
      await setImmediate();
      if (document.isClosed || document.version !== version) return undefined;
      began = performance.now();
    }
    if (text.length <= MOST_PROSE) found.addWords(line, text);
    if (line % LINES !== 0 || performance.now() - began < PIECE_MS) continue;
    await setImmediate();
    if (document.isClosed || document.version !== version) return undefined;
    began = performance.now();
  }
  return found.marks();
}

class Collected {
  readonly #warnings: DocumentMark[] = [];
  readonly #unusual: DocumentMark[] = [];
  readonly #words = new WholeWords();
  readonly #lookalikes: DocumentMark[] = [];
  #warningCount = 0;
  #unusualCount = 0;

  add(line: number, mark: Mark): void {
    const warns = isWarning(mark.kind);
    if (warns) this.#warningCount++;
    else this.#unusualCount++;
    const kept = warns ? this.#warnings : this.#unusual;
    if (kept.length < MOST_MARKS) kept.push({ ...mark, line });
  }

  addWords(line: number, text: string): void {
    for (const mark of this.#words.read(text))
      if (this.#lookalikes.length < MOST_MARKS) this.#lookalikes.push({ ...mark, line });
  }

  marks(): DocumentMarks {
    const lookalikes = this.#words.areOrdinary ? [] : this.#lookalikes;
    const warnings = [...this.#warnings, ...lookalikes].sort(inOrder);
    return {
      warnings: warnings.slice(0, MOST_MARKS),
      unusual: this.#unusual,
      warningCount: this.#warningCount + lookalikes.length,
      unusualCount: this.#unusualCount,
    };
  }
}
