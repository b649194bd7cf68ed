// The guided tour: explains a sample text in the user's language, and lets the panel lead through it.
import * as vscode from 'vscode';
import { type ChosenText, paragraphAt } from '../editor/chosenText.ts';
import type { Panel } from '../views/panel.ts';

/** The sample for each language, and the 0-based line of the paragraph that the tour explains. */
const SAMPLES: Readonly<Record<string, { readonly file: string; readonly line: number }>> = {
  en: { file: 'sample.md', line: 8 },
  'zh-tw': { file: '範例.md', line: 6 },
};

/** The scheme of documents that show a sample. */
const SCHEME = 'tokenscope-sample';

/** Makes the samples readable documents, which nobody can edit and which leave nothing to be saved. */
export function registerSamples(extension: vscode.Uri): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async ({ path }) => {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'media', 'samples', path));
      return new TextDecoder().decode(bytes);
    },
  });
}

export async function openSample(file: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: SCHEME, path: `/${file}` }));
  return await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
}

/** Opens the sample for the user's language, with the caret in the paragraph that is meant. */
export async function openSampleParagraph(): Promise<ChosenText | undefined> {
  const { file, line } = SAMPLES[vscode.env.language.toLowerCase()] ?? SAMPLES.en;
  const editor = await openSample(file);
  const position = new vscode.Position(line, 0);
  editor.selection = new vscode.Selection(position, position);
  return paragraphAt(editor.document, position);
}

/** Starts the tour. Every tour opens the same document. */
export async function startTour(panel: Panel): Promise<void> {
  const chosen = await openSampleParagraph();
  if (!chosen) return;
  await panel.explain(chosen);
  if (panel.summary) panel.startTour();
}
