// A hub on loopback with the addresses, answers and headers of the real one, for files that a test gives it.
// `misbehave` can take over any request and do with its connection what it likes.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Hub } from '../../../src/hub/hubRequest.ts';
import type { RetryPolicy } from '../../../src/hub/retry.ts';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';
export const REPO = 'somebody/some-model';
/** Short pauses for tests; tests about stalls have seconds to tell them from slowness. */
export const IMPATIENT: RetryPolicy = {
  stallMs: 5_000,
  tries: 3,
  firstDelayMs: 1,
  maxDelayMs: 4,
  maxRetryAfterMs: 10_000,
};

export interface HubRequestSeen {
  readonly path: string;
  /** The name of the file that is asked for; undefined for the listing. */
  readonly file: string | undefined;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface HubServerOptions {
  readonly files: Readonly<Record<string, Buffer>>;
  readonly repo?: string;
  readonly commit?: string;
  /** Merged into the answer of the listing. */
  readonly listing?: Readonly<Record<string, unknown>>;
  /** Answers true where it took the request over. */
  readonly misbehave?: (seen: HubRequestSeen, response: ServerResponse, request: IncomingMessage) => boolean;
}

export interface HubServer extends AsyncDisposable {
  readonly hub: Hub;
  readonly endpoint: string;
  readonly seen: readonly HubRequestSeen[];
  /** The names of the files that were asked for, in order. */
  readonly filesAskedFor: () => string[];
}

export async function startHubServer(options: HubServerOptions): Promise<HubServer> {
  const seen: HubRequestSeen[] = [];
  const server = createServer((request, response) => answer(options, seen, request, response));
  const endpoint = await listen(server);
  return {
    endpoint,
    hub: { endpoint, token: undefined, retryPolicy: IMPATIENT },
    seen,
    filesAskedFor: () => seen.map(({ file }) => file).filter((file) => file !== undefined),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(
  options: HubServerOptions,
  seen: HubRequestSeen[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { repo = REPO, commit = COMMIT } = options;
  const path = decodeURIComponent(new URL(request.url ?? '', 'http://hub').pathname);
  const filesAt = `/${repo}/resolve/${commit}/`;
  const file = path.startsWith(filesAt) ? path.slice(filesAt.length) : undefined;
  const { range, authorization } = request.headers;
  const asked = { path, file, range, authorization };
  seen.push(asked);
  if (options.misbehave?.(asked, response, request)) return;
  if (path.startsWith(`/api/models/${repo}/revision/`)) sendJson(response, listingOf(options));
  else if (file !== undefined && options.files[file]) sendFile(response, options.files[file], range);
  else response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end('Entry not found');
}

/**
 * The hub's answer about the model. Large files are in Git LFS, with their SHA-256; small ones have git's blob hash.
 */
export function listingOf({ files, commit = COMMIT, repo = REPO, listing }: HubServerOptions): object {
  const siblings = Object.entries(files).map(([rfilename, content]) => ({
    rfilename,
    size: content.length,
    blobId: createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex'),
    ...(/\.(?:safetensors|gguf)$/.test(rfilename) && {
      lfs: { sha256: createHash('sha256').update(content).digest('hex'), size: content.length, pointerSize: 134 },
    }),
  }));
  return { id: repo, sha: commit, gated: false, cardData: { license: 'mit' }, siblings, ...listing };
}

export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** Sends a file like a content delivery network: status 200, or 206 for a range, or 416 for one after the end. */
export function sendFile(response: ServerResponse, content: Buffer, range: string | undefined): void {
  const from = rangeStart(range);
  const type = { 'content-type': 'binary/octet-stream', 'accept-ranges': 'bytes' };
  if (from === undefined) {
    response.writeHead(200, { ...type, 'content-length': content.length }).end(content);
  } else if (from >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
  } else {
    const contentRange = `bytes ${from}-${content.length - 1}/${content.length}`;
    const headers = { ...type, 'content-length': content.length - from, 'content-range': contentRange };
    response.writeHead(206, headers).end(content.subarray(from));
  }
}

export function rangeStart(range: string | undefined): number | undefined {
  const from = /^bytes=(\d+)-$/.exec(range ?? '')?.[1];
  return from === undefined ? undefined : Number(from);
}

/** Announces the whole rest, sends `bytes` of it, and closes the connection. */
export function cutAfter(response: ServerResponse, content: Buffer, range: string | undefined, bytes: number): void {
  const from = rangeStart(range) ?? 0;
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': content.length - from,
    ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
  });
  response.flushHeaders();
  if (bytes === 0) response.destroy();
  else response.write(content.subarray(from, from + bytes), () => response.destroy());
}

export type Misbehaviour = (response: ServerResponse, seen: HubRequestSeen, times: number) => void;

/** Misbehaves for one file only, which was asked for `times` times before. */
export function atWeights(misbehave: Misbehaviour) {
  let times = 0;
  return (seen: HubRequestSeen, response: ServerResponse) => {
    if (seen.file !== 'model.safetensors') return false;
    misbehave(response, seen, times++);
    return true;
  };
}
