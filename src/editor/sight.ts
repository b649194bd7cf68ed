// Which part of a document editors show, with a margin, so that scrolling finds colours there. Knows no colour.
import * as vscode from 'vscode';
import type { Span, Utf16Offset } from '../contract/tokens.ts';
import { rangesInSight } from './inSight.ts';

/** Lines above and below what is seen, at least. */
const MARGIN = 20;
/** A screen with its margins has fewer, in UTF-16 units; a line of megabytes counts as seen from its beginning to its end. */
const MOST_SEEN = 100_000;

/** The lines that an editor shows, and as many above and below them; of longer lines what is around the screen. */
export function partsInSight(editor: Pick<vscode.TextEditor, 'document' | 'visibleRanges'>): readonly vscode.Range[] {
  const lines = linesInSight(editor);
  const { start, end } = spanOf(editor.document, lines);
  return end - start > MOST_SEEN ? rangesInSight(editor) : [lines];
}

/**
 * What all editors of a document show, from the first to the last, without a margin; its beginning where none does. Where
 * that is much more than a screen, what one of them shows.
 */
export function sightOf(
  document: vscode.TextDocument,
  editors: readonly Pick<vscode.TextEditor, 'document' | 'visibleRanges'>[] = vscode.window.visibleTextEditors,
): Span<Utf16Offset> {
  const shown = editors.filter((editor) => editor.document === document);
  const spans = shown.flatMap(({ visibleRanges }) => visibleRanges.map((range) => spanOf(document, range)));
  const all = around(spans);
  if (all.end - all.start <= MOST_SEEN) return all;
  return around(
    rangesInSight(shown[0])
      .slice(0, 1)
      .map((range) => spanOf(document, range)),
  );
}

function linesInSight({ document, visibleRanges }: Pick<vscode.TextEditor, 'document' | 'visibleRanges'>) {
  const lines = visibleRanges.flatMap(({ start, end }) => [start.line, end.line]);
  const [first, last] = [Math.min(...lines), Math.max(...lines)];
  if (lines.length === 0) return new vscode.Range(0, 0, 0, 0);
  const margin = Math.max(MARGIN, last - first);
  const end = document.lineAt(Math.min(document.lineCount - 1, last + margin)).range.end;
  return new vscode.Range(new vscode.Position(Math.max(0, first - margin), 0), end);
}

function spanOf(document: vscode.TextDocument, { start, end }: vscode.Range): Span<Utf16Offset> {
  return { start: document.offsetAt(start), end: document.offsetAt(end) } as Span<Utf16Offset>;
}

function around(spans: readonly Span<Utf16Offset>[]): Span<Utf16Offset> {
  if (spans.length === 0) return { start: 0, end: 0 } as Span<Utf16Offset>;
  return {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
  } as Span<Utf16Offset>;
}
