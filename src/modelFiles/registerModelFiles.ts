// The custom editor of models' files, and the commands about the one in front. The engine that reads them ends with the last tab.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { openSampleParagraph } from '../commands/tour.ts';
import type { ModelFileParts } from './modelFileParts.ts';
import { ModelFileView } from './modelFileView.ts';
import { LastText } from './textInHand.ts';

const { t } = vscode.l10n;

export const MODEL_FILE_EDITOR = 'tokenscope.modelFile';

export function registerModelFiles(parts: ModelFileParts): vscode.Disposable {
  const lastText = new LastText();
  const views = new Set<ModelFileView>();
  const viewParts = { ...parts, lastText, explain: (model: string) => explainWith(model, parts, lastText) };
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => {} }),
    resolveCustomEditor: ({ uri }, panel) => {
      const view = new ModelFileView(uri, panel, viewParts);
      views.add(view);
      panel.onDidDispose(() => {
        view.dispose();
        views.delete(view);
        if (views.size === 0) parts.inspector.stop();
      });
      void view.read();
    },
  };
  const ofActive = (command: (view: ModelFileView) => Promise<void>) => async () => {
    const view = [...views].find(({ panel }) => panel.active);
    if (view) await command(view);
    else void vscode.window.showInformationMessage(t('Open a model’s file first, with the command Open Model File.'));
  };
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    lastText,
    vscode.window.registerCustomEditorProvider(MODEL_FILE_EDITOR, provider, {
      webviewOptions: { retainContextWhenHidden: true },
      supportsMultipleEditorsPerDocument: false,
    }),
    register('tokenscope.openModelFile', (uri?: unknown) => openModelFile(uri)),
    register(
      'tokenscope.explainWithModelFile',
      ofActive((view) => view.explain()),
    ),
    register(
      'tokenscope.compareModelFiles',
      ofActive((view) => view.compare()),
    ),
  );
}

/** From the explorer with the file, or else asks for one. */
async function openModelFile(given: unknown): Promise<void> {
  const uri = given instanceof vscode.Uri ? given : await askForFile();
  if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, MODEL_FILE_EDITOR);
}

async function askForFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: t('A Model’s File'),
    filters: { [t('Files of models')]: ['gguf', 'safetensors', 'json'] },
  });
  return chosen?.[0];
}

/** On the text that was worked on last; where there is none, on a sample if the user likes. */
async function explainWith(model: string, { panel }: ModelFileParts, { chosen }: LastText): Promise<void> {
  if (chosen) return await panel.explain(chosen, model);
  const open = t('Explain a Sample');
  const words = t('There is no text to explain with {0}: open a text file and select some of it.', basename(model));
  if ((await vscode.window.showInformationMessage(words, open)) !== open) return;
  const sample = await openSampleParagraph();
  if (sample) await panel.explain(sample, model);
}
