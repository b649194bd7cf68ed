// Opens files at the parts that a report names, several beside one another. Knows no report.
import * as vscode from 'vscode';
import type { ContextPlace } from '../contract/contextReport.ts';

/** Beside one another there is no room for more. */
const MOST_BESIDE = 3;

/**
 * Never rejects: a file that cannot be opened is named. `beside` is the column of the view, which is not covered, and `uriOf`
 * finds what is in no file.
 */
export async function openPlaces(
  places: readonly ContextPlace[],
  beside: vscode.ViewColumn | undefined,
  uriOf: (path: string) => vscode.Uri = vscode.Uri.file,
): Promise<void> {
  const first = columnBeside(beside);
  for (const [at, place] of places.slice(0, MOST_BESIDE).entries()) {
    const viewColumn = at === 0 ? first : first + at;
    const options = { viewColumn, preview: places.length === 1, preserveFocus: places.length > 1 };
    await openPlace(place, uriOf(place.path), options);
  }
}

/** An open group of editors other than the view's, or a new one. */
function columnBeside(view: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const other = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn !== view);
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}

async function openPlace(
  { path, span, line }: ContextPlace,
  uri: vscode.Uri,
  options: vscode.TextDocumentShowOptions,
): Promise<void> {
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const start = span ? document.positionAt(span.start) : new vscode.Position(line, 0);
    const selection = new vscode.Range(start, span ? document.positionAt(span.end) : start);
    const editor = await vscode.window.showTextDocument(document, options);
    editor.selection = new vscode.Selection(selection.start, selection.start);
    editor.revealRange(selection, vscode.TextEditorRevealType.AtTop);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} cannot be opened: {1}', path, reason));
  }
}
