// The settings about budgets of tokens and what counts are compared with, which may differ between folders and languages.
// Knows no count.
import * as vscode from 'vscode';
import type { CounterRef } from '../contract/tokens.ts';
import { counterNamed, type ModelFolders } from './tokenizerSetting.ts';

const BUDGET = 'tokenscope.budget';
const WARN_AT = 'tokenscope.budgetWarning';
const FILES = 'tokenscope.budgetFiles';
const COMPARED = 'tokenscope.comparedTokenizers';
const PRICES = 'tokenscope.prices';
const DEFAULT_WARN_AT = 80;
/** Each is counted whenever typing rests. */
const MOST_COMPARED = 8;
const MOST_FILES = 100;

/** In a document, or for files of a folder and language. */
export function budgetSetting(scope?: vscode.ConfigurationScope): { readonly tokens: number; readonly warnAt: number } {
  const settings = vscode.workspace.getConfiguration(undefined, scope);
  const tokens = settings.get<unknown>(BUDGET);
  const warnAt = settings.get<unknown>(WARN_AT);
  return {
    tokens: typeof tokens === 'number' && tokens > 0 ? Math.floor(tokens) : 0,
    warnAt: typeof warnAt === 'number' && warnAt >= 0 && warnAt <= 100 ? warnAt : DEFAULT_WARN_AT,
  };
}

/** The files whose names are marked where they are over their budget, as globs. */
export function budgetFilesSetting(folder: vscode.WorkspaceFolder): readonly string[] {
  return strings(vscode.workspace.getConfiguration(undefined, folder).get(FILES)).slice(0, MOST_FILES);
}

/** The tokenizers whose counts stand beside one another, each once. */
export function comparedTokenizers(folders: ModelFolders, scope?: vscode.ConfigurationScope): readonly CounterRef[] {
  const names = strings(vscode.workspace.getConfiguration(undefined, scope).get(COMPARED));
  const refs = names.slice(0, MOST_COMPARED).map((name) => counterNamed(name, folders));
  const keys = refs.map((ref) => JSON.stringify(ref));
  return refs.filter((_, i) => keys.indexOf(keys[i]) === i);
}

/** What the user wrote, unread. */
export function pricesSetting(): unknown {
  return vscode.workspace.getConfiguration().get(PRICES);
}

/** Calls the listener when budgets, or the files that have one, change. */
export function onDidChangeBudget(listener: () => void): vscode.Disposable {
  return listen([BUDGET, WARN_AT, FILES], listener);
}

/** Calls the listener when other counts or costs are to be shown beside the count. */
export function onDidChangeCompared(listener: () => void): vscode.Disposable {
  return listen([COMPARED, PRICES], listener);
}

function listen(names: readonly string[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(name))) listener();
  });
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
