// The text that a command is about: the selection, or the paragraph at the caret. Knows no engine.
import * as vscode from 'vscode';

export interface ChosenText {
  readonly document: vscode.TextDocument;
  /** The offset of its first character in the document, in UTF-16 units. */
  readonly start: number;
  readonly text: string;
  /** Where its place in the document ends now if it was edited: other characters than `text` are there. */
  readonly editedEnd?: number;
  /** The number of the document's first line, where it is a part of another document: else 1. */
  readonly firstLine?: number;
}

/**
 * undefined where nothing is selected and the caret is on an empty line. VS Code updates an editor's selection after
 * its document, so that the selection may be beyond the end of a document that has just become shorter.
 */
export function chosenText({
  document,
  selection,
}: Pick<vscode.TextEditor, 'document' | 'selection'>): ChosenText | undefined {
  const range = document.validateRange(selection);
  return range.isEmpty ? paragraphAt(document, range.end) : textIn(document, range);
}

export function textIn(document: vscode.TextDocument, range: vscode.Range): ChosenText {
  return { document, start: document.offsetAt(range.start), text: document.getText(range) };
}

/**
 * The lines around the caret up to the nearest empty ones, without the last line break; undefined on an empty line, and
 * where they have more than `longest` UTF-16 units, of which no text is made.
 */
export function paragraphAt(
  document: vscode.TextDocument,
  caret: vscode.Position,
  longest = Number.POSITIVE_INFINITY,
): ChosenText | undefined {
  const { line } = document.validatePosition(caret);
  const isEmpty = (at: number) => document.lineAt(at).isEmptyOrWhitespace;
  if (isEmpty(line)) return undefined;
  let first = line;
  let last = line;
  const lineBreak = document.eol === vscode.EndOfLine.CRLF ? 2 : 1;
  let length = document.lineAt(line).text.length;
  while (length <= longest && first > 0 && !isEmpty(first - 1))
    length += document.lineAt(--first).text.length + lineBreak;
  while (length <= longest && last < document.lineCount - 1 && !isEmpty(last + 1))
    length += document.lineAt(++last).text.length + lineBreak;
  if (length > longest) return undefined;
  return textIn(document, new vscode.Range(first, 0, last, document.lineAt(last).text.length));
}
