// The quick pick of models: those on this machine, those of the catalogue, any other model of the hub, and a folder on
// disk. Knows no engine.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { CATALOGUE, type CatalogueEntry } from '../hub/catalogue.ts';
import { cachedModels, hubCacheFolder } from '../hub/hubCache.ts';
import { parseRepoId, repoIdText } from '../hub/repoId.ts';
import { storedModels } from '../hub/store.ts';
import { purposeText } from '../messages/purposeText.ts';
import { sizeText } from '../messages/sizeText.ts';
import { installModel } from './installModel.ts';
import { chooseFolder, type ModelCommandContext } from './modelCommandContext.ts';

const { t } = vscode.l10n;

interface Choice extends vscode.QuickPickItem {
  /** Gets the model's folder; undefined where the user declines. */
  readonly folderOf?: () => Promise<string | undefined>;
}

/** Lets the user choose a model. Fails like installModel. */
export async function chooseModel(context: ModelCommandContext): Promise<void> {
  const title = t('Model to Explain With');
  const placeHolder = t('Which model reads your text?');
  const options = { title, placeHolder, matchOnDescription: true, matchOnDetail: true };
  const chosen = await vscode.window.showQuickPick(choices(context), options);
  await use(context, chosen?.folderOf);
}

/** Asks for the name of any model of the hub, downloads and chooses it. Fails like installModel. */
export async function downloadAnother(context: ModelCommandContext): Promise<void> {
  await use(context, () => modelByName(context));
}

async function use(context: ModelCommandContext, folderOf: Choice['folderOf']): Promise<void> {
  const folder = await folderOf?.();
  if (folder !== undefined) await chooseFolder(context, folder === context.embeddedModel ? undefined : folder);
}

/** The groups of the list. Models that Tokenscope has downloaded are left out of the catalogue's group. */
async function choices(context: ModelCommandContext): Promise<readonly Choice[]> {
  const stored = (await storedModels(context.store)).filter(({ kind }) => kind === 'whole');
  const cached = await cachedModels(hubCacheFolder(process.env));
  const here = new Set(stored.map(({ manifest: { repo, revision } }) => repoIdText({ repo, revision })));
  const current = context.modelFolder();
  const folder = (path: string, label: string, description: string): Choice => ({
    label: path === current ? `$(check) ${label}` : label,
    description,
    detail: path === context.embeddedModel ? undefined : path,
    folderOf: async () => path,
  });
  const known = [context.embeddedModel, ...stored.map((model) => model.folder), ...cached.map((model) => model.folder)];
  return [
    separator(t('here')),
    folder(context.embeddedModel, t('embedded model'), t('ships with Tokenscope')),
    ...(known.includes(current) ? [] : [folder(current, basename(current), t('a folder on disk'))]),
    ...stored.map((model) =>
      folder(model.folder, repoIdText(model.manifest), facts(model.bytes, model.manifest.licence)),
    ),
    ...cached.map((model) =>
      folder(model.folder, model.repo, t('{0}, in the Hugging Face cache', sizeText(model.bytes))),
    ),
    separator(t('worth looking into')),
    ...CATALOGUE.filter(({ repo }) => !here.has(repo)).map((entry) => catalogueChoice(context, entry)),
    separator(t('others')),
    { label: t('$(cloud-download) Another Model of the Hub…'), alwaysShow: true, folderOf: () => modelByName(context) },
    { label: t('$(folder-opened) A Folder on Disk…'), alwaysShow: true, folderOf: folderOnDisk },
  ];
}

function separator(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function catalogueChoice(
  models: ModelCommandContext,
  { repo, weightBytes, licence, context, purpose }: CatalogueEntry,
): Choice {
  return {
    label: repo,
    description: facts(weightBytes, licence, t('context {0}', context.toLocaleString(vscode.env.language))),
    detail: purposeText(purpose),
    folderOf: () => installModel(models, parseRepoId(repo)),
  };
}

function facts(bytes: number, licence: string | undefined, ...more: readonly string[]): string {
  return [sizeText(bytes), licence ?? t('no licence stated'), ...more].join(' · ');
}

async function modelByName(context: ModelCommandContext): Promise<string | undefined> {
  const invalid = t('owner/name or owner/name@revision, as on its page at the hub');
  const text = await vscode.window.showInputBox({
    title: t('Model of the Hub'),
    prompt: t('The hub is asked for its size and licence; you decide before anything is downloaded.'),
    placeHolder: t('owner/name or owner/name@revision'),
    ignoreFocusOut: true,
    validateInput: (typed) => (isRepoId(typed) ? undefined : invalid),
  });
  return text === undefined ? undefined : await installModel(context, parseRepoId(text));
}

function isRepoId(text: string): boolean {
  try {
    parseRepoId(text);
    return true;
  } catch {
    return false;
  }
}

async function folderOnDisk(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: t('A folder with config.json, model.safetensors and tokenizer.json'),
    openLabel: t('Use this Model'),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0]?.fsPath;
}
