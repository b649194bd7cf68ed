// Downloads one file from a hub: continues where an earlier attempt broke off, asks again where the connection breaks,
// and keeps nothing whose checksum is not the one that the hub states.
import type { HubFailure } from '../contract/failure.ts';
import { type HubFile, isHtml } from './hubRepo.ts';
import { type Hub, type HubResponse, requestHub } from './hubRequest.ts';
import { checkDigest, PartialFile } from './partialFile.ts';
import { RetryableError, retrying } from './retry.ts';

export interface WantedFile {
  readonly hub: Hub;
  readonly repo: string;
  readonly commit: string;
  readonly file: HubFile;
  /** The folder that it is written into, under its own name. */
  readonly folder: string;
}

export interface DownloadFileOptions {
  readonly signal: AbortSignal;
  /** Called after every chunk with the bytes of this file so far, which become fewer where it has to start over. */
  readonly onBytes?: (bytes: number) => void;
  readonly onWait?: (waitMs: number) => void;
  /** Called before the file gets its final name; rejects where it must not get it. */
  readonly beforeRename?: () => Promise<void>;
}

/**
 * Downloads one file. Fails like requestHub, with hub-unreachable, hub-busy, download-corrupt, disk-full,
 * folder-unwritable, cancelled.
 */
export async function downloadFile(wanted: WantedFile, options: DownloadFileOptions): Promise<void> {
  const outcome = await downloadOnce(wanted, options);
  // What an earlier attempt left may have been damaged since. If a download from the start is damaged too, the hub is
  // wrong.
  if (outcome === 'damaged') await downloadOnce(wanted, options);
}

async function downloadOnce(wanted: WantedFile, options: DownloadFileOptions): Promise<'whole' | 'damaged'> {
  const { hub, file, folder } = wanted;
  const part = await PartialFile.open(file, folder, options.signal);
  const resumedBytes = part.bytes;
  let open = true;
  try {
    options.onBytes?.(part.bytes);
    await retrying(async () => await fetchRest(wanted, part, options), {
      retryPolicy: hub.retryPolicy,
      ...options,
    });
    const got = await part.digestHex();
    if (got !== file.digest.hex) {
      open = false;
      await part.discard();
      if (resumedBytes > 0) return 'damaged';
      checkDigest(file, got);
    }
    await options.beforeRename?.();
    open = false;
    await part.finish();
    return 'whole';
  } finally {
    if (open) await part.leave();
  }
}

/** Fetches what is missing. Throws RetryableError where the connection ended before the file did. */
async function fetchRest(
  { hub, repo, commit, file }: WantedFile,
  part: PartialFile,
  { signal, onBytes }: DownloadFileOptions,
): Promise<void> {
  await part.flush();
  if (part.bytes === file.sizeBytes) return;
  const path = (file.pathAtHub ?? file.name).split('/').map(encodeURIComponent).join('/');
  const url = `${hub.endpoint}/${repo}/resolve/${commit}/${path}`;
  // The commit pins the content, so no If-Range is needed: what a range belongs to cannot change.
  const headers = part.bytes > 0 ? { range: `bytes=${part.bytes}-` } : undefined;
  const request = { url, repo, what: `${repo}/${file.name}`, headers, signal };
  const answer = await requestHub(hub, request, [200, 206, 416]);
  await checkContinues(answer, file, part, url);
  const before = part.bytes;
  for await (const chunk of answer.chunks()) {
    if (part.bytes + chunk.length > file.sizeBytes) throw wrongSize(url);
    await part.append(chunk);
    onBytes?.(part.bytes);
  }
  if (part.bytes === file.sizeBytes) return;
  const progressed = part.bytes > before;
  throw new RetryableError(
    { code: 'hub-unreachable', host: new URL(url).host, problem: 'closed too early' },
    { progressed },
  );
}

/** Checks that the body continues where the part ends, or lets the part begin anew. */
async function checkContinues(
  { response, drop }: HubResponse,
  file: HubFile,
  part: PartialFile,
  url: string,
): Promise<void> {
  const refuse = async (failure: HubFailure | RetryableError) => {
    await drop();
    throw failure;
  };
  const startOver = async () => {
    await part.restart();
    const failure = { code: 'hub-answer-invalid', url, problem: 'size' } as const;
    await refuse(new RetryableError(failure));
  };
  const { status, headers } = response;
  if (status === 416) await startOver();
  if (isHtml(response)) await refuse({ code: 'hub-answer-invalid', url, problem: 'html' });
  if (status === 206 && !rangeFits(headers.get('content-range'), part.bytes, file.sizeBytes)) await startOver();
  if (status === 200 && part.bytes > 0) await part.restart(); // the server does not support ranges
  const length = headers.get('content-encoding') === null ? headers.get('content-length') : null;
  if (length !== null && Number(length) !== file.sizeBytes - part.bytes) await refuse(wrongSize(url));
}

/** Whether a Content-Range begins at `from`: `bytes 100-199/200`, or with `*` for the size of the whole. */
function rangeFits(header: string | null, from: number, size: number): boolean {
  const [, start, whole] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(header ?? '') ?? [];
  return Number(start) === from && (whole === '*' || Number(whole) === size);
}

function wrongSize(url: string): HubFailure {
  return { code: 'hub-answer-invalid', url, problem: 'size' };
}
