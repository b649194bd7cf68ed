// What the status bar counts: the selections, or the document where nothing is selected. Knows no counts.
import type * as vscode from 'vscode';
import { documentLength, MAX_IN_PASSING } from './documentLength.ts';

interface CountedTexts {
  readonly texts: readonly string[];
  readonly isSelection: boolean;
}

/** The texts of all selections, or of the document; undefined where there is nothing to count. */
export function countedTexts({
  document,
  selections,
}: Pick<vscode.TextEditor, 'document' | 'selections'>): CountedTexts | undefined {
  const selected = selections.filter((selection) => !selection.isEmpty).map((selection) => document.getText(selection));
  if (selected.length > 0) return { texts: selected, isSelection: true };
  if (document.uri.scheme === 'output') return undefined;
  const length = documentLength(document);
  return length > 0 && length <= MAX_IN_PASSING ? { texts: [document.getText()], isSelection: false } : undefined;
}
