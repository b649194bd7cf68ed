// Downloads that break off and continue: within one attempt, in the next window, and at any byte.
import assert from 'node:assert/strict';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { randomOf } from '../random.ts';
import { download, FOLDER, failsWith, filesIn, MODEL_FILES, newStore, randomBytes } from './downloading.ts';
import {
  atWeights,
  cutAfter,
  IMPATIENT,
  type Misbehaviour,
  rangeStart,
  sendFile,
  startHubServer,
} from './hubServer.ts';

const WEIGHTS = 'model.safetensors';
const WHOLE = MODEL_FILES[WEIGHTS];
const PART = join(`${FOLDER}.partial`, `${WEIGHTS}.part`);

interface Recovery {
  readonly name: string;
  readonly misbehave: Misbehaviour;
  /** The Range headers of the requests for the weights. */
  readonly ranges: readonly (string | undefined)[];
}

const RECOVERING: readonly Recovery[] = [
  {
    name: 'a cut in the middle',
    misbehave: (response, { range }, times) =>
      times === 0 ? cutAfter(response, WHOLE, range, 100_000) : sendFile(response, WHOLE, range),
    ranges: [undefined, 'bytes=100000-'],
  },
  {
    name: 'a stall in the middle',
    misbehave: (response, { range }, times) => {
      if (times > 0) return sendFile(response, WHOLE, range);
      response.writeHead(200, { 'content-length': WHOLE.length }).write(WHOLE.subarray(0, 65_536));
    },
    ranges: [undefined, 'bytes=65536-'],
  },
  {
    name: 'a body without a length that ends too early',
    misbehave: (response, { range }, times) =>
      times === 0 ? response.writeHead(200).end(WHOLE.subarray(0, 1234)) : sendFile(response, WHOLE, range),
    ranges: [undefined, 'bytes=1234-'],
  },
  {
    name: 'a cut, then a server that knows no ranges',
    misbehave: (response, { range }, times) =>
      times === 0 ? cutAfter(response, WHOLE, range, 100_000) : sendFile(response, WHOLE, undefined),
    ranges: [undefined, 'bytes=100000-'],
  },
  {
    name: 'a cut, then a range that is another one',
    misbehave: (response, { range }, times) => {
      if (times === 0) cutAfter(response, WHOLE, range, 100_000);
      else sendFile(response, WHOLE, times === 1 ? 'bytes=99999-' : range);
    },
    ranges: [undefined, 'bytes=100000-', undefined],
  },
  {
    name: 'a cut, then 416',
    misbehave: (response, { range }, times) => {
      if (times === 0) cutAfter(response, WHOLE, range, 100_000);
      else if (times === 1) response.writeHead(416).end();
      else sendFile(response, WHOLE, range);
    },
    ranges: [undefined, 'bytes=100000-', undefined],
  },
  {
    name: '500, 502 and then the file',
    misbehave: (response, { range }, times) =>
      times < 2 ? response.writeHead([500, 502][times]).end() : sendFile(response, WHOLE, range),
    ranges: [undefined, undefined, undefined],
  },
];

for (const { name, misbehave, ranges } of RECOVERING) {
  test(`${name}: goes on, and the bytes are right`, async (context) => {
    const store = await newStore(context);
    await using server = await startHubServer({ files: MODEL_FILES, misbehave: atWeights(misbehave) });
    const hub = { ...server.hub, retryPolicy: { ...IMPATIENT, stallMs: 500 } };
    const folder = await download(hub, store);
    assert.deepEqual(await readFile(join(folder, WEIGHTS)), WHOLE);
    assert.deepEqual(
      server.seen.filter(({ file }) => file === WEIGHTS).map(({ range }) => range),
      ranges,
    );
  });
}

test('waits as long as Retry-After says, in seconds and as a date', async (context) => {
  const store = await newStore(context);
  const headers = [{ 'retry-after': '1' }, { 'retry-after': new Date(0).toUTCString() }];
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: atWeights((response, { range }, times) => {
      if (headers[times]) response.writeHead(429, headers[times]).end();
      else sendFile(response, WHOLE, range);
    }),
  });
  const pauses: number[] = [];
  await download(server.hub, store, {
    onProgress: (progress) => progress.kind === 'pausing' && pauses.push(progress.waitMs),
  });
  assert.deepEqual(pauses, [1000, 0]);
});

test('every chunk of progress gives a connection that keeps breaking its tries back', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: atWeights((response, { range }, times) =>
      times < 20 ? cutAfter(response, WHOLE, range, 10_000) : sendFile(response, WHOLE, range),
    ),
  });
  const folder = await download(server.hub, store);
  assert.deepEqual(await readFile(join(folder, WEIGHTS)), WHOLE);
});

