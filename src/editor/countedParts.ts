// What the status bar counts: the selections, and the document. Knows no counts.
import type * as vscode from 'vscode';
import { documentLength } from './documentLength.ts';

export interface Counted {
  /** Those in which something is selected. */
  readonly selections: readonly vscode.Range[];
  /** Whether the whole document is counted, too. */
  readonly whole: boolean;
  /** In UTF-16 units, of what is selected, or of the document. */
  readonly characters: number;
}

/** undefined where there is nothing to count. */
export function countedParts({
  document,
  selections,
}: Pick<vscode.TextEditor, 'document' | 'selections'>): Counted | undefined {
  const selected = selections.map((selection) => document.validateRange(selection)).filter((range) => !range.isEmpty);
  const length = documentLength(document);
  const whole = document.uri.scheme !== 'output' && length > 0;
  if (selected.length === 0) return whole ? { selections: [], whole, characters: length } : undefined;
  const lengths = selected.map(({ start, end }) => document.offsetAt(end) - document.offsetAt(start));
  return { selections: selected, whole, characters: lengths.reduce((sum, one) => sum + one, 0) };
}
