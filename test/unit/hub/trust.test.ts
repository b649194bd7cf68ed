// What a hub, or somebody who poses as one, cannot do: send the token to another host, write outside the folder, fill
// the memory.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Failure } from '../../../src/contract/failure.ts';
import { QUANT_METHODS } from '../../../src/contract/quantMethods.ts';
import { listModel } from '../../../src/hub/modelListing.ts';
import { parseRepoId } from '../../../src/hub/repoId.ts';
import { download, FOLDER, failsWith, filesIn, MODEL_FILES, NEVER, newStore } from './downloading.ts';
import { atWeights, listingOf, REPO, sendFile, sendJson, startHubServer } from './hubServer.ts';

const WEIGHTS = 'model.safetensors';

test('the token goes to the hub and not where it redirects to', async (context) => {
  const store = await newStore(context);
  await using network = await startHubServer({
    files: {},
    misbehave: ({ range }, response) => {
      sendFile(response, MODEL_FILES[WEIGHTS], range);
      return true;
    },
  });
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: atWeights((response) => response.writeHead(302, { location: `${network.endpoint}/signed?key=1` }).end()),
  });
  const folder = await download({ ...server.hub, token: 'hf_secret' }, store);
  assert.deepEqual(await readFile(join(folder, WEIGHTS)), MODEL_FILES[WEIGHTS]);
  assert.ok(server.seen.every(({ authorization }) => authorization === 'Bearer hf_secret'));
  assert.deepEqual(
    network.seen.map(({ authorization }) => authorization),
    [undefined],
  );
});

test('a redirect within the hub (a renamed model) keeps the token', async () => {
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: ({ path }, response) => {
      if (!path.includes('old-name')) return false;
      response.writeHead(307, { location: `/api/models/${REPO}/revision/main?blobs=true` }).end();
      return true;
    },
  });
  await listModel({ ...server.hub, token: 'hf_secret' }, parseRepoId('somebody/old-name'), NEVER);
  assert.deepEqual(
    server.seen.map(({ authorization }) => authorization),
    ['Bearer hf_secret', 'Bearer hf_secret'],
  );
});

test('a token never goes to another machine without encryption', { skip: process.platform === 'win32' }, async () => {
  await using server = await startHubServer({ files: MODEL_FILES });
  // By this name of it, which is that of no machine, nobody can know that it is this one.
  const endpoint = server.endpoint.replace('127.0.0.1', '0.0.0.0');
  await listModel({ ...server.hub, endpoint, token: 'hf_secret' }, parseRepoId(REPO), NEVER);
  assert.deepEqual(
    server.seen.map(({ authorization }) => authorization),
    [undefined],
  );
});

test('the answer to a refusal says whether a token was sent', async () => {
  const misbehave = (_: unknown, response: ServerResponse) => {
    response.writeHead(403, { 'x-error-code': 'GatedRepo' }).end();
    return true;
  };
  await using server = await startHubServer({ files: MODEL_FILES, misbehave });
  const page = `${server.endpoint}/${REPO}`;
  for (const token of [undefined, 'hf_secret']) {
    const expected = { code: 'hub-denied', status: 403, page, tokenSent: token !== undefined } as const;
    await assert.rejects(listModel({ ...server.hub, token }, parseRepoId(REPO), NEVER), failsWith(expected));
  }
});

const ENTRY = (listingOf({ files: { a: Buffer.from('x') } }) as { siblings: object[] }).siblings[0];
const listed = (...names: readonly string[]) => names.map((rfilename) => ({ ...ENTRY, rfilename }));
const GOOD = listed('config.json', 'tokenizer.json', WEIGHTS);
const withEntry = (entry: unknown) => ({ siblings: [...GOOD.slice(0, 2), entry] });
const LFS = { rfilename: WEIGHTS, size: 1 };

interface BadListing {
  readonly name: string;
  readonly listing: Readonly<Record<string, unknown>>;
  readonly expected: Partial<Failure> & { readonly code: Failure['code'] };
}
const invalid = { code: 'hub-answer-invalid', problem: 'listing' } as const;
const unusable = (problem: 'no-config' | 'no-weights' | 'no-tokenizer') =>
  ({ code: 'model-unusable', problem }) as const;

