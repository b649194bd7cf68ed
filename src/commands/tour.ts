// The guided tour: explains a sample text in the user's language, and lets the panel lead through it.
import * as vscode from 'vscode';
import { paragraphAt } from '../editor/chosenText.ts';
import type { Panel } from '../views/panel.ts';

/** The sample for each language, and the 0-based line of the paragraph that the tour explains. */
const SAMPLES: Readonly<Record<string, { readonly file: string; readonly line: number }>> = {
  en: { file: 'sample.md', line: 8 },
  'zh-tw': { file: '範例.md', line: 6 },
};

/** Starts the tour. The sample is opened as a new document, so that edits to it do no harm. */
export async function startTour(panel: Panel, extension: vscode.Uri): Promise<void> {
  const { file, line } = SAMPLES[vscode.env.language.toLowerCase()] ?? SAMPLES.en;
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'media', 'samples', file));
  const content = new TextDecoder().decode(bytes);
  const document = await vscode.workspace.openTextDocument({ content, language: 'markdown' });
  const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  const position = new vscode.Position(line, 0);
  editor.selection = new vscode.Selection(position, position);
  const chosen = paragraphAt(document, position);
  if (!chosen) return;
  await panel.explain(chosen);
  panel.startTour();
}
