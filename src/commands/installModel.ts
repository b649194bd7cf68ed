// Gets a model by its name: asks the hub, asks the user, and downloads with progress that can be cancelled.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type DownloadProgress, downloadModel } from '../hub/downloadModel.ts';
import type { ModelListing } from '../hub/hubRepo.ts';
import { readManifest } from '../hub/manifest.ts';
import { listModel } from '../hub/modelListing.ts';
import { modelFolderName, type RepoId, repoIdText } from '../hub/repoId.ts';
import { Speed } from '../hub/speed.ts';
import { PARTIAL } from '../hub/store.ts';
import { sizeText } from '../messages/sizeText.ts';
import { currentHub, type ModelSource } from './modelCommandContext.ts';
import { type Report, withProgress } from './withProgress.ts';

const { t } = vscode.l10n;
/** The notification changes no more often than people can read it. */
const REPORT_MS = 250;

/**
 * The model's folder; undefined where the user declines. `list` says which of its files are wanted. Fails like listModel
 * and downloadModel.
 */
export async function installModel(
  context: ModelSource,
  id: RepoId,
  list: typeof listModel = listModel,
): Promise<string | undefined> {
  const hub = await currentHub(context);
  const { host } = new URL(hub.endpoint);
  const listing = await withProgress(
    t('Asking {0} about {1}', host, repoIdText(id)),
    async (signal) => await list(hub, id, signal),
  );
  const folder = join(context.store, modelFolderName(listing.repo, listing.commit));
  if ((await readManifest(folder))?.commit === listing.commit) return folder;
  if (!(await consents(context, listing, hub.endpoint, folder))) return undefined;
  const started = `${listing.repo} at ${listing.commit} from ${hub.endpoint}`;
  context.log.info(`downloading ${started}, ${listing.totalBytes} bytes`);
  await withProgress(t('Downloading {0}', listing.repo), async (signal, report) => {
    const onProgress = progressReporter(listing.totalBytes, report);
    return await downloadModel(hub, listing, context.store, { signal, onProgress });
  });
  context.log.info(`downloaded ${started}`);
  return folder;
}

/**
 * Asks the user before the first byte is downloaded: how much, under which licence, from where, and to which folder.
 */
async function consents(
  { store }: ModelSource,
  { repo, commit, files, totalBytes, licence, gated }: ModelListing,
  endpoint: string,
  folder: string,
): Promise<boolean> {
  const begun = await stat(`${folder}${PARTIAL}`).then(
    () => true,
    () => false,
  );
  const lines = [
    t('{0} in {1} files', sizeText(totalBytes), files.length),
    licence ? t('Licence: {0}', licence) : t('Licence: its page states none'),
    ...(gated ? [t('Gated: its owner asks you to accept conditions at the hub.')] : []),
    t('From: {0}/{1}, commit {2}', endpoint, repo, commit.slice(0, 12)),
    t('To: {0}', store),
    ...(begun ? [t('A download that broke off will be continued.')] : []),
  ];
  const yes = t('Download');
  const question = t('Download {0}?', repo);
  return (await vscode.window.showInformationMessage(question, { modal: true, detail: lines.join('\n') }, yes)) === yes;
}

/** VS Code adds up increments, so that a file that starts over must not count its bytes twice. */
function progressReporter(totalBytes: number, report: Report): (progress: DownloadProgress) => void {
  const speed = new Speed();
  let reportedAt = 0;
  let reportedShare = 0;
  return (progress) => {
    const now = performance.now();
    speed.add(progress.doneBytes, now);
    if (now - reportedAt < REPORT_MS && progress.kind !== 'pausing') return;
    reportedAt = now;
    const share = totalBytes > 0 ? (100 * progress.doneBytes) / totalBytes : 100;
    const increment = Math.max(0, share - reportedShare);
    reportedShare = Math.max(share, reportedShare);
    report({ message: progressText(progress, totalBytes, speed), increment });
  };
}

function progressText(progress: DownloadProgress, totalBytes: number, speed: Speed): string {
  const done = t('{0} of {1}', sizeText(progress.doneBytes), sizeText(totalBytes));
  if (progress.kind === 'pausing') return t('{0}; trying again in {1} s', done, Math.ceil(progress.waitMs / 1000));
  const perSecond = speed.bytesPerSecond;
  const left = speed.secondsLeft(totalBytes);
  const pace =
    perSecond && left !== undefined ? t('{0}; {1}/s, {2} left', done, sizeText(perSecond), durationText(left)) : done;
  return progress.kind === 'following' ? t('{0} (in another window)', pace) : pace;
}

function durationText(seconds: number): string {
  const format = (value: number, unit: string) =>
    new Intl.NumberFormat(vscode.env.language, { style: 'unit', unit, maximumFractionDigits: 0 }).format(
      Math.ceil(value),
    );
  if (seconds < 90) return format(seconds, 'second');
  return seconds < 5400 ? format(seconds / 60, 'minute') : format(seconds / 3600, 'hour');
}
