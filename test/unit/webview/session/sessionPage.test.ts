// When a session is not handed over: another text came meanwhile, the reader has cancelled, or nothing is shown. The engine is
// one that answers when the test says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../../../src/contract/engineApi.ts';
import type { PanelContent } from '../../../../src/contract/webviewApi.ts';
import { SessionPage, type SessionPanel } from '../../../../webview/session/sessionPage.ts';
import { INITIAL, type PanelEvent, type PanelState } from '../../../../webview/state/panelState.ts';
import { QuestionQueue } from '../../../../webview/state/questionQueue.ts';
import { update } from '../../../../webview/state/state.ts';
import { sameHeads } from '../sameHeads.ts';

function content(run: string): PanelContent {
  const tokens = [{ id: 1, text: 'a', bytes: [97], byteSpan: { start: 0, end: 1 } }];
  const model = { layers: 1, heads: 1, ...sameHeads(1, 1), vocabSize: 9, folder: '/model' };
  const place = { uri: 'file:///a', start: 0, end: 1, text: 'a' };
  const summary = { run, tokens, model, textLength: 1 } as unknown as RunSummary;
  return { kind: 'explained', summary, source: { label: 'a', line: 1, stale: false, place } };
}

/** Every question of the engine waits, and fails then as if its run were gone. */
function panelOf(state: PanelState) {
  let shown = state;
  const asked: string[] = [];
  const kept: unknown[] = [];
  const waiting: (() => void)[] = [];
  const host = new Proxy({} as SessionPanel['host'], {
    get:
      (_, name: string) =>
      async (...values: unknown[]) => {
        if (name === 'keepSession') return void kept.push(values[0]);
        asked.push(name);
        await new Promise<void>((resolve) => waiting.push(resolve));
        throw { code: 'run-unknown', run: '' };
      },
  });
  const send = (event: PanelEvent) => {
    shown = update(shown, event);
  };
  const queue = new QuestionQueue(() => {});
  const generation = { act: async () => {}, replay: async () => {} };
  const page = new SessionPage({ state: () => shown, send, host, queue, generation, goTo: () => {} });
  const answer = async () => {
    while (queue.length > 0 || waiting.length > 0) {
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { page, send, asked, kept, answer, state: () => shown };
}
const explained = () => update(INITIAL, { kind: 'content', content: content('first') });

test('what cannot be answered is left out, and the rest is handed over', async () => {
  const { page, kept, answer, state, asked } = panelOf(explained());
  const collecting = page.collect();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(state().session?.tone, 'busy');
  await answer();
  await collecting;
  assert.ok(asked.includes('nextTokens') && asked.includes('surprisals'));
  assert.equal(kept.length, 1);
  assert.equal(state().session, undefined);
});

test('another text that comes meanwhile ends it, and nothing of either is handed over', async () => {
  const { page, send, kept, answer, state } = panelOf(explained());
  const collecting = page.collect();
  await new Promise((resolve) => setImmediate(resolve));
  send({ kind: 'content', content: content('second') });
  await answer();
  await collecting;
  assert.deepEqual([kept, state().session], [[], undefined]);
});

test('the reader cancels it, and nothing is handed over', async () => {
  const { page, kept, answer, state } = panelOf(explained());
  const collecting = page.collect();
  await new Promise((resolve) => setImmediate(resolve));
  page.cancel();
  await answer();
  await collecting;
  assert.deepEqual([kept, state().session], [[], undefined]);
});

test('where no text is shown there is nothing to do', async () => {
  const { page, kept, asked } = panelOf(INITIAL);
  await page.collect();
  assert.deepEqual([kept, asked], [[], []]);
});
