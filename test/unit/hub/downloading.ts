// What the tests of downloads share: a small model with the right file names, a store that is removed after the test,
// and a download from the listing to the folder.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Failure } from '../../../src/contract/failure.ts';
import { type DownloadProgress, downloadModel } from '../../../src/hub/downloadModel.ts';
import type { Hub } from '../../../src/hub/hubRequest.ts';
import { listModel } from '../../../src/hub/modelListing.ts';
import { parseRepoId } from '../../../src/hub/repoId.ts';
import { randomOf } from '../random.ts';
import { REPO } from './hubServer.ts';

export const FOLDER = 'somebody--some-model--0123456789ab';
export const NEVER = new AbortController().signal;

export function randomBytes(seed: number, length: number): Buffer {
  const random = randomOf(seed).next;
  return Buffer.from(Uint8Array.from({ length }, () => random() * 256));
}

export const MODEL_FILES: Readonly<Record<string, Buffer>> = {
  'config.json': Buffer.from('{"model_type":"gpt2"}'),
  'tokenizer.json': Buffer.from('{"model":{"type":"BPE"}}'),
  'model.safetensors': randomBytes(1, 300_000),
};

export async function newStore(context: TestContext): Promise<string> {
  const store = await mkdtemp(join(tmpdir(), 'store-'));
  context.after(() => rm(store, { recursive: true, force: true }));
  return store;
}

export interface Downloading {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly repo?: string;
}

/** Lists and downloads the model, and gives its folder. */
export async function download(
  hub: Hub,
  store: string,
  { signal = NEVER, onProgress = () => {}, repo = REPO }: Downloading = {},
): Promise<string> {
  const listing = await listModel(hub, parseRepoId(repo), signal);
  return await downloadModel(hub, listing, store, { signal, onProgress });
}

/** Everything in the store, as paths relative to it. */
export async function filesIn(store: string): Promise<string[]> {
  const entries = await readdir(store, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(store.length + 1))
    .toSorted();
}

export function failsWith(expected: Partial<Failure> & { readonly code: Failure['code'] }) {
  return (thrown: unknown) => {
    const failure = thrown as Record<string, unknown>;
    for (const [key, value] of Object.entries(expected)) {
      if (failure[key] !== value) throw new Error(`${key}: expected ${value}, got ${JSON.stringify(thrown)} ${thrown}`);
    }
    return true;
  };
}
