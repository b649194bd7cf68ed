// Several windows and one model: one downloads, the others follow, and a window that died is taken over. Also disks
// that are full.
import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { takeLock } from '../../../src/hub/lock.ts';
import { download, FOLDER, failsWith, filesIn, MODEL_FILES, NEVER, newStore, randomBytes } from './downloading.ts';
import { atWeights, IMPATIENT, sendFile, startHubServer } from './hubServer.ts';

const WEIGHTS = 'model.safetensors';
const WHOLE = MODEL_FILES[WEIGHTS];
const PROGRAM = resolve(import.meta.dirname, 'downloadProcess.ts');

/** A download in a process of its own, as another window's is. */
async function downloadElsewhere(endpoint: string, store: string) {
  const child = fork(PROGRAM, [endpoint, store], { execArgv: [] });
  const answered = once(child, 'message');
  const [said] = await Promise.race([
    answered,
    once(child, 'exit').then(([code]) => [{ failed: `exit code ${code}` }]),
  ]);
  return said as {
    readonly folder?: string;
    readonly failed?: unknown;
    readonly followed: boolean;
    readonly maxRssBytes: number;
  };
}

test('three windows at once: every byte is sent once, all get the folder', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: atWeights((response, { range }) => void setTimeout(() => sendFile(response, WHOLE, range), 1_000)),
  });
  const said = await Promise.all([1, 2, 3].map(() => downloadElsewhere(server.endpoint, store)));
  assert.deepEqual(
    said.map(({ folder }) => folder),
    Array(3).fill(join(store, FOLDER)),
    JSON.stringify(said),
  );
  assert.deepEqual(server.filesAskedFor(), Object.keys(MODEL_FILES));
  assert.deepEqual(await readFile(join(store, FOLDER, WEIGHTS)), WHOLE);
  assert.deepEqual(
    (await filesIn(store)).filter((file) => file.includes('.lock') || file.includes('.part')),
    [],
  );
});

test('twice in one window: the second follows the bytes of the first', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: atWeights((response, { range }) => void setTimeout(() => sendFile(response, WHOLE, range), 500)),
  });
  const kinds = new Set<string>();
  const onProgress = ({ kind }: { kind: string }) => kinds.add(kind);
  const folders = await Promise.all([
    download(server.hub, store, { onProgress }),
    download(server.hub, store, { onProgress }),
  ]);
  assert.equal(folders[0], folders[1]);
  assert.deepEqual(kinds, new Set(['receiving', 'following']));
  assert.deepEqual(server.filesAskedFor(), Object.keys(MODEL_FILES));
});

test('a window that is killed in the middle: the next one goes on with its bytes', async (context) => {
  const store = await newStore(context);
  let kill = () => {};
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: atWeights((response, { range }, times) => {
      if (times > 0) return sendFile(response, WHOLE, range);
      response.writeHead(200, { 'content-length': WHOLE.length });
      response.write(WHOLE.subarray(0, 100_000), () => kill());
    }),
  });
  const child = fork(PROGRAM, [server.endpoint, store], { execArgv: [] });
  kill = () => child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok((await filesIn(store)).includes(`${FOLDER}.lock`));
  const folder = await download(server.hub, store);
  assert.deepEqual(await readFile(join(folder, WEIGHTS)), WHOLE);
  assert.deepEqual(
    (await filesIn(store)).filter((file) => file.includes('.lock')),
    [],
  );
});

interface Found {
  readonly name: string;
  readonly owner: { readonly token: string; readonly pid: number; readonly host: string };
  readonly silentMs: number;
  readonly taken: boolean;
}
const DEAD = 2 ** 22 + 1; // above the largest number that Linux gives a process
const FOUND: readonly Found[] = [
  { name: 'of a process that is gone', owner: { token: 'a', pid: DEAD, host: hostname() }, silentMs: 0, taken: true },
  {
    name: 'of a process that lives',
    owner: { token: 'a', pid: process.pid, host: hostname() },
    silentMs: 60_000,
    taken: false,
  },
  {
    name: 'of a process of that number, silent for long',
    owner: { token: 'a', pid: process.pid, host: hostname() },
    silentMs: 700_000,
    taken: true,
  },
  {
    name: 'of another machine that shows life',
    owner: { token: 'a', pid: DEAD, host: 'elsewhere' },
    silentMs: 0,
    taken: false,
  },
  {
    name: 'of another machine that went silent',
    owner: { token: 'a', pid: DEAD, host: 'elsewhere' },
    silentMs: 60_000,
    taken: true,
  },
];
for (const { name, owner, silentMs, taken } of FOUND) {
  test(`a lock ${name} is ${taken ? 'taken over' : 'waited for'}`, async (context) => {
    const path = join(await newStore(context), 'lock');
    await writeFile(path, JSON.stringify(owner));
    const then = new Date(Date.now() - silentMs);
    await utimes(path, then, then);
    const lock = await takeLock(path, { signal: NEVER, onWait: async () => true });
    assert.equal(lock !== undefined, taken);
    await lock?.release();
  });
}

