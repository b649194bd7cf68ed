// How long a document is, without making its text: one of 10 MB would be copied for that. Knows no tokens.
import type * as vscode from 'vscode';

/** In UTF-16 units, line breaks included. */
export function documentLength(document: Pick<vscode.TextDocument, 'lineAt' | 'lineCount' | 'offsetAt'>): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}
