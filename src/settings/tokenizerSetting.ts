// The setting for the tokenizer that counts, and the command that changes it. Knows no vocabulary.
import * as vscode from 'vscode';
import type { OpenAiEncoding, TokenizerRef } from '../contract/tokens.ts';
import { changeSetting } from './changeSetting.ts';

const SETTING = 'tokenscope.tokenizer';
const ENCODINGS: readonly OpenAiEncoding[] = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'];
const USED_BY: Readonly<Record<OpenAiEncoding, string>> = {
  o200k_base: 'GPT-4o, GPT-4.1, GPT-5',
  cl100k_base: 'GPT-4, GPT-3.5',
  p50k_base: 'Codex, text-davinci-003',
  r50k_base: 'GPT-3, GPT-2',
};

/** The tokenizer of the setting; that of the embedded model for any value that names no other. */
export function tokenizerSetting(embeddedModel: string): TokenizerRef {
  const name = vscode.workspace.getConfiguration().get<string>(SETTING);
  const encoding = ENCODINGS.find((candidate) => candidate === name);
  return encoding ? { kind: 'openai', encoding } : { kind: 'folder', folder: embeddedModel };
}

export function tokenizerName(ref: TokenizerRef): string {
  return ref.kind === 'openai' ? ref.encoding : vscode.l10n.t('embedded model');
}

export function onDidChangeTokenizer(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(SETTING) && listener());
}

export async function chooseTokenizer(): Promise<void> {
  const embedded = {
    label: vscode.l10n.t('embedded model'),
    description: vscode.l10n.t('of the model that ships with Tokenscope'),
    value: 'embedded',
  };
  const choices = [embedded, ...ENCODINGS.map((name) => ({ label: name, description: USED_BY[name], value: name }))];
  const title = vscode.l10n.t('Tokenizer for Counting');
  const chosen = await vscode.window.showQuickPick(choices, { title, matchOnDescription: true });
  if (chosen) await changeSetting(SETTING, chosen.value);
}