test('of many who find the same stale lock one gets it at a time', async (context) => {
  const path = join(await newStore(context), 'lock');
  await writeFile(path, JSON.stringify({ token: 'a', pid: DEAD, host: hostname() }));
  let inside = 0;
  let entered = 0;
  const enter = async () => {
    const lock = await takeLock(path, { signal: NEVER, onWait: async () => false });
    assert.equal(++inside, 1);
    entered++;
    assert.ok(await lock?.isOurs());
    inside--;
    await lock?.release();
  };
  await Promise.all(Array.from({ length: 8 }, enter));
  assert.equal(entered, 8);
});

test('a window whose lock was taken over renames nothing', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: atWeights((response, { range }) => {
      const other = JSON.stringify({ token: 'another', pid: process.pid, host: hostname() });
      void writeFile(join(store, `${FOLDER}.lock`), other).then(() => sendFile(response, WHOLE, range));
    }),
  });
  await assert.rejects(download(server.hub, store), failsWith({ code: 'download-taken-over' }));
  const left = await filesIn(store);
  assert.ok(left.includes(`${FOLDER}.lock`));
  assert.ok(!left.some((file) => file.endsWith(WEIGHTS)));
});

test('a waiting window can be cancelled', async (context) => {
  const store = await newStore(context);
  await writeFile(join(store, `${FOLDER}.lock`), JSON.stringify({ token: 'a', pid: process.pid, host: hostname() }));
  await using server = await startHubServer({ files: MODEL_FILES });
  const cancelling = new AbortController();
  const waiting = download(server.hub, store, { signal: cancelling.signal, onProgress: () => cancelling.abort() });
  await assert.rejects(waiting, failsWith({ code: 'cancelled' }));
});

test('a model of 400 MB passes through without being held', async (context) => {
  const store = await newStore(context);
  const files = { ...MODEL_FILES, [WEIGHTS]: Buffer.alloc(400_000_000, randomBytes(3, 1 << 20)) };
  await using server = await startHubServer({ files });
  const { folder, maxRssBytes, failed } = await downloadElsewhere(server.endpoint, store);
  assert.equal(folder, join(store, FOLDER), JSON.stringify(failed));
  assert.ok(maxRssBytes > 0 && maxRssBytes < 300_000_000, `${maxRssBytes / 1e6} MB`);
  assert.ok(files[WEIGHTS].equals(await readFile(join(store, FOLDER, WEIGHTS))));
});

test('more than the disk has is refused before the first byte', async (context) => {
  const store = await newStore(context);
  const sizes = { size: 1e15, lfs: { size: 1e15, sha256: 'a'.repeat(64), pointerSize: 134 } };
  const siblings = Object.keys(MODEL_FILES).map((rfilename) => ({ rfilename, blobId: 'b'.repeat(40), ...sizes }));
  await using server = await startHubServer({ files: MODEL_FILES, listing: { siblings } });
  await assert.rejects(download(server.hub, store), failsWith({ code: 'disk-full' }));
  assert.deepEqual(server.filesAskedFor(), []);
});

test('a disk that fills up while it downloads: said, and gone on with when there is room', async (context) => {
  const disk = await smallDisk(context, 100);
  if (!disk) return context.skip('needs root to mount a small disk');
  const files = { ...MODEL_FILES, [WEIGHTS]: randomBytes(5, 12_000_000) };
  const filler = join(disk, 'filler');
  await using server = await startHubServer({
    files,
    misbehave: atWeights((response, { range }) => {
      if (range) return sendFile(response, files[WEIGHTS], range);
      void writeFile(filler, Buffer.alloc(96_000_000)).then(() => sendFile(response, files[WEIGHTS], range));
    }),
  });
  await mkdir(join(disk, 'store'));
  const store = join(disk, 'store');
  await assert.rejects(download({ ...server.hub, retryPolicy: IMPATIENT }, store), failsWith({ code: 'disk-full' }));
  assert.ok(!(await filesIn(store)).some((file) => file.startsWith(`${FOLDER}/`)));
  await rm(filler);
  const folder = await download(server.hub, store);
  assert.ok(files[WEIGHTS].equals(await readFile(join(folder, WEIGHTS))));
  assert.match(server.seen.at(-1)?.range ?? '', /^bytes=[1-9]\d*-$/);
});

/** A file system in memory of so many megabytes; undefined where mounting one is not allowed. */
async function smallDisk(context: TestContext, megabytes: number): Promise<string | undefined> {
  const disk = await mkdtemp(join(tmpdir(), 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    await rm(disk, { recursive: true });
    return undefined;
  }
  context.after(async () => {
    execFileSync('umount', [disk]);
    await rm(disk, { recursive: true });
  });
  return disk;
}
