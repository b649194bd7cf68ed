// Says of a model that another program keeps whose it is, why it cannot be opened, and what to do. Knows no folder.
import * as vscode from 'vscode';
import type { HubFailure, LocalModelProblem, ModelStore } from '../contract/failure.ts';
import { sizeText } from './sizeText.ts';

const { t } = vscode.l10n;

export type LocalFailure = Extract<HubFailure, { readonly code: 'local-model-unusable' }>;

/** The name of the program whose models they are, as it writes it itself. */
export function storeName(store: ModelStore): string {
  switch (store) {
    case 'ollama':
      return 'Ollama';
    case 'lm-studio':
      return 'LM Studio';
    case 'llama.cpp':
      return 'llama.cpp';
    case 'hugging-face':
      return t('Hugging Face cache');
  }
}

export function localModelMessage(failure: LocalFailure): string {
  return t('{0} cannot be opened. {1}', failure.name, localProblemText(failure));
}

/** What is wrong and what to do, in one or two sentences. */
export function localProblemText(model: Pick<LocalFailure, 'name' | 'store' | 'wrong'>): string {
  const [what, more] = problemText(model.wrong);
  return t('{0} {1}', what, more ?? againText(model));
}

/** What is wrong, and what to do where downloading it again is not it. */
function problemText(wrong: LocalModelProblem): readonly [what: string, more?: string] {
  switch (wrong.kind) {
    case 'cloud':
      return [t('It runs on Ollama’s servers.'), t('Choose a tag without “cloud”.')];
    case 'no-gguf':
      return [t('It is no GGUF file, but in the form of Ollama’s MLX engine.'), t('Choose a tag without “mlx”.')];
    case 'file-missing':
      return [t('Its file is gone: {0}.', wrong.file)];
    case 'downloading':
      return [t('It is being downloaded, or that broke off.')];
    case 'too-short':
      return [t('Only {0} of {1} are there.', sizeText(wrong.hasBytes), sizeText(wrong.needsBytes))];
    case 'part-missing':
      return [t('Part {0} of {1} is missing.', wrong.part, wrong.parts)];
    case 'not-gguf':
      return [t('{0} does not begin as a GGUF file does: it is damaged, or something else.', wrong.file)];
    case 'unreadable':
      return [t('{0} cannot be read: {1}.', wrong.file, wrong.problem), t('Check who may read it.')];
    case 'folder-unreadable':
      return [t('Its models cannot be listed: {0}.', wrong.problem), t('Check who may read it.')];
    case 'folder-missing':
      return [
        t('{0} names {1}, where there is no folder.', wrong.variable, wrong.folder),
        t('Correct or remove it, and start VS Code anew.'),
      ];
    case 'manifest-invalid':
      return [t('What is written about it in {0} cannot be understood: {1}.', wrong.file, wrong.problem)];
  }
}

/** A command is given only with a name that means nothing else to a shell. */
function againText({ name, store }: Pick<LocalFailure, 'name' | 'store'>): string {
  if (store === 'ollama' && isOllamaName(name)) return t('Run: ollama pull {0}', name);
  return store === 'hugging-face' ? t('Download it again.') : t('Download it again with {0}.', storeName(store));
}

export function isOllamaName(name: string): boolean {
  return /^\w[\w.:/-]*$/.test(name);
}
