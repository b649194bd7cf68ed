// Gets a model by its name: asks the hub, asks the user, and downloads with progress that can be cancelled. Knows no format.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type DownloadProgress, downloadModel } from '../hub/downloadModel.ts';
import { findModel } from '../hub/findModel.ts';
import type { GgufWish } from '../hub/ggufListing.ts';
import type { ModelListing } from '../hub/hubRepo.ts';
import type { Hub } from '../hub/hubRequest.ts';
import { readManifest } from '../hub/manifest.ts';
import { listTokenizer } from '../hub/modelListing.ts';
import { modelFolderName, type RepoId, repoIdText, variantText } from '../hub/repoId.ts';
import { Speed } from '../hub/speed.ts';
import { openedPath } from '../hub/store.ts';
import { sizeText } from '../messages/sizeText.ts';
import { consents } from './askForDownload.ts';
import { chooseQuantisation } from './chooseQuantisation.ts';
import { currentHub, type ModelSource } from './modelCommandContext.ts';
import { type Report, withProgress } from './withProgress.ts';

const { t } = vscode.l10n;
/** The notification changes no more often than people can read it. */
const REPORT_MS = 250;

/**
 * What is opened of the model, its folder or its GGUF file; undefined where the user declines. Fails like findModel and
 * downloadModel.
 */
export async function installModel(context: ModelSource, id: RepoId, gguf?: GgufWish): Promise<string | undefined> {
  const hub = await currentHub(context);
  const wanted = gguf ? 'gguf' : 'safetensors';
  const found = await asking(hub, id, async (signal) => await findModel(hub, id, signal, wanted));
  const listing = found.kind === 'gguf' ? await chooseQuantisation(found, gguf) : found.listing;
  return listing && (await install(context, hub, listing));
}

/** The folder of the model's tokenizer alone. Fails like listTokenizer and downloadModel. */
export async function installTokenizer(context: ModelSource, id: RepoId): Promise<string | undefined> {
  const hub = await currentHub(context);
  return await install(context, hub, await asking(hub, id, async (signal) => await listTokenizer(hub, id, signal)));
}

async function asking<Answer>(hub: Hub, id: RepoId, ask: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
  return await withProgress(t('Asking {0} about {1}', new URL(hub.endpoint).host, repoIdText(id)), ask);
}

async function install(context: ModelSource, hub: Hub, listing: ModelListing): Promise<string | undefined> {
  const folder = join(context.store, modelFolderName(listing.repo, listing.commit, listing.variant));
  const opened = openedPath(folder, listing);
  if ((await readManifest(folder))?.commit === listing.commit) return opened;
  if (!(await consents(context, listing, hub.endpoint, folder))) return undefined;
  const started = `${variantText(listing)} at ${listing.commit} from ${hub.endpoint}`;
  context.log.info(`downloading ${started}, ${listing.totalBytes} bytes`);
  await withProgress(t('Downloading {0}', variantText(listing)), async (signal, report) => {
    const onProgress = progressReporter(listing.totalBytes, report);
    return await downloadModel(hub, listing, context.store, { signal, onProgress });
  });
  context.log.info(`downloaded ${started}`);
  return opened;
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
