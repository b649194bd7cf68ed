// How long a document or a part of it is, without making its text: one of 10 MB would be copied for that. Knows no tokens.
import type * as vscode from 'vscode';

/**
 * What is longer is not counted or explained in passing, in UTF-16 units; a selection, and what a command was given, always
 * is. Sending 2 MB to another process takes some milliseconds of the extension host.
 */
export const MAX_IN_PASSING = 2_000_000;

/** What is asked of a document. */
export type Measured = Pick<vscode.TextDocument, 'lineAt' | 'lineCount' | 'offsetAt'>;

/** In UTF-16 units, line breaks included. */
export function documentLength(document: Measured): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

/** The length of the lines from `first` to `last`, without the line break at the end. */
export function lengthOfLines(document: Measured, first: number, last: number): number {
  return document.offsetAt(document.lineAt(last).range.end) - document.offsetAt(document.lineAt(first).range.start);
}
