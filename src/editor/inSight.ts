// The part of a document around what an editor shows, of bounded size. Knows no tokens.
import * as vscode from 'vscode';

/** Lines above and below what is in sight, so that slow scrolling finds them ready. */
const MARGIN_LINES = 20;
/** The same for a line that is longer than a screen, in UTF-16 units. */
const MARGIN_UNITS = 2_000;
/**
 * No more is looked at, in UTF-16 units, from the first that is in sight: a line of 10 MB is all in sight where lines are
 * not wrapped. VS Code itself draws the first 10,000 of a line (editor.stopRenderingLineAfter).
 */
const MOST_UNITS = 16_000;

/** Whether somebody wrote it: what programs print into VS Code's output grows all the time, and is read by nobody. */
export function isWritten(document: vscode.TextDocument): boolean {
  return document.uri.scheme !== 'output';
}

/** In order, one for each part that folding leaves. */
export function rangesInSight({
  document,
  visibleRanges,
}: Pick<vscode.TextEditor, 'document' | 'visibleRanges'>): readonly vscode.Range[] {
  const ranges: vscode.Range[] = [];
  let left = MOST_UNITS;
  for (const visible of visibleRanges) {
    const around = withMargin(document, visible);
    const last = ranges.at(-1);
    const start = last?.end.isAfter(around.start) ? last.end : around.start;
    if (left <= 0 || !around.end.isAfter(start)) continue;
    const [from, to] = [document.offsetAt(start), document.offsetAt(around.end)];
    ranges.push(to - from <= left ? new vscode.Range(start, around.end) : cut(document, visible, start, left));
    left -= to - from;
  }
  return ranges;
}

/** From a margin in front of what is in sight, or from it where the margin alone is too long. */
function cut(document: vscode.TextDocument, visible: vscode.Range, start: vscode.Position, most: number): vscode.Range {
  const [from, seen] = [document.offsetAt(start), document.offsetAt(visible.start)];
  const first = seen - from < most / 2 ? from : seen;
  return new vscode.Range(document.positionAt(first), document.positionAt(first + most));
}

function withMargin(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  const lengthOf = (line: number) => document.lineAt(line).text.length;
  const above = Math.max(0, start.line - MARGIN_LINES);
  const below = Math.min(document.lineCount - 1, end.line + MARGIN_LINES);
  const isLongEnd = lengthOf(end.line) - end.character > MARGIN_UNITS;
  return new vscode.Range(
    start.character > MARGIN_UNITS
      ? start.with({ character: start.character - MARGIN_UNITS })
      : new vscode.Position(above, 0),
    isLongEnd ? end.with({ character: end.character + MARGIN_UNITS }) : new vscode.Position(below, lengthOf(below)),
  );
}
