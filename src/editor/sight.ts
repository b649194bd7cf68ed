// Which part of a document editors show, with a margin, so that scrolling finds colours there. Knows no colour.
import * as vscode from 'vscode';
import type { Span, Utf16Offset } from '../contract/tokens.ts';

/** Lines above and below what is seen, at least. */
const MARGIN = 20;

/** The lines that an editor shows, and as many above and below them. */
export function linesInSight({ document, visibleRanges }: vscode.TextEditor): vscode.Range {
  const lines = visibleRanges.flatMap(({ start, end }) => [start.line, end.line]);
  const [first, last] = [Math.min(...lines), Math.max(...lines)];
  if (lines.length === 0) return new vscode.Range(0, 0, 0, 0);
  const margin = Math.max(MARGIN, last - first);
  const end = document.lineAt(Math.min(document.lineCount - 1, last + margin)).range.end;
  return new vscode.Range(new vscode.Position(Math.max(0, first - margin), 0), end);
}

/** What all editors of a document show, from the first to the last, without a margin; its beginning where none does. */
export function sightOf(document: vscode.TextDocument): Span<Utf16Offset> {
  const shown = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
  const offsets = shown.flatMap(({ visibleRanges }) =>
    visibleRanges.flatMap(({ start, end }) => [document.offsetAt(start), document.offsetAt(end)]),
  );
  if (offsets.length === 0) return { start: 0, end: 0 } as Span<Utf16Offset>;
  return { start: Math.min(...offsets), end: Math.max(...offsets) } as Span<Utf16Offset>;
}
