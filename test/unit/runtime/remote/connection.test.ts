// The connection to a remote engine, and what a folder without weights needs: addresses, time limits, servers that die,
// cancelling. Against the test server in this process, and as a process that can be killed.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { writeModelRepository } from '../../../../src/cli/tritonRepository.ts';
import type { Failure } from '../../../../src/contract/failure.ts';
import { remoteRuntime } from '../../../../src/runtime/remote/remoteRuntime.ts';
import { Transformer } from '../../../../src/transformer/transformer.ts';
import { type ServerOptions, startInferenceServer } from './inferenceServer.ts';

const TINY = resolve(import.meta.dirname, '../../../golden/fixtures/gpt2');
const IDS = [5, 6, 7, 8];
const INFER = '/v2/models/block_001/versions/1/infer';
type Spoil = NonNullable<ServerOptions['spoil']>;

let folder: string;
let repository: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connection-'));
  repository = join(folder, 'gpt2');
  await writeModelRepository(TINY, repository);
});
after(async () => await rm(folder, { recursive: true }));

test('nobody listens', async () => {
  const server = await tcp(() => {});
  const { port } = server.address() as AddressInfo;
  server.close();
  await assert.rejects(remoteRuntime(`http://127.0.0.1:${port}`), {
    code: 'remote-unreachable',
    host: `127.0.0.1:${port}`,
  });
});

test('somebody listens and makes no TLS', async () => {
  const server = await tcp(() => {});
  const { port } = server.address() as AddressInfo;
  await assert.rejects(remoteRuntime(`https://127.0.0.1:${port}`, { connectMs: 300, idleMs: 10_000 }), {
    code: 'remote-timeout',
    waitedFor: 'connection',
    seconds: 0.3,
  });
  server.close();
});

test('who gives up waits for no server', async () => {
  const asked = Promise.withResolvers<void>();
  const server = await tcp(() => asked.resolve());
  const { port } = server.address() as AddressInfo;
  const asking = new AbortController();
  const connecting = remoteRuntime(`http://127.0.0.1:${port}`, undefined, asking.signal);
  await asked.promise;
  asking.abort();
  await assert.rejects(connecting, { code: 'cancelled' });
  server.close();
});

test('addresses that are none', async () => {
  for (const url of ['example', 'ftp://host', 'http://me:secret@host', 'http://host/?x=1']) {
    await assert.rejects(remoteRuntime(url), (failure: Failure) => {
      assert.equal(failure.code, 'remote-address-invalid');
      assert.ok(!JSON.stringify(failure).includes('secret'));
      return true;
    });
  }
});

test('a server that is killed in the middle of a text; one that is back is asked again', async () => {
  let server = await serve();
  const model = await Transformer.load(repository, { runtime: await remoteRuntime(server.url) });
  const sequence = model.newSequence();
  const onBlock = (done: number) => done === 1 && server.process.kill('SIGKILL');
  await assert.rejects(model.forward(sequence, IDS, { onBlock }), (failure: Failure) => {
    assert.ok(failure.code === 'remote-cut' || failure.code === 'remote-unreachable', failure.code);
    return true;
  });
  assert.equal(sequence.length, 0);
  server = await serve();
  const again = await Transformer.load(repository, { runtime: await remoteRuntime(server.url) });
  await again.forward(again.newSequence(), IDS);
  server.process.kill();
});

test('cancelled while a block runs: at once, and the sequence is as it was', async () => {
  const abort = new AbortController();
  const spoil: Spoil = (path, answer) => {
    if (path !== INFER) return answer;
    abort.abort();
    return undefined; // never answered
  };
  const server = await startInferenceServer(repository, { binary: true, spoil });
  const model = await Transformer.load(repository, { runtime: await remoteRuntime(server.url) });
  const sequence = model.newSequence();
  await assert.rejects(model.forward(sequence, IDS, { signal: abort.signal }), { code: 'cancelled' });
  assert.equal(sequence.length, 0);
  await server.close();
});

test('a connection that was kept and closed by the server is opened again, without a word', async () => {
  let asked = 0;
  const spoil: Spoil = (path, answer, response) => {
    if (path !== INFER || asked++ > 0) return answer;
    response.destroy(); // what a client sees whose request crosses the server's closing
    return undefined;
  };
  const server = await startInferenceServer(repository, { binary: true, spoil });
  const model = await Transformer.load(repository, { runtime: await remoteRuntime(server.url) });
  await model.forward(model.newSequence(), IDS);
  assert.equal(asked, 2);
  await server.close();
});

const spoilt = async (name: string, spoil: (list: { version: number; tensors: Record<string, unknown> }) => void) => {
  const copy = join(folder, name);
  await cp(repository, copy, { recursive: true });
  const file = join(copy, 'tokenscope.json');
  const list = JSON.parse(await readFile(file, 'utf8'));
  spoil(list);
  await writeFile(file, JSON.stringify(list));
  const server = await startInferenceServer(repository, { binary: true });
  const loading = remoteRuntime(server.url).then((runtime) => Transformer.load(copy, { runtime }));
  return { file, loading, close: () => server.close() };
};

test('a folder without weights whose list has a tensor of another shape, or of a type that is none', async () => {
  const wide = await spoilt('wide', ({ tensors }) => {
    tensors['transformer.wte.weight'] = { dtype: 'F32', shape: [320, 64] };
  });
  await assert.rejects(wide.loading, { code: 'tensor-invalid', file: wide.file, tensor: 'transformer.wte.weight' });
  await wide.close();
  const odd = await spoilt('odd', ({ tensors }) => {
    tensors['transformer.wte.weight'] = { dtype: 'F31', shape: [320, -48] };
  });
  await assert.rejects(odd.loading, { code: 'tensor-invalid', file: odd.file });
  await odd.close();
});

test('a folder without weights whose list is missing', async () => {
  const server = await startInferenceServer(repository, { binary: true });
  const copy = join(folder, 'no-list');
  await cp(repository, copy, { recursive: true });
  const file = join(copy, 'tokenscope.json');
  await rm(file);
  await assert.rejects(Transformer.load(copy, { runtime: await remoteRuntime(server.url) }), {
    code: 'tensor-list-missing',
    file,
  });
  await server.close();
});

async function tcp(onConnection: () => void): Promise<Server> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    onConnection();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function serve(): Promise<{ readonly process: ChildProcess; readonly url: string }> {
  const child = fork(join(import.meta.dirname, 'serve.ts'), [repository], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [line] = await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  return { process: child, url: String(line).trim() };
}
