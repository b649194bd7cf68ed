// Servers that misbehave: each download ends with a failure or with the right bytes, never with a wrong file under its
// final name.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Failure } from '../../../src/contract/failure.ts';
import { download, FOLDER, failsWith, filesIn, MODEL_FILES, newStore } from './downloading.ts';
import { atWeights, COMMIT, cutAfter, IMPATIENT, type Misbehaviour, sendFile, startHubServer } from './hubServer.ts';

const WEIGHTS = 'model.safetensors';
const WHOLE = MODEL_FILES[WEIGHTS];
const PART = join(`${FOLDER}.partial`, `${WEIGHTS}.part`);

interface BadServer {
  readonly name: string;
  readonly misbehave: Misbehaviour;
  readonly stallMs?: number;
  readonly expected: Partial<Failure> & { readonly code: Failure['code'] };
  /** How many bytes of the weights are left; undefined where no part is left. */
  readonly partBytes: number | undefined;
}

const changed = Buffer.from(WHOLE);
changed[150_000] ^= 1;

const ENDING_BADLY: readonly BadServer[] = [
  {
    name: 'one changed bit',
    misbehave: (response) => sendFile(response, changed, undefined),
    expected: { code: 'download-corrupt', name: WEIGHTS },
    partBytes: undefined,
  },
  {
    name: 'a file that is too short, and says so',
    misbehave: (response) => sendFile(response, WHOLE.subarray(0, 1000), undefined),
    expected: { code: 'hub-answer-invalid', problem: 'size' },
    partBytes: 0,
  },
  {
    name: 'a file that is too long, and says so',
    misbehave: (response) => sendFile(response, Buffer.concat([WHOLE, WHOLE]), undefined),
    expected: { code: 'hub-answer-invalid', problem: 'size' },
    partBytes: 0,
  },
  {
    name: 'a web page with status 200',
    misbehave: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Please sign in</h1>'),
    expected: { code: 'hub-answer-invalid', problem: 'html' },
    partBytes: 0,
  },
  {
    name: 'no sign of life after the headers, every time',
    misbehave: (response) => response.writeHead(200, { 'content-length': WHOLE.length }).flushHeaders(),
    stallMs: 300,
    expected: { code: 'hub-unreachable', problem: 'no answer for 0.3 s' },
    partBytes: 0,
  },
  {
    name: 'no answer at all',
    misbehave: () => {},
    stallMs: 300,
    expected: { code: 'hub-unreachable', problem: 'no answer for 0.3 s' },
    partBytes: 0,
  },
  {
    name: 'a connection that is cut at once, every time',
    misbehave: (response, { range }) => cutAfter(response, WHOLE, range, 0),
    expected: { code: 'hub-unreachable' },
    partBytes: 0,
  },
  {
    name: 'no HTTP',
    misbehave: (response) => response.socket?.end('SSH-2.0-OpenSSH_9.9\r\n'),
    expected: { code: 'hub-unreachable' },
    partBytes: 0,
  },
  {
    name: '401',
    misbehave: (response) => response.writeHead(401).end(),
    expected: { code: 'hub-denied', status: 401, tokenSent: false },
    partBytes: 0,
  },
  {
    name: '403',
    misbehave: (response) => response.writeHead(403).end(),
    expected: { code: 'hub-denied', status: 403 },
    partBytes: 0,
  },
  {
    name: '404',
    misbehave: (response) => response.writeHead(404).end(),
    expected: { code: 'hub-missing', what: `somebody/some-model/${WEIGHTS}` },
    partBytes: 0,
  },
  {
    name: '418',
    misbehave: (response) => response.writeHead(418).end(),
    expected: { code: 'hub-answer-invalid', problem: 'status' },
    partBytes: 0,
  },
  {
    name: '503, every time',
    misbehave: (response) => response.writeHead(503).end(),
    expected: { code: 'hub-busy', status: 503, waitSeconds: 0 },
    partBytes: 0,
  },
  {
    name: '429 with a Retry-After that nobody waits for',
    misbehave: (response) => response.writeHead(429, { 'retry-after': '86400' }).end(),
    expected: { code: 'hub-busy', status: 429, waitSeconds: 86400 },
    partBytes: 0,
  },
  {
    name: 'redirects in a circle',
    misbehave: (response, { path }) => response.writeHead(302, { location: path }).end(),
    expected: { code: 'hub-answer-invalid', problem: 'redirects' },
    partBytes: 0,
  },
  {
    name: 'a redirect to a file of this machine',
    misbehave: (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    expected: { code: 'hub-answer-invalid', problem: 'redirect-insecure' },
    partBytes: 0,
  },
];

for (const { name, misbehave, stallMs = IMPATIENT.stallMs, expected, partBytes } of ENDING_BADLY) {
  test(`${name}: a failure, and no file under a good name`, async (context) => {
    const store = await newStore(context);
    await using server = await startHubServer({ files: MODEL_FILES, misbehave: atWeights(misbehave) });
    const hub = { ...server.hub, retryPolicy: { ...IMPATIENT, stallMs } };
    await assert.rejects(download(hub, store), failsWith(expected));
    const left = await filesIn(store);
    assert.deepEqual(
      left.filter((file) => file.startsWith(`${FOLDER}/`) || file.endsWith(WEIGHTS) || file.endsWith('.lock')),
      [],
    );
    const part = left.includes(PART) ? (await readFile(join(store, PART))).length : undefined;
    assert.equal(part, partBytes);
  });
}

test('a new version that cannot be fetched leaves the old one as it is', async (context) => {
  const store = await newStore(context);
  {
    await using server = await startHubServer({ files: MODEL_FILES });
    await download(server.hub, store);
  }
  const before = await filesIn(store);
  await using server = await startHubServer({
    files: MODEL_FILES,
    commit: [...COMMIT].reverse().join(''),
    misbehave: atWeights((response) => sendFile(response, changed, undefined)),
  });
  await assert.rejects(download(server.hub, store), failsWith({ code: 'download-corrupt' }));
  const after = (await filesIn(store)).filter((file) => file.startsWith(`${FOLDER}/`));
  assert.deepEqual(after, before);
  assert.deepEqual(await readFile(join(store, FOLDER, WEIGHTS)), WHOLE);
});

test('nobody listens at all', async (context) => {
  const store = await newStore(context);
  const server = await startHubServer({ files: MODEL_FILES });
  await server[Symbol.asyncDispose]();
  await assert.rejects(download(server.hub, store), failsWith({ code: 'hub-unreachable', problem: 'ECONNREFUSED' }));
});
