// The quick pick of models: those on this machine, those of other programs, those of the catalogue, any other model of the
// hub, and a folder or a file on disk. Knows no engine.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { cachedModels, hubCacheFolder } from '../hub/hubCache.ts';
import { localModels, thisMachine } from '../hub/localModels/localModels.ts';
import { openedPath, storedModels, storedName } from '../hub/store.ts';
import { modelName } from '../messages/modelName.ts';
import { sizeText } from '../messages/sizeText.ts';
import { machineText, pathIfAgreed } from './askAboutMemory.ts';
import { askForModel } from './askForModel.ts';
import { catalogueChoices } from './catalogueChoices.ts';
import { growingPick } from './growingPick.ts';
import { installModel } from './installModel.ts';
import { localChoices } from './localChoices.ts';
import { chooseFolder, type ModelCommandContext, type ModelSource } from './modelCommandContext.ts';
import { pastedPath } from './pastedPath.ts';

const { t } = vscode.l10n;

interface Choice extends vscode.QuickPickItem {
  /** What is known of it before it is chosen. */
  readonly path?: string;
  /** Gets the path of the model's folder or GGUF file; undefined where the user declines. */
  readonly pathOf?: () => Promise<string | undefined>;
}

/** Lets the user choose a model. Fails like installModel. */
export async function chooseModel(context: ModelCommandContext): Promise<void> {
  await use(context, () => pickModel(context, t('Model to Explain With'), t('Which model reads your text?')));
}

/** The path of the model that the user picks; undefined where the user declines. Fails like installModel. */
export async function pickModel(context: ModelSource, title: string, placeholder: string): Promise<string | undefined> {
  const options = { title, placeholder: `${placeholder} ${machineText()}` };
  const chosen = await growingPick(options, (signal) => choices(context, signal));
  return await chosen?.pathOf?.();
}

/** Asks for the name of any model of the hub, downloads and chooses it. Fails like installModel. */
export async function downloadAnother(context: ModelCommandContext): Promise<void> {
  await use(context, () => modelByName(context));
}

async function use(context: ModelCommandContext, pathOf: Choice['pathOf']): Promise<void> {
  const path = await pathOf?.();
  if (path !== undefined) await chooseFolder(context, path === context.embeddedModel ? undefined : path);
}

/** The list without the models of other programs, and then with them. */
async function* choices(context: ModelSource, signal: AbortSignal): AsyncGenerator<readonly Choice[]> {
  const current = context.modelFolder();
  const here = await choicesHere(context);
  const elsewhere = await choicesElsewhere(context);
  const inUse = pathChoice(context, current, modelName(current, context.embeddedModel), t('in use'));
  const withInUse = (listed: readonly Choice[]) => (listed.some(({ path }) => path === current) ? [] : [inUse]);
  yield [separator(t('here')), ...here, ...withInUse(here), ...elsewhere];
  const local = localChoices(await localModels(thisMachine(), signal), context);
  if (local.length === 0) return; // a list that is filled anew may move under the pointer
  yield [separator(t('here')), ...here, ...withInUse([...here, ...local]), ...local, ...elsewhere];
}

/** The embedded model, what Tokenscope has downloaded, and the folders of Hugging Face's cache. */
async function choicesHere(context: ModelSource): Promise<readonly Choice[]> {
  const stored = (await storedModels(context.store)).filter(({ kind }) => kind === 'whole');
  const cached = await cachedModels(hubCacheFolder(process.env));
  const choice = (path: string, label: string, description: string) => pathChoice(context, path, label, description);
  return [
    choice(context.embeddedModel, t('embedded model'), t('ships with Tokenscope')),
    ...stored.map(({ folder, manifest, bytes }) =>
      choice(openedPath(folder, manifest), storedName(manifest), facts(bytes, manifest.licence)),
    ),
    ...cached.map((model) =>
      choice(model.folder, model.repo, t('{0}, in the Hugging Face cache', sizeText(model.bytes))),
    ),
  ];
}

/** Models of the catalogue that Tokenscope has not downloaded, and ways to any other. */
async function choicesElsewhere(context: ModelSource): Promise<readonly Choice[]> {
  return [
    ...(await catalogueChoices(context)),
    separator(t('others')),
    { label: t('$(cloud-download) Another Model of the Hub…'), alwaysShow: true, pathOf: () => modelByName(context) },
    { label: t('$(folder-opened) A Folder on Disk…'), alwaysShow: true, pathOf: () => onDisk('folder') },
    { label: t('$(file) A GGUF File on Disk…'), alwaysShow: true, pathOf: () => onDisk('gguf') },
  ];
}

function pathChoice(context: ModelSource, path: string, label: string, description: string): Choice {
  return {
    path,
    label: path === context.modelFolder() ? `$(check) ${label}` : label,
    description,
    detail: path === context.embeddedModel ? undefined : path,
    pathOf: async () => (path === context.embeddedModel ? path : await pathIfAgreed(path, label)),
  };
}

function separator(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function facts(bytes: number, licence: string | undefined): string {
  return [sizeText(bytes), licence ?? t('no licence stated')].join(' · ');
}

async function modelByName(context: ModelSource): Promise<string | undefined> {
  const pasted = await askForModel(t('Model of the Hub'));
  return pasted && (await pastedPath(pasted, context, async ({ id, gguf }) => await installModel(context, id, gguf)));
}

async function onDisk(kind: 'folder' | 'gguf'): Promise<string | undefined> {
  const isFile = kind === 'gguf';
  const chosen = await vscode.window.showOpenDialog({
    title: isFile
      ? t('A model as a GGUF file; of one in several parts any of them')
      : t('A folder with config.json, weights in safetensors and a tokenizer'),
    openLabel: t('Use this Model'),
    canSelectFiles: isFile,
    canSelectFolders: !isFile,
    ...(isFile && { filters: { GGUF: ['gguf'] } }),
  });
  const path = chosen?.[0]?.fsPath;
  return path && (await pathIfAgreed(path, basename(path)));
}
