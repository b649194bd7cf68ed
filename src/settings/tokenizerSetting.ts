// The setting for what counts tokens, which may differ between folders and languages. Knows no vocabulary.
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type CounterRef, OPENAI_ENCODINGS, type TokenizerRef } from '../contract/tokens.ts';

export const TOKENIZER_SETTING = 'tokenscope.tokenizer';
/** It says whose tokens are counted where the other setting says `model`. */
const MODEL_SETTING = 'tokenscope.model';
const LANGUAGE_MODEL = 'language-model:';

export interface ModelFolders {
  /** That of the model which ships with the extension. */
  readonly embeddedModel: string;
  /** That of the model which explains. */
  readonly model: string;
}

/** What counts in a document, or where there is none. */
export function tokenizerSetting(folders: ModelFolders, scope?: vscode.ConfigurationScope): CounterRef {
  return counterNamed(vscode.workspace.getConfiguration(undefined, scope).get(TOKENIZER_SETTING), folders);
}

/**
 * The same for whoever has only the engine to ask. Where a language model counts in the editor, the tokens are those of the
 * model that explains.
 */
export function engineTokenizer(folders: ModelFolders, scope?: vscode.ConfigurationScope): TokenizerRef {
  const ref = tokenizerSetting(folders, scope);
  return ref.kind === 'languageModel' ? { kind: 'folder', folder: folders.model } : ref;
}

/** What a value of the setting means: the model that explains for any that names no other. */
export function counterNamed(name: unknown, { embeddedModel, model }: ModelFolders): CounterRef {
  const encoding = OPENAI_ENCODINGS.find((candidate) => candidate === name);
  if (encoding) return { kind: 'openai', encoding };
  if (typeof name !== 'string' || name === 'model') return { kind: 'folder', folder: model };
  if (name === 'embedded') return { kind: 'folder', folder: embeddedModel };
  if (/^language-model:[^/]+\/./.test(name)) return { kind: 'languageModel', model: name.slice(LANGUAGE_MODEL.length) };
  return { kind: 'folder', folder: /[\\/]/.test(name) ? folderOf(name) : model };
}

/** The value of the setting that means it. '…/tokenizer.json' → '…' */
export function nameOfCounter(ref: CounterRef): string {
  if (ref.kind === 'openai') return ref.encoding;
  return ref.kind === 'folder' ? ref.folder : `${LANGUAGE_MODEL}${ref.model}`;
}

/** Calls the listener when other tokens are to be counted. */
export function onDidChangeTokenizer(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(TOKENIZER_SETTING) || event.affectsConfiguration(MODEL_SETTING)) listener();
    }),
    // Extensions offer their models some time after the start.
    vscode.lm.onDidChangeChatModels(() => isLanguageModelChosen() && listener()),
  );
}

/** For what is being edited. */
function isLanguageModelChosen(): boolean {
  const scope = vscode.window.activeTextEditor?.document;
  const name = vscode.workspace.getConfiguration(undefined, scope).get<unknown>(TOKENIZER_SETTING);
  return typeof name === 'string' && name.startsWith(LANGUAGE_MODEL);
}

/** The folder that a path names, itself or by its tokenizer.json; ~ is the user's. */
function folderOf(path: string): string {
  const folder = path.replace(/[\\/]tokenizer\.json$/, '').replace(/(?<=[^\\/:])[\\/]+$/, '');
  return /^~(?=$|[\\/])/.test(folder) ? join(homedir(), folder.slice(1)) : folder;
}
