// How fast a model is downloaded over loopback, including its verification: listing, writing, hashing, renaming. For
// comparison, what the same bytes take without Tokenscope: fetched and discarded, and only hashed.
import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadModel } from '../../src/hub/downloadModel.ts';
import { listModel } from '../../src/hub/modelListing.ts';
import { parseRepoId } from '../../src/hub/repoId.ts';
import { RETRY_POLICY } from '../../src/hub/retry.ts';
import { COMMIT, REPO } from '../unit/hub/hubServer.ts';
import { median } from './median.ts';
import { timed } from './timed.ts';

const MEGABYTES = 512;
const RUNS = 5;

export interface DownloadTimes {
  readonly 'download with verification, MB/s': number;
  readonly 'fetched and dropped, MB/s': number;
  readonly 'SHA-256 alone, MB/s': number;
}

/** Measures with `store`, which is emptied. */
export async function downloadBench(store: string): Promise<DownloadTimes> {
  const server = fork(join(import.meta.dirname, 'downloadServer.ts'), [String(MEGABYTES)], { execArgv: [] });
  const [endpoint] = (await once(server, 'message')) as [string];
  const downloads: number[] = [];
  const drops: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    await rm(store, { recursive: true, force: true });
    await mkdir(store, { recursive: true });
    downloads.push(await timed(() => download(endpoint, store)));
    drops.push(await timed(() => fetchAndDrop(`${endpoint}/${REPO}/resolve/${COMMIT}/model.safetensors`)));
  }
  await rm(store, { recursive: true, force: true });
  server.disconnect();
  const rate = (times: readonly number[]) => (MEGABYTES * 1.048576) / (median(times) / 1000);
  return {
    'download with verification, MB/s': rate(downloads),
    'fetched and dropped, MB/s': rate(drops),
    'SHA-256 alone, MB/s': rate([await timed(async () => hashAlone())]),
  };
}

async function download(endpoint: string, store: string): Promise<void> {
  const { signal } = new AbortController();
  const hub = { endpoint, token: undefined, retryPolicy: RETRY_POLICY };
  const listing = await listModel(hub, parseRepoId(REPO), signal);
  await downloadModel(hub, listing, store, { signal, onProgress: () => {} });
}

async function fetchAndDrop(url: string): Promise<void> {
  const { body } = await fetch(url);
  for await (const _ of body ?? []);
}

function hashAlone(): void {
  const megabyte = randomBytes(1 << 20);
  const hash = createHash('sha256');
  for (let i = 0; i < MEGABYTES; i++) hash.update(megabyte);
  hash.digest();
}
