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
  const inSight = (line: number) => visibleRanges.some((range) => line >= range.start.line && line <= range.end.line);
  const counted = [
    ...(mode === 'headings' ? [] : blocks.paragraphs.map((span) => ({ ...span, at: span.last }))),
    ...(noSections ? [] : blocks.sections.map((span) => ({ ...span, at: span.first }))),
  ];
  return counted.filter(({ at }) => inSight(at));
}

function visibleLines(document: vscode.TextDocument, ranges: readonly vscode.Range[]): number[] {
  const lines = ranges.flatMap(({ start, end }) =>
    Array.from({ length: end.line - start.line + 1 }, (_, i) => start.line + i),
  );
  return [...new Set(lines)].filter((line) => line < document.lineCount && !document.lineAt(line).isEmptyOrWhitespace);
}
