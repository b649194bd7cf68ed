// A text of a document as if it had been explained, without tokens. Knows no test.
import * as vscode from 'vscode';
import { textIn } from '../../../src/editor/chosenText.ts';
import { ExplainedText } from '../../../src/editor/explainedText.ts';
import { FollowedText } from '../../../src/editor/followedText.ts';

/** Where the text stands first. */
export function explainedWhere(document: vscode.TextDocument, text: string): ExplainedText {
  const start = document.getText().indexOf(text);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
  return new ExplainedText(new FollowedText(textIn(document, range)), []);
}