const BAD_LISTINGS: readonly BadListing[] = [
  { name: 'no commit', listing: { sha: undefined }, expected: invalid },
  {
    name: 'a commit that is a path',
    listing: { sha: '../../../../../../../../../../../../../a/b' },
    expected: invalid,
  },
  { name: 'no files', listing: { siblings: undefined }, expected: invalid },
  { name: 'files that are no list', listing: { siblings: { length: 3 } }, expected: invalid },
  {
    name: 'a file without a size',
    listing: withEntry({ rfilename: WEIGHTS, blobId: 'a'.repeat(40) }),
    expected: invalid,
  },
  { name: 'a negative size', listing: withEntry({ ...ENTRY, rfilename: WEIGHTS, size: -1 }), expected: invalid },
  {
    name: 'a size beyond all numbers',
    listing: withEntry({ ...ENTRY, rfilename: WEIGHTS, size: 1e300 }),
    expected: invalid,
  },
  { name: 'a file without a checksum', listing: withEntry({ rfilename: WEIGHTS, size: 7 }), expected: invalid },
  { name: 'half a checksum', listing: withEntry({ ...LFS, lfs: { size: 1, sha256: 'ab' } }), expected: invalid },
  {
    name: 'a checksum of capital letters',
    listing: withEntry({ ...LFS, lfs: { size: 1, sha256: 'A'.repeat(64) } }),
    expected: invalid,
  },
  { name: 'no config.json', listing: { siblings: GOOD.slice(1) }, expected: unusable('no-config') },
  { name: 'no tokenizer.json', listing: { siblings: [GOOD[0], GOOD[2]] }, expected: unusable('no-tokenizer') },
  {
    name: 'half of an older tokenizer',
    listing: { siblings: [GOOD[0], GOOD[2], ...listed('merges.txt')] },
    expected: unusable('no-tokenizer'),
  },
  {
    name: 'pickled weights only',
    listing: { siblings: [...GOOD.slice(0, 2), ...listed('pytorch_model.bin')] },
    expected: unusable('no-weights'),
  },
  {
    name: 'weights only outside the folder',
    listing: {
      siblings: [...GOOD.slice(0, 2), ...listed(`../${WEIGHTS}`, `/${WEIGHTS}`, `a\\${WEIGHTS}`, `C:${WEIGHTS}`)],
    },
    expected: unusable('no-weights'),
  },
  {
    name: 'an architecture nobody has',
    listing: { config: { model_type: 'bert' } },
    expected: { code: 'model-type-unsupported', modelType: 'bert' },
  },
  {
    name: 'weights that nobody here reads',
    listing: { config: { model_type: 'llama', quantization_config: { quant_method: 'hqq' } } },
    expected: { code: 'model-quantisation-unsupported', method: 'hqq' },
  },
];

for (const { name, listing, expected } of BAD_LISTINGS) {
  test(`a listing with ${name} is refused before anything is fetched`, async (context) => {
    const store = await newStore(context);
    await using server = await startHubServer({ files: MODEL_FILES, listing });
    await assert.rejects(download(server.hub, store), failsWith(expected));
    assert.deepEqual(server.filesAskedFor(), []);
    assert.deepEqual(await filesIn(store), []);
  });
}

for (const quant_method of [...QUANT_METHODS, 'mxfp4', undefined]) {
  test(`a listing with weights quantised by ${quant_method ?? 'MLX'} is fetched`, async (context) => {
    const store = await newStore(context);
    const listing = { config: { model_type: 'llama', quantization_config: { quant_method, bits: 4, group_size: 64 } } };
    await using server = await startHubServer({ files: MODEL_FILES, listing });
    await download(server.hub, store);
    assert.ok((await filesIn(store)).length > 0);
  });
}

