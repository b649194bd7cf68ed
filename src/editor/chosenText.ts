// Which text is meant: the selection, or the paragraph at the caret. Knows no engine.
import * as vscode from 'vscode';

export interface ChosenText {
  readonly document: vscode.TextDocument;
  /** Offset of its first character in the document. */
  readonly start: number;
  readonly text: string;
  /** Where its place ends by now, if it was edited since: something else than `text` stands there. */
  readonly editedEnd?: number;
}

/**
 * undefined where nothing is selected and the caret stands on an empty line. An editor's selection is told after the
 * changes of its document, so it may lie beyond the end of a document that has just become shorter.
 */
export function chosenText({ document, selection }: vscode.TextEditor): ChosenText | undefined {
  const range = document.validateRange(selection);
  return range.isEmpty ? paragraphAt(document, range.end) : textIn(document, range);
}

export function textIn(document: vscode.TextDocument, range: vscode.Range): ChosenText {
  return { document, start: document.offsetAt(range.start), text: document.getText(range) };
}

/** The lines around the caret up to the next empty ones, without the last line's break. */
export function paragraphAt(document: vscode.TextDocument, caret: vscode.Position): ChosenText | undefined {
  const { line } = document.validatePosition(caret);
  const isEmpty = (at: number) => document.lineAt(at).isEmptyOrWhitespace;
  if (isEmpty(line)) return undefined;
  let first = line;
  let last = line;
  while (first > 0 && !isEmpty(first - 1)) first--;
  while (last < document.lineCount - 1 && !isEmpty(last + 1)) last++;
  return textIn(document, new vscode.Range(first, 0, last, document.lineAt(last).text.length));
}
