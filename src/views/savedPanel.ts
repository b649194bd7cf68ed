// What a panel kept over a window reload: read with suspicion, then the same text is explained again if it still stands
// where it stood.
import * as vscode from 'vscode';
import type { ChosenText } from '../editor/chosenText.ts';
import { digest } from '../editor/explainedText.ts';
import type { SavedPanel, TextPlace } from './protocol.ts';

/** undefined where nothing usable was kept, the document is gone, or its text has changed. */
export async function savedText(state: unknown): Promise<ChosenText | undefined> {
  if (!isSavedPanel(state) || !state.place) return undefined;
  const { uri, start, end, sha256 } = state.place;
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
    const text = document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end)));
    return digest(text) === sha256 ? { document, start, text } : undefined;
  } catch {
    return undefined; // the file is gone: the panel comes back empty and says what to do
  }
}

function isSavedPanel(state: unknown): state is SavedPanel {
  if (typeof state !== 'object' || state === null || !('version' in state) || state.version !== 1) return false;
  return 'place' in state && (state.place === undefined || isPlace(state.place));
}

function isPlace(place: unknown): place is TextPlace {
  const { uri, start, end, sha256 } = (place ?? {}) as Record<string, unknown>;
  return typeof uri === 'string' && Number.isInteger(start) && Number.isInteger(end) && typeof sha256 === 'string';
}
