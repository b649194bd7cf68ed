// The engine process with a remote engine: options reach it, failures arrive unchanged, a server that does not answer
// keeps nobody waiting; and what package.json promises about where things run.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { writeModelRepository } from '../../../src/cli/tritonRepository.ts';
import type { EngineOptions } from '../../../src/contract/engineOptions.ts';
import { FLOW_THRESHOLD } from '../../../src/contract/flow.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { startInferenceServer } from '../runtime/remote/inferenceServer.ts';
import { SAMPLING, startEngine, TINY } from './engineProcess.ts';

const TEXT = 'one two three';
const engine = startEngine();
let folder: string;
let repository: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'remote-engine-'));
  repository = join(folder, 'gpt2');
  await writeModelRepository(TINY, repository);
});
after(async () => {
  engine.dispose();
  await rm(folder, { recursive: true });
});

test('the same folder here and on a server are two loads, with the same readings', async () => {
  const server = await startInferenceServer(repository, { binary: true });
  const answers = async (remoteUrl?: string) => {
    const run = randomUUID();
    const summary = await engine.explain({
      run,
      modelFolder: TINY,
      text: TEXT,
      ...(remoteUrl && { options: { remoteUrl } }),
    });
    const last = (summary.tokens.length - 1) as TokenIndex;
    const next = await engine.nextTokens(run, last, 5, SAMPLING);
    const blocks = await engine.blocks(run, last);
    const flow = await engine.flow(run, last, FLOW_THRESHOLD);
    await engine.generate(run, SAMPLING, 1);
    return {
      remote: summary.model.remote,
      next: next.candidates,
      norms: blocks.map(({ attentionNorm }) => attentionNorm),
      flow: flow.edges,
    };
  };
  const here = await answers();
  const asked = server.paths.length;
  const there = await answers(server.url);
  assert.equal(asked, 0);
  assert.deepEqual([here.remote, there.remote], [undefined, new URL(server.url).host]);
  for (const [i, candidate] of here.next.entries()) {
    assert.equal(there.next[i].id, candidate.id);
    assert.ok(Math.abs(there.next[i].logit - candidate.logit) < 1e-5);
  }
  for (const [i, norm] of here.norms.entries()) assert.ok(Math.abs(there.norms[i] - norm) < 1e-4);
  assert.equal(there.flow.length, here.flow.length);
  for (const [i, { share }] of here.flow.entries()) assert.ok(Math.abs(there.flow[i].share - share) < 1e-4);
  await server.close();
  const gone = { code: 'remote-unreachable', host: there.remote, problem: `connect ECONNREFUSED ${there.remote}` };
  const options = { remoteUrl: `${server.url}/` }; // another load
  await assert.rejects(engine.explain({ run: randomUUID(), modelFolder: TINY, options, text: TEXT }), gone);
});

test('what needs weights that only the server has says which file is missing', async (t) => {
  const server = await startInferenceServer(repository, { binary: true });
  t.after(() => server.close());
  const run = randomUUID();
  await engine.explain({ run, modelFolder: repository, text: TEXT, options: { remoteUrl: server.url } });
  const missing = { code: 'file-missing', file: join(repository, 'model.safetensors') };
  await assert.rejects(engine.flow(run, 1 as TokenIndex, FLOW_THRESHOLD), missing);
});

/** Linux lists what a process has mapped into its memory. */
const mapped = async (processId = 0) => await readFile(`/proc/${processId}/maps`, 'utf8');
const skip = process.platform === 'linux' ? false : 'only Linux tells what a process has loaded';

test('an engine that works remotely loads no native library', { skip }, async () => {
  const server = await startInferenceServer(repository, { binary: true });
  const remote = startEngine();
  const ask = async (options: EngineOptions) =>
    await remote.explain({ run: randomUUID(), modelFolder: TINY, options, text: TEXT });
  await ask({ remoteUrl: server.url });
  assert.doesNotMatch(await mapped(remote.processId), /onnxruntime/);
  await ask({});
  assert.match(await mapped(remote.processId), /libonnxruntime/);
  remote.dispose();
  await server.close();
});

test('cancelled while the server says nothing', async () => {
  let run = '';
  const spoil = () => {
    void engine.cancel(run);
    return undefined;
  };
  const server = await startInferenceServer(repository, { binary: true, spoil });
  run = randomUUID();
  const options = { remoteUrl: server.url };
  await assert.rejects(engine.explain({ run, modelFolder: TINY, options, text: TEXT }), { code: 'cancelled' });
  await server.close();
});

test('cancelled while the server does not describe itself: its connection is closed', { timeout: 15_000 }, async () => {
  const server = createServer(() => {}); // a request that waits for its answer keeps the next model waiting
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const options = { remoteUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  const run = randomUUID();
  const [connected, cancelled] = [
    once(server, 'connection'),
    assert.rejects(engine.explain({ run, modelFolder: TINY, options, text: TEXT }), { code: 'cancelled' }),
  ];
  const [socket] = await connected;
  const closed = once(socket, 'close');
  await engine.cancel(run);
  await Promise.all([cancelled, closed]);
  server.close();
});

test('a server without the first graph: its connections are closed', { timeout: 60_000 }, async () => {
  const closed: Promise<unknown>[] = [];
  const server = createServer({ keepAliveTimeout: 0 }, ({ url }, response) => {
    response.writeHead(url?.includes('models') ? 404 : 200, { 'content-type': 'application/json' }).end('{}');
  });
  server.on('connection', (socket) => closed.push(once(socket, 'close')));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const options = { remoteUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  await assert.rejects(engine.load(TINY, options), { code: 'remote-status', status: 404 });
  assert.notEqual(closed.length, 0);
  await Promise.all(closed);
  server.close();
});

test('package.json: runs where the files are; a workspace cannot choose who gets the numbers', async () => {
  const manifest = JSON.parse(await readFile(resolve(import.meta.dirname, '../../../package.json'), 'utf8'));
  const setting = manifest.contributes.configuration.properties['tokenscope.remoteEngine.url'];
  assert.deepEqual(manifest.extensionKind, ['workspace']);
  assert.deepEqual([setting.scope, setting.default], ['machine', '']);
  assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes('tokenscope.remoteEngine.url'));
});
