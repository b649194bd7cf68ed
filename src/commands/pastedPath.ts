// What is opened of a model that was pasted: a path as it is, a model of the hub once it is downloaded, and one of Ollama's
// library where Ollama has fetched it. Knows no list.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { thisMachine } from '../hub/localModels/localModels.ts';
import { listOllama } from '../hub/localModels/ollama.ts';
import type { PastedModel } from '../hub/pastedModel.ts';
import { pathIfAgreed } from './askAboutMemory.ts';
import { openable } from './localChoices.ts';
import type { ModelSource } from './modelCommandContext.ts';
import { withProgress } from './withProgress.ts';

const { t } = vscode.l10n;

type Install = (pasted: Extract<PastedModel, { readonly kind: 'repo' }>) => Promise<string | undefined>;

/** undefined where the user declines, or has to fetch it first. Fails like `install`, with local-model-unusable. */
export async function pastedPath(
  pasted: PastedModel,
  context: ModelSource,
  install: Install,
): Promise<string | undefined> {
  switch (pasted.kind) {
    case 'repo':
      return await install(pasted);
    case 'folder':
      return await pathIfAgreed(pasted.folder, basename(pasted.folder));
    case 'file':
      return await pathIfAgreed(pasted.file, basename(pasted.file));
    case 'ollama':
      return await ollamaPath(pasted.name, context);
  }
}

async function ollamaPath(name: string, context: ModelSource): Promise<string | undefined> {
  const whole = name.includes(':') ? name : `${name}:latest`;
  const { models } = await withProgress(
    t('Looking for {0} among the models of Ollama', whole),
    async (signal) => await listOllama(thisMachine(), signal),
  );
  const found = models.find((model) => model.name === whole);
  if (found) return await openable(found, context);
  const command = `ollama pull ${name}`;
  const copy = t('Copy Command');
  const what = t(
    'Tokenscope fetches nothing from Ollama’s library. Run {0} in a terminal, then choose the model under Choose Model….',
    command,
  );
  if ((await vscode.window.showInformationMessage(what, copy)) === copy) await vscode.env.clipboard.writeText(command);
  return undefined;
}
