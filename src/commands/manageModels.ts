// The quick pick of models on this machine, with the size of each, and then of what can be done with it: use, verify,
// reveal, resume, delete. Knows no file format.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type CachedModel, cachedFiles, cachedModels, hubCacheFolder } from '../hub/hubCache.ts';
import type { HubFile } from '../hub/hubRepo.ts';
import { variantText } from '../hub/repoId.ts';
import {
  type DamagedFile,
  openedPath,
  removeFolder,
  type StoredModel,
  storedModels,
  storedName,
  verifyFiles,
} from '../hub/store.ts';
import { sizeText } from '../messages/sizeText.ts';
import { installModel } from './installModel.ts';
import { chooseFolder, type ModelCommandContext } from './modelCommandContext.ts';
import { withProgress } from './withProgress.ts';

const { t } = vscode.l10n;

interface Managed extends vscode.QuickPickItem {
  readonly folder: string;
  readonly bytes: number;
  readonly actions: readonly Action[];
}

interface Action extends vscode.QuickPickItem {
  readonly run: () => Promise<void>;
}

/** Lets the user choose a model and an action. Fails like the action. */
export async function manageModels(context: ModelCommandContext): Promise<void> {
  const stored = await storedModels(context.store);
  const cached = await cachedModels(hubCacheFolder(process.env));
  const managed = [
    ...stored.map((model) => storedItem(context, model)),
    ...cached.map((model) => cachedItem(context, model)),
  ];
  if (managed.length === 0) {
    void vscode.window.showInformationMessage(t('No models but the embedded one are here. Choose Model fetches some.'));
    return;
  }
  const sum = stored.reduce((bytes, model) => bytes + model.bytes, 0);
  const placeHolder = t('{0} models; those of Tokenscope take {1}', managed.length, sizeText(sum));
  const chosen = await vscode.window.showQuickPick(managed, {
    title: t('Manage Models'),
    placeHolder,
    matchOnDetail: true,
  });
  if (!chosen) return;
  const action = await vscode.window.showQuickPick(chosen.actions, { title: chosen.label });
  await action?.run();
}

function storedItem(context: ModelCommandContext, model: StoredModel): Managed {
  const { folder, bytes, manifest } = model;
  const label = storedName(manifest);
  const remove = { label: t('$(trash) Delete…'), description: sizeText(bytes), run: () => deleteModel(context, model) };
  if (model.kind === 'unfinished') {
    const description = t('unfinished: {0} of {1}', sizeText(bytes), sizeText(manifest.totalBytes));
    const resume = { label: t('$(cloud-download) Resume'), run: () => resumeDownload(context, model) };
    return { label, description, detail: folder, folder, bytes, actions: [resume, remove] };
  }
  const description = [sizeText(bytes), manifest.licence ?? t('no licence stated')].join(' · ');
  const path = openedPath(folder, manifest);
  const actions = [...commonActions(context, { folder, path }, label, async () => manifest.files), remove];
  return { label, description, detail: folder, folder, bytes, actions };
}

/** A model of Hugging Face's cache. Other programs use it, too, so that it cannot be deleted here. */
function cachedItem(context: ModelCommandContext, { repo, folder, bytes }: CachedModel): Managed {
  const description = t('{0}, in the Hugging Face cache', sizeText(bytes));
  const actions = commonActions(context, { folder, path: folder }, repo, async () => await cachedFiles(folder));
  return { label: repo, description, detail: folder, folder, bytes, actions };
}

function commonActions(
  context: ModelCommandContext,
  { folder, path }: { readonly folder: string; readonly path: string },
  name: string,
  files: () => Promise<readonly HubFile[]>,
): readonly Action[] {
  return [
    { label: t('$(check) Use this Model'), run: () => chooseFolder(context, path) },
    { label: t('$(verified) Verify'), run: async () => await verify(name, folder, await files()) },
    { label: t('$(folder-opened) Reveal Folder'), run: () => reveal(folder) },
  ];
}

async function resumeDownload(
  context: ModelCommandContext,
  { manifest: { repo, commit, variant } }: StoredModel,
): Promise<void> {
  const wish = variant === undefined ? undefined : ({ kind: 'quantisation', quantisation: variant } as const);
  const path = await installModel(context, { repo, revision: commit }, wish);
  if (path !== undefined) await chooseFolder(context, path);
}

/**
 * Asks first. The model in use is replaced by the embedded one before its files are deleted. The engine may still have a
 * model that was in use before, since it frees one only for the next; one that is not running is not started for it.
 */
async function deleteModel(context: ModelCommandContext, { folder, bytes, manifest }: StoredModel): Promise<void> {
  const yes = t('Delete');
  const question = t('Delete {0}?', variantText(manifest));
  const detail = t('{0} in {1} are freed. It can be downloaded again.', sizeText(bytes), folder);
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  const path = openedPath(folder, manifest);
  if ([folder, path].includes(context.modelFolder())) await chooseFolder(context, undefined);
  if (context.engine.processId !== undefined) await context.engine.unload(path);
  await removeFolder(folder);
}

/** Compares the files with their checksums, for which all of their bytes are read. */
async function verify(name: string, folder: string, files: readonly HubFile[]): Promise<void> {
  if (files.length === 0) {
    void vscode.window.showInformationMessage(t('{0}: no checksums are kept here, so nothing can be compared.', name));
    return;
  }
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const damaged = await withProgress(t('Verifying {0}', name), async (signal, report) => {
    const onBytes = (bytes: number) => report({ increment: (100 * bytes) / total });
    return await verifyFiles(files, (file) => join(folder, file), { signal, onBytes });
  });
  showVerified(name, files.length, damaged);
}

function showVerified(name: string, count: number, damaged: readonly DamagedFile[]): void {
  if (damaged.length === 0) {
    void vscode.window.showInformationMessage(t('{0}: all {1} files are as the hub states.', name, count));
    return;
  }
  const list = damaged.map((file) =>
    file.problem === 'missing' ? t('{0} is missing', file.name) : t('{0} has changed', file.name),
  );
  void vscode.window.showErrorMessage(
    t('{0} is damaged: {1}. Delete it and download it again.', name, list.join(', ')),
  );
}

/**
 * Shows a folder in the system's file manager. Where the files are on another machine there is none, and the path is
 * copied.
 */
async function reveal(folder: string): Promise<void> {
  if (vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
    return;
  }
  await vscode.env.clipboard.writeText(folder);
  void vscode.window.showInformationMessage(t('Copied: {0}', folder));
}
