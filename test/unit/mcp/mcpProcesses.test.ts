// The server's processes: nothing is started before it is needed, a cancelled call ends, and nobody is left behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { EMBEDDED } from '../engine/engineProcess.ts';
import { PROGRAM, startServer, textOf } from './mcpProcess.ts';

const LONG = 'Every morning she went to the river to fetch water. '.repeat(60);

test('calls that are cancelled end and make room for others', async (t) => {
  const { call, log } = await startServer(t, []);
  assert.equal(log(), '');
  // As many as work at a time, each for longer than the test may take.
  for (let i = 0; i < 2; i++) {
    const abort = new AbortController();
    const options = { signal: abort.signal, onprogress: () => abort.abort() };
    await assert.rejects(call('tokenscope_what_mattered', { text: LONG, seconds: 300 }, options), /abort/i);
  }
  assert.match(textOf(await call('tokenscope_next_tokens', { text: 'Once upon a', k: 1 })), /^1\. " time"/m);
});

test('progress only grows, and says what of', async (t) => {
  const { call } = await startServer(t, []);
  const told: number[] = [];
  await call(
    'tokenscope_what_mattered',
    { text: LONG.slice(0, 260), seconds: 300 },
    {
      onprogress: ({ progress, message }) => {
        told.push(progress);
        assert.match(message ?? '', /^\d+ of \d+ readings$/);
      },
    },
  );
  assert.ok(told.length > 0);
  assert.deepEqual(
    told,
    [...new Set(told)].toSorted((a, b) => a - b),
  );
});

test('the model is given back when nobody asks, and loaded again', async (t) => {
  const { call, log } = await startServer(t, ['--idle', '0.001']);
  const ask = async () => (await call('tokenscope_next_tokens', { text: 'Once upon a', k: 1 })).structuredContent;
  const first = await ask();
  while (!/engine stopped/.test(log())) await setTimeout(1);
  assert.deepEqual(await ask(), first);
});

/** Asks the built server by hand, so that its input can be closed and its client killed. */
async function answering() {
  const server = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'pipe'] });
  const log: string[] = [];
  createInterface(server.stderr).on('line', (line) => log.push(line));
  const lines = createInterface(server.stdout);
  const send = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'test', version: '1' };
  send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } });
  await once(lines, 'line');
  send({ method: 'notifications/initialized' });
  send({ id: 2, method: 'tools/call', params: { name: 'tokenscope_next_tokens', arguments: { text: 'Once', k: 1 } } });
  await once(lines, 'line');
  const engines = log.flatMap((line) => /engine started, process (\d+)/.exec(line)?.[1] ?? []).map(Number);
  assert.equal(engines.length, 1);
  return { server, send, lines, engines };
}

test('when standard input is closed, the server and its engine end', async () => {
  const { server, engines } = await answering();
  const exited = once(server, 'exit');
  server.stdin.end();
  assert.deepEqual(await exited, [0, null]);
  await ended(engines);
});

test('when the server is killed in the middle of a call, its engine ends', async () => {
  const { server, send, engines } = await answering();
  send({
    id: 3,
    method: 'tools/call',
    params: { name: 'tokenscope_what_mattered', arguments: { text: LONG, seconds: 300 } },
  });
  server.kill('SIGKILL');
  await once(server, 'exit');
  await ended(engines);
});

test('what is no message is passed over; a line without end closes the connection', async () => {
  const { server, send, lines } = await answering();
  server.stdin.write('{"nonsense\n[]\n');
  send({ id: 4, method: 'ping' });
  const [pong] = await once(lines, 'line');
  assert.equal(JSON.parse(pong).id, 4);
  const exited = once(server, 'exit');
  server.stdin.on('error', () => {}); // it stops reading before it has all
  server.stdin.write('x'.repeat(33_000_000));
  assert.deepEqual(await exited, [0, null]);
});

for (const [args, pattern] of [
  [['--root', '/no/such/folder'], /there is no folder/],
  [['--model', '/no/such/folder'], /there is no folder/],
  [['--tokenizer', 'gpt9'], /--tokenizer is gpt9, none of/],
  [['--precision', 'int3'], /--precision is int3/],
  [['--idle', 'soon'], /--idle is soon/],
  [['--nonsense'], /nonsense/],
  [['--model', EMBEDDED, 'more'], /more/],
] as const) {
  test(`wrong arguments are said in words: ${args.join(' ').replace(EMBEDDED, '')}`, async () => {
    const server = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    server.stderr.on('data', (data) => {
      said += String(data);
    });
    const [code] = await once(server, 'close');
    assert.equal(code, 2);
    assert.match(said, pattern);
    assert.match(said, /^Usage: node mcp\.js/m);
  });
}

/** A process that is gone cannot be sent a signal. */
async function ended(processes: readonly number[]): Promise<void> {
  for (const process of processes) while (isThere(process)) await setTimeout(1);
}

function isThere(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
