// What the status bar counts: the selections, and the document where it is not too long. Knows no counts.
import type * as vscode from 'vscode';
import { documentLength, MAX_IN_PASSING } from './documentLength.ts';

export interface Counted {
  /** Those in which something is selected. */
  readonly selections: readonly vscode.Range[];
  /** Whether the whole document is counted in passing, too. */
  readonly whole: boolean;
  /** In UTF-16 units, of what is selected, or of the document. */
  readonly characters: number;
}

/** undefined where there is nothing to count. */
export function countedParts({
  document,
  selections,
}: Pick<vscode.TextEditor, 'document' | 'selections'>): Counted | undefined {
  const selected = selections.filter((selection) => !selection.isEmpty);
  const length = documentLength(document);
  const whole = document.uri.scheme !== 'output' && length > 0 && length <= MAX_IN_PASSING;
  if (selected.length === 0) return whole ? { selections: [], whole, characters: length } : undefined;
  const lengths = selected.map(({ start, end }) => document.offsetAt(end) - document.offsetAt(start));
  return { selections: selected, whole, characters: lengths.reduce((sum, one) => sum + one, 0) };
}
