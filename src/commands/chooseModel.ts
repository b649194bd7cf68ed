// The quick pick of models: those on this machine, those of the catalogue, any other model of the hub, and a folder on
// disk. Knows no engine.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isFailure } from '../contract/failure.ts';
import { CATALOGUE, type CatalogueEntry } from '../hub/catalogue.ts';
import { cachedModels, hubCacheFolder } from '../hub/hubCache.ts';
import { type PastedModel, parsePastedModel } from '../hub/pastedModel.ts';
import { parseRepoId, repoIdText } from '../hub/repoId.ts';
import { storedModels } from '../hub/store.ts';
import { purposeText } from '../messages/purposeText.ts';
import { sizeText } from '../messages/sizeText.ts';
import { installModel } from './installModel.ts';
import { chooseFolder, hubEndpoint, type ModelCommandContext, type ModelSource } from './modelCommandContext.ts';

const { t } = vscode.l10n;

interface Choice extends vscode.QuickPickItem {
  /** Gets the model's folder; undefined where the user declines. */
  readonly folderOf?: () => Promise<string | undefined>;
}

/** Lets the user choose a model. Fails like installModel. */
export async function chooseModel(context: ModelCommandContext): Promise<void> {
  await use(context, () => pickModel(context, t('Model to Explain With'), t('Which model reads your text?')));
}

/** The folder of the model that the user picks; undefined where the user declines. Fails like installModel. */
export async function pickModel(context: ModelSource, title: string, placeHolder: string): Promise<string | undefined> {
  const options = { title, placeHolder, matchOnDescription: true, matchOnDetail: true };
  const chosen = await vscode.window.showQuickPick(choices(context), options);
  return await chosen?.folderOf?.();
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
async function choices(context: ModelSource): Promise<readonly Choice[]> {
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
  models: ModelSource,
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

async function modelByName(context: ModelSource): Promise<string | undefined> {
  const pasted = await askForModel(t('Model of the Hub'));
  return pasted?.kind === 'repo' ? await installModel(context, pasted.id) : pasted?.folder;
}

/** Asks for a model by its name, its address or a folder. Fails with hub-endpoint-invalid. */
export async function askForModel(title: string): Promise<PastedModel | undefined> {
  const endpoint = hubEndpoint();
  const text = await vscode.window.showInputBox({
    title,
    prompt: t('The hub is asked for its size and licence; you decide before anything is downloaded.'),
    placeHolder: t('owner/name, owner/name@revision, the address of its page, or a folder'),
    ignoreFocusOut: true,
    validateInput: async (typed) => await problemOf(typed, endpoint),
  });
  return text === undefined ? undefined : parsePastedModel(text, endpoint);
}

/** What is wrong with the name as it was typed; undefined where nothing is. */
async function problemOf(typed: string, endpoint: string): Promise<string | undefined> {
  try {
    const pasted = parsePastedModel(typed, endpoint);
    if (pasted.kind === 'repo') return undefined;
    const { folder } = pasted;
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    return isThere ? undefined : t('There is no folder {0}', folder);
  } catch (thrown) {
    if (!isFailure(thrown)) throw thrown;
    return t('Write owner/name or owner/name@revision, paste the address of its page at the hub, or a whole path');
  }
}

async function folderOnDisk(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: t('A folder with config.json, weights in safetensors and a tokenizer'),
    openLabel: t('Use this Model'),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0]?.fsPath;
}
