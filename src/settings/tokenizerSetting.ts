// The setting for the tokenizer that counts, and the command that changes it. Knows no vocabulary.
import * as vscode from 'vscode';
import { OPENAI_ENCODINGS, type OpenAiEncoding, type TokenizerRef } from '../contract/tokens.ts';
import { changeSetting } from './changeSetting.ts';

const SETTING = 'tokenscope.tokenizer';
/** It says whose tokens are counted where the other setting says `model`. */
const MODEL_SETTING = 'tokenscope.model';
const USED_BY: Readonly<Record<OpenAiEncoding, string>> = {
  o200k_base: 'GPT-4o, GPT-4.1, GPT-5',
  cl100k_base: 'GPT-4, GPT-3.5',
  p50k_base: 'Codex, text-davinci-003',
  r50k_base: 'GPT-3, GPT-2',
};

/** The tokenizer of the setting; that of the model that explains for any value that names no other. */
export function tokenizerSetting(embeddedModel: string, model: string): TokenizerRef {
  const name = vscode.workspace.getConfiguration().get<string>(SETTING);
  const encoding = OPENAI_ENCODINGS.find((candidate) => candidate === name);
  if (encoding) return { kind: 'openai', encoding };
  return { kind: 'folder', folder: name === 'embedded' ? embeddedModel : model };
}

/** Calls the listener when other tokens are to be counted. */
export function onDidChangeTokenizer(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SETTING) || event.affectsConfiguration(MODEL_SETTING)) listener();
  });
}

export async function chooseTokenizer(): Promise<void> {
  const { t } = vscode.l10n;
  const choices = [
    {
      label: t('model that explains'),
      description: t('the one that ships with Tokenscope, or your choice'),
      value: 'model',
    },
    { label: t('embedded model'), description: t('ships with Tokenscope'), value: 'embedded' },
    ...OPENAI_ENCODINGS.map((name) => ({ label: name, description: USED_BY[name], value: name })),
  ];
  const title = t('Tokenizer for Counting');
  const chosen = await vscode.window.showQuickPick(choices, { title, matchOnDescription: true });
  if (chosen) await changeSetting(SETTING, chosen.value);
}
