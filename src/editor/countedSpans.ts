// The paragraphs, sections or lines of a document whose counts are in sight. Knows no counts.
import type * as vscode from 'vscode';
import { markupOfLanguage } from '../blocks/markup.ts';
import type { LineSpan } from '../blocks/textBlocks.ts';
import type { InlineMode } from '../settings/countSettings.ts';
import type { DocumentBlocks } from './documentBlocks.ts';

export interface CountedSpan extends LineSpan {
  /** The line that shows the count. */
  readonly at: number;
}

/** What is shown in a document. */
export interface Shown {
  readonly mode: InlineMode;
  /** The counts of sections stand elsewhere. */
  readonly noSections?: boolean;
}

/**
 * The spans whose counts are in sight, paragraphs before sections. A long section is counted as a whole as soon as its
 * heading is in sight. undefined where the document was edited meanwhile.
 */
export async function spansInSight(
  editor: vscode.TextEditor,
  { mode, noSections = false }: Shown,
  documents: Pick<DocumentBlocks, 'of'>,
): Promise<CountedSpan[] | undefined> {
  const { document } = editor;
  if (mode === 'off' || (mode === 'headings' && noSections)) return [];
  if (mode === 'lines')
    return visibleLines(document, editor.visibleRanges).map((line) => ({ first: line, last: line, at: line }));
  const blocks = await documents.of(document, markupOfLanguage(document.languageId));
  if (!blocks) return undefined;
  const { visibleRanges } = editor;
  return [
    ...(mode === 'headings' ? [] : inSight(blocks.paragraphs, 'last', visibleRanges)),
    ...(noSections ? [] : inSight(blocks.sections, 'first', visibleRanges)),
  ];
}

/**
 * Those whose line is in sight, in order. They ascend by it, and are found by halves: a long log has a hundred thousand, and
 * scrolling asks each time.
 */
function inSight(spans: readonly LineSpan[], line: keyof LineSpan, ranges: readonly vscode.Range[]): CountedSpan[] {
  const found: CountedSpan[] = [];
  let next = 0;
  for (const { start, end } of ranges) {
    next = Math.max(next, firstFrom(spans, line, start.line));
    for (; next < spans.length && spans[next][line] <= end.line; next++)
      found.push({ first: spans[next].first, last: spans[next].last, at: spans[next][line] });
  }
  return found;
}

function firstFrom(spans: readonly LineSpan[], line: keyof LineSpan, wanted: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle][line] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function visibleLines(document: vscode.TextDocument, ranges: readonly vscode.Range[]): number[] {
  const lines = ranges.flatMap(({ start, end }) =>
    Array.from({ length: end.line - start.line + 1 }, (_, i) => start.line + i),
  );
  return [...new Set(lines)].filter((line) => line < document.lineCount && !document.lineAt(line).isEmptyOrWhitespace);
}
