// What the status bar counts: the selections, or the document where nothing is selected. Knows no counts.
import type * as vscode from 'vscode';
import { documentLength } from './documentLength.ts';

interface CountedRanges {
  /** The selections; undefined where the whole document is counted. */
  readonly selected: readonly vscode.Range[] | undefined;
  /** In UTF-16 units. */
  readonly length: number;
}

/** undefined where there is nothing to count. */
export function countedRanges({
  document,
  selections,
}: Pick<vscode.TextEditor, 'document' | 'selections'>): CountedRanges | undefined {
  const selected = selections.map((selection) => document.validateRange(selection)).filter((range) => !range.isEmpty);
  const lengthOf = ({ start, end }: vscode.Range) => document.offsetAt(end) - document.offsetAt(start);
  if (selected.length > 0) return { selected, length: selected.reduce((sum, range) => sum + lengthOf(range), 0) };
  if (document.uri.scheme === 'output') return undefined;
  const length = documentLength(document);
  return length > 0 ? { selected: undefined, length } : undefined;
}