const BAD_BODIES = [
  ['no JSON', 'application/json', '{"sha":', 'json'],
  ['JSON that is no object', 'application/json', '[]', 'listing'],
  ['a web page', 'text/html; charset=utf-8', '<html></html>', 'html'],
] as const;
for (const [name, type, body, problem] of BAD_BODIES) {
  test(`a listing that is ${name}`, async () => {
    const misbehave = (_: unknown, response: ServerResponse) => {
      response.writeHead(200, { 'content-type': type }).end(body);
      return true;
    };
    await using server = await startHubServer({ files: MODEL_FILES, misbehave });
    await assert.rejects(
      listModel(server.hub, parseRepoId(REPO), NEVER),
      failsWith({ code: 'hub-answer-invalid', problem }),
    );
  });
}

test('names that lead out of the folder beside good ones are not fetched', async (context) => {
  const store = await newStore(context);
  const files = {
    ...MODEL_FILES,
    '../evil.json': Buffer.from('x'),
    '../../config.json': Buffer.from('x'),
    CON: Buffer.from('x'),
  };
  await using server = await startHubServer({ files });
  await download(server.hub, store);
  assert.deepEqual(
    await filesIn(store),
    [...Object.keys(MODEL_FILES), 'tokenscope.json'].map((name) => join(FOLDER, name)).toSorted(),
  );
});

/** Sends without end, and counts the bytes that the connection has taken. */
function endless(response: ServerResponse, headers: Record<string, string>): { readonly bytes: () => number } {
  const chunk = Buffer.alloc(1 << 20, ' ');
  let bytes = 0;
  response.writeHead(200, headers);
  const more = () => {
    while (!response.destroyed) {
      bytes += chunk.length;
      if (!response.write(chunk)) return void response.once('drain', more);
    }
  };
  more();
  return { bytes: () => bytes };
}

test('a file without an end is left as soon as it is longer than stated', async (context) => {
  const store = await newStore(context);
  let sent = { bytes: () => 0 };
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: atWeights((response) => {
      sent = endless(response, {});
    }),
  });
  await assert.rejects(download(server.hub, store), failsWith({ code: 'hub-answer-invalid', problem: 'size' }));
  assert.ok(sent.bytes() > 0 && sent.bytes() < 30_000_000, `${sent.bytes()}`); // what fits into the sockets' buffers
});

test('a listing without an end is left', async () => {
  let sent = { bytes: () => 0 };
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: (_, response) => {
      sent = endless(response, { 'content-type': 'application/json' });
      return true;
    },
  });
  await assert.rejects(listModel(server.hub, parseRepoId(REPO), NEVER), failsWith(invalid));
  assert.ok(sent.bytes() < 80_000_000, `${sent.bytes()}`);
});

test('licence as the card states it, else as the tags do, and whether it is gated', async () => {
  const cases = [
    [{ cardData: { license: 'apache-2.0' } }, 'apache-2.0'],
    [{ cardData: { license: 'other', license_name: 'qwen-research' } }, 'qwen-research'],
    [{ cardData: undefined, tags: ['en', 'license:mit'] }, 'mit'],
    [{ cardData: null, tags: [7] }, undefined],
    [{ cardData: { license: 'mit\nTo: /elsewhere' } }, undefined],
  ] as const;
  for (const [listing, expected] of cases) {
    await using server = await startHubServer({ files: MODEL_FILES, listing: { ...listing, gated: 'auto' } });
    const { licence, gated } = await listModel(server.hub, parseRepoId(REPO), NEVER);
    assert.deepEqual({ licence, gated }, { licence: expected, gated: true });
  }
});

test('a revision with slashes is one part of the address', async () => {
  await using server = await startHubServer({
    files: MODEL_FILES,
    misbehave: (_, response, request) => {
      assert.equal(request.url, `/api/models/${REPO}/revision/refs%2Fpr%2F3?blobs=true`);
      sendJson(response, listingOf({ files: MODEL_FILES }));
      return true;
    },
  });
  assert.equal((await listModel(server.hub, parseRepoId(`${REPO}@refs/pr/3`), NEVER)).revision, 'refs/pr/3');
});
