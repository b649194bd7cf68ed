// What a panel kept over a window reload. It is validated, and the same text is then explained again; where the
// document has another text by now, the kept text counts as edited.

import * as vscode from 'vscode';
import { isRecord } from '../contract/isRecord.ts';
import type { SavedPanel, TextPlace } from '../contract/webviewApi.ts';
import type { ChosenText } from '../editor/chosenText.ts';
import { MAX_KEPT } from '../editor/followedText.ts';
import type { Panel } from './panel.ts';
import { PANEL_TYPE } from './panelView.ts';

/** Explains the text of a panel again that VS Code restores after a reload. */
export function registerRestoring(panel: Panel): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
    deserializeWebviewPanel: async (webviewPanel, state: unknown) => {
      if (!panel.restore(webviewPanel)) return;
      const chosen = await savedText(state);
      if (chosen) await panel.explain(chosen);
    },
  });
}

/** The text to explain; undefined where nothing usable was kept, or the document is gone. */
export async function savedText(state: unknown): Promise<ChosenText | undefined> {
  if (!isSavedPanel(state) || !state.place) return undefined;
  const { uri, start, end, text } = state.place;
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
    const current = document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end)));
    const unchanged = current.slice(0, MAX_KEPT) === text;
    return unchanged ? { document, start, text: current } : { document, start, text, editedEnd: end };
  } catch {
    return undefined; // the file is gone: the panel stays empty and says what to do
  }
}

function isSavedPanel(state: unknown): state is SavedPanel {
  if (!isRecord(state) || state.version !== 2) return false;
  return 'place' in state && (state.place === undefined || isPlace(state.place));
}

function isPlace(place: unknown): place is TextPlace {
  if (!isRecord(place)) return false;
  const { uri, start, end, text } = place;
  return typeof uri === 'string' && Number.isInteger(start) && Number.isInteger(end) && typeof text === 'string';
}
