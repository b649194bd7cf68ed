// The paragraphs and sections of a document, found in short pieces of work: an extension host that is busy for long keeps
// every other extension waiting. Knows no counts.
import { setImmediate } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { frontMatterLines, TextBlockFinder, type TextBlocks } from '../blocks/textBlocks.ts';

/** The host gets its turn after so much work, and a frame of the editor has time for it. */
const PIECE_MS = 8;
/** The clock is asked once in so many lines; 64 lines take well below a millisecond. */
const LINES = 64;

/** What is read of a document. */
export type LinesOf = Pick<vscode.TextDocument, 'lineAt' | 'lineCount' | 'version' | 'isClosed'>;

/** undefined where the document was edited or closed before all of it was read: lines stand elsewhere then. */
export async function findBlocks(document: LinesOf, markdown: boolean): Promise<TextBlocks | undefined> {
  const { version, lineCount } = document;
  const lineAt = (line: number) => document.lineAt(line).text;
  const finder = new TextBlockFinder({ markdown, frontMatter: markdown ? frontMatterLines(lineCount, lineAt) : 0 });
  let began = performance.now();
  for (let line = 0; line < lineCount; line++) {
    finder.add(lineAt(line));
    if (line % LINES !== 0 || performance.now() - began < PIECE_MS) continue;
    await setImmediate();
    if (document.isClosed || document.version !== version) return undefined;
    began = performance.now();
  }
  return finder.finish();
}
