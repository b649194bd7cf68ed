// The quick pick of what counts tokens: models and encodings that are here, language models of VS Code, a tokenizer of the
// hub, a folder on disk. What cannot count is refused in words, and the setting stays. Knows no vocabulary.
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Failure } from '../contract/failure.ts';
import { type CounterRef, OPENAI_ENCODINGS, type OpenAiEncoding } from '../contract/tokens.ts';
import type { LanguageModelCounter } from '../counting/languageModelCounter.ts';
import { cachedTokenizers, hubCacheFolder } from '../hub/hubCache.ts';
import { repoIdText } from '../hub/repoId.ts';
import { storedModels } from '../hub/store.ts';
import { modelName } from '../messages/modelName.ts';
import { sizeText } from '../messages/sizeText.ts';
import { changeSetting } from '../settings/changeSetting.ts';
import { nameOfCounter, TOKENIZER_SETTING } from '../settings/tokenizerSetting.ts';
import { askForModel } from './askForModel.ts';
import { installTokenizer } from './installModel.ts';
import type { ModelSource } from './modelCommandContext.ts';
import { pastedPath } from './pastedPath.ts';
import { withProgress } from './withProgress.ts';

const { t } = vscode.l10n;

export interface TokenizerChoiceParts extends ModelSource {
  /** The folder where tokenizers are kept that were downloaded without their models. */
  readonly tokenizerStore: string;
  readonly languageModels: LanguageModelCounter;
  /** Counts texts. Fails where the tokenizer cannot be read. */
  readonly count: (texts: readonly string[], ref: CounterRef, signal: AbortSignal) => Promise<unknown>;
}

interface Choice extends vscode.QuickPickItem {
  /** The setting's value where it is known before. */
  readonly is?: string;
  /** Gets the setting's value; undefined where the user declines. */
  readonly value?: () => Promise<string | undefined>;
}

const USED_BY: Readonly<Record<OpenAiEncoding, string>> = {
  o200k_base: 'GPT-4o, GPT-4.1, GPT-5',
  cl100k_base: 'GPT-4, GPT-3.5',
  p50k_base: 'Codex, text-davinci-003',
  r50k_base: 'GPT-3, GPT-2',
};

/** Lets the user choose what counts in a document. Fails like installModel, and where the choice cannot count. */
export async function chooseTokenizer(parts: TokenizerChoiceParts, document?: vscode.TextDocument): Promise<void> {
  const title = t('Tokenizer for Counting');
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  const current = vscode.workspace.getConfiguration(undefined, document).get<string>(TOKENIZER_SETTING, '');
  const chosen = await vscode.window.showQuickPick(marked(choices(parts), current), options);
  const value = await chosen?.value?.();
  if (value !== undefined) await changeSetting(TOKENIZER_SETTING, value, document);
}

/** The choices, with a sign at the one that counts now, which is listed in any case. */
async function marked(choices: Promise<readonly Choice[]>, current: string): Promise<readonly Choice[]> {
  const listed = await choices;
  const other: Choice = { label: current, is: current, value: async () => current };
  const all = current === '' || listed.some(({ is }) => is === current) ? listed : [other, ...listed];
  return all.map((choice) =>
    choice.is === current && current ? { ...choice, label: `$(check) ${choice.label}` } : choice,
  );
}

async function choices(parts: TokenizerChoiceParts): Promise<readonly Choice[]> {
  const folders = await foldersHere(parts);
  const offered = await parts.languageModels.offered();
  return [
    {
      label: t('model that explains'),
      description: modelName(parts.modelFolder(), parts.embeddedModel),
      ...fixed('model'),
    },
    { label: t('embedded model'), description: t('ships with Tokenscope'), ...fixed('embedded') },
    separator('OpenAI'),
    ...OPENAI_ENCODINGS.map((name) => ({ label: name, description: USED_BY[name], ...fixed(name) })),
    ...(folders.length ? [separator(t('here'))] : []),
    ...folders,
    ...(offered.length ? [separator(t('language models of VS Code'))] : []),
    ...offered.map(({ ref, name, vendor }) => ({
      label: name,
      description: vendor,
      detail: t(
        'Its own count, where it is found to be one. Texts that are counted go to the extension that offers it.',
      ),
      is: nameOfCounter(ref),
      value: async () => await checked(parts, ref),
    })),
    separator(t('others')),
    {
      label: t('$(cloud-download) A Tokenizer of the Hub…'),
      description: t('a few megabytes, without the weights'),
      alwaysShow: true,
      value: () => tokenizerOfHub(parts),
    },
    { label: t('$(folder-opened) A Folder with a Tokenizer…'), alwaysShow: true, value: () => onDisk(parts, 'folder') },
    { label: t('$(file) A tokenizer.json…'), alwaysShow: true, value: () => onDisk(parts, 'file') },
  ];
}

/** What needs no test. */
function fixed(value: string): Pick<Choice, 'is' | 'value'> {
  return { is: value, value: async () => value };
}

function separator(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** Those that Tokenscope has downloaded, with their models or alone, and those of Hugging Face's cache. */
async function foldersHere(parts: TokenizerChoiceParts): Promise<readonly Choice[]> {
  const stored = [...(await storedModels(parts.store)), ...(await storedModels(parts.tokenizerStore))];
  const cached = await cachedTokenizers(hubCacheFolder(process.env));
  const whole = stored.filter(({ kind }) => kind === 'whole');
  const choice = (folder: string, label: string, description: string): Choice => ({
    label,
    description,
    detail: folder,
    is: folder,
    value: async () => await checked(parts, { kind: 'folder', folder }),
  });
  return [
    ...whole.map(({ folder, manifest, bytes }) => choice(folder, repoIdText(manifest), sizeText(bytes))),
    ...cached.map(({ folder, repo, bytes }) =>
      choice(folder, repo, t('{0}, in the Hugging Face cache', sizeText(bytes))),
    ),
  ];
}

async function tokenizerOfHub(parts: TokenizerChoiceParts): Promise<string | undefined> {
  const pasted = await askForModel(t('Tokenizer of the Hub'));
  const source = { ...parts, store: parts.tokenizerStore };
  const folder = pasted && (await pastedPath(pasted, parts, async ({ id }) => await installTokenizer(source, id)));
  return folder === undefined ? undefined : await checked(parts, { kind: 'folder', folder });
}

async function onDisk(parts: TokenizerChoiceParts, kind: 'folder' | 'file'): Promise<string | undefined> {
  const isFile = kind === 'file';
  const chosen = await vscode.window.showOpenDialog({
    title: isFile ? t('A tokenizer.json') : t('A folder with tokenizer.json, or vocab.json and merges.txt'),
    openLabel: t('Count with It'),
    canSelectFiles: isFile,
    canSelectFolders: !isFile,
    ...(isFile && { filters: { JSON: ['json'] } }),
  });
  const path = chosen?.[0]?.fsPath;
  if (path === undefined) return undefined;
  if (isFile && basename(path) !== 'tokenizer.json')
    throw { code: 'tokenizer-invalid', file: path, problem: 'its name is not tokenizer.json' } satisfies Failure;
  return await checked(parts, { kind: 'folder', folder: isFile ? dirname(path) : path });
}

/** The setting's value, once it has counted. Fails where it cannot. */
async function checked(parts: TokenizerChoiceParts, ref: CounterRef): Promise<string> {
  await withProgress(t('Trying the tokenizer'), async (signal) => await parts.count(['tokens'], ref, signal));
  return nameOfCounter(ref);
}