test('a part that was damaged on the disk is fetched from the start', async (context) => {
  const store = await newStore(context);
  const partial = join(store, `${FOLDER}.partial`);
  await mkdir(partial);
  await writeFile(join(store, PART), Buffer.alloc(200_000, 7));
  await using server = await startHubServer({ files: MODEL_FILES });
  const folder = await download(server.hub, store);
  assert.deepEqual(await readFile(join(folder, WEIGHTS)), WHOLE);
  const ranges = server.seen.filter(({ file }) => file === WEIGHTS).map(({ range }) => range);
  assert.deepEqual(ranges, ['bytes=200000-', undefined]);
});

for (const bytes of [WHOLE.length, WHOLE.length + 1]) {
  test(`a part of ${bytes} of ${WHOLE.length} wrong bytes is fetched from the start`, async (context) => {
    const store = await newStore(context);
    await mkdir(join(store, `${FOLDER}.partial`));
    await writeFile(join(store, PART), Buffer.alloc(bytes));
    await using server = await startHubServer({ files: MODEL_FILES });
    assert.deepEqual(await readFile(join(await download(server.hub, store), WEIGHTS)), WHOLE);
  });
}

for (let seed = 0; seed < 25; seed++) {
  test(`cut at random bytes of random files, in several windows one after the other: the right bytes (seed ${seed})`, async (context) => {
    const random = randomOf(seed).next;
    const upTo = (n: number) => Math.floor(random() * (n + 1));
    const files = {
      ...MODEL_FILES,
      'tokenizer.json': randomBytes(seed, upTo(40_000)),
      [WEIGHTS]: randomBytes(seed + 1, upTo(3_000_000)),
    };
    const store = await newStore(context);
    const starts: string[] = [];
    await using server = await startHubServer({
      files,
      misbehave: ({ file, range }, response) => {
        if (!file || random() < 0.2) return false;
        const content = files[file as keyof typeof files];
        const left = content.length - (rangeStart(range) ?? 0);
        starts.push(`${file} ${range}`);
        cutAfter(response, content, range, upTo(Math.max(0, left - 1)));
        return true;
      },
    });
    const hub = { ...server.hub, retryPolicy: { ...IMPATIENT, tries: 1 + upTo(2) } };
    let windows = 1;
    while (windows < 200) {
      const done = await download(hub, store).catch(failsWith({ code: 'hub-unreachable' }));
      if (typeof done === 'string') break;
      windows++;
    }
    assert.ok(windows < 200, starts.join('\n'));
    for (const [name, content] of Object.entries(files)) {
      assert.ok(content.equals(await readFile(join(store, FOLDER, name))), `${name}\n${starts.join('\n')}`);
    }
    assert.deepEqual(
      await filesIn(store),
      [...Object.keys(files), 'tokenscope.json'].map((name) => join(FOLDER, name)).toSorted(),
    );
  });
}

test('cancelled in the middle: the part stays, the next download asks for the rest alone', async (context) => {
  const store = await newStore(context);
  let cancelNow = () => {};
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: atWeights((response, { range }, times) => {
      if (times > 0) return sendFile(response, WHOLE, range);
      response.writeHead(200, { 'content-length': WHOLE.length });
      response.write(WHOLE.subarray(0, 100_000));
      cancelNow();
    }),
  });
  const cancelling = new AbortController();
  let received = 0;
  cancelNow = () => {
    const look = setInterval(() => {
      if (received < 100_000 + MODEL_FILES['config.json'].length + MODEL_FILES['tokenizer.json'].length) return;
      clearInterval(look);
      cancelling.abort();
    }, 5);
  };
  const { signal } = cancelling;
  const onProgress = ({ doneBytes }: { doneBytes: number }) => {
    received = doneBytes;
  };
  await assert.rejects(download(server.hub, store, { signal, onProgress }), failsWith({ code: 'cancelled' }));
  assert.equal((await stat(join(store, PART))).size, 100_000);
  const folder = await download(server.hub, store);
  assert.deepEqual(await readFile(join(folder, WEIGHTS)), WHOLE);
  assert.equal(server.seen.at(-1)?.range, 'bytes=100000-');
});

test('cancelled while it pauses, and before it begins', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: atWeights((response) => response.writeHead(429, { 'retry-after': '9' }).end()),
  });
  const cancelling = new AbortController();
  const onProgress = ({ kind }: { kind: string }) => kind === 'pausing' && cancelling.abort();
  const { signal } = cancelling;
  await assert.rejects(download(server.hub, store, { signal, onProgress }), failsWith({ code: 'cancelled' }));
  await assert.rejects(download(server.hub, store, { signal }), failsWith({ code: 'cancelled' }));
});
