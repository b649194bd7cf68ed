// The webview's end of the channel, in a window that anybody can send messages to.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { connectHost as ConnectHost } from '../../../webview/state/channel.ts';

const window = new EventTarget();
const posted: unknown[] = [];
let connectHost: typeof ConnectHost;
before(async () => {
  Object.assign(globalThis, {
    window,
    acquireVsCodeApi: () => ({ postMessage: (message: unknown) => posted.push(message) }),
  });
  ({ connectHost } = await import('../../../webview/state/channel.ts'));
  console.warn = () => {};
});

const send = (data: unknown) => window.dispatchEvent(new MessageEvent('message', { data }));

test('a call is answered; what is no call of a function that is there, or no answer, is dropped or refused', async () => {
  const called: unknown[] = [];
  const local = { show: (what: unknown) => void called.push(what) };
  const host = connectHost<{ ask(): Promise<string> }, typeof local>(local);
  const strays = [undefined, null, 0, 'text', [], {}, { t: 'x' }, { t: 'q' }, { t: 's', i: 'nobody asked' }];
  const calls = [
    { t: 'q', m: 'toString', a: [] },
    { t: 'q', m: '__proto__', a: [] },
    { t: 'q', m: 'show', a: 'no list' },
    { t: 'q', m: 'show', a: new Array(1_000_000) },
    { t: 'q', m: 'missing', a: [], i: 'refused' },
  ];
  for (const message of [...strays, ...calls]) send(message);
  send({ t: 'q', m: 'show', a: ['content'] });
  await new Promise(setImmediate);
  assert.deepEqual(called, ['content']);
  const refused = { code: 'question-invalid', question: '"missing"', problem: 'there is no such question' };
  assert.deepEqual(posted.splice(0), [{ t: 's', i: 'refused', e: refused }]);
  const answer = host.ask();
  const [{ i }] = posted as { i: string }[];
  send({ t: 's', i, r: 'the answer' });
  assert.equal(await answer, 'the answer');
});
