// The whole page of the panel, with a host that only shows what it is told to.
import type { Page } from 'playwright-core';
import { sameHeads } from '../../unit/webview/sameHeads.ts';
import { becomes } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { emptiedPage } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

declare global {
  interface Window {
    /** What the page keeps for after a reload. */
    kept: unknown;
    /** Shows content, as the host does. */
    show(content: unknown): void;
    startTour(): void;
    /** Names of what the page told the host. */
    said: string[];
    /** Answers the first question. */
    begin(): void;
  }
}

/** Questions have no answer but the first one, which begins the page. */
const HOST = `
  window.kept = 'of the text before';
  const post = (message) => window.postMessage(message, '*');
  window.acquireVsCodeApi = () => ({
    postMessage: ({ m, i }) => m === 'ready' && post({ t: 's', i, r: { language: 'en', strings: {} } }),
    getState: () => window.kept,
    setState: (state) => (window.kept = state),
  });
  window.show = (content) => post({ t: 'q', i: 'shown', m: 'show', a: [content] });
  window.startTour = () => post({ t: 'q', m: 'startTour', a: [] });`;

const BODY = '<!DOCTYPE html><body></body>';
const PANEL = "import './panel.ts';";

let page: Page;
const test = testsWith({
  once: async () => {
    page = await emptiedPage(BODY);
    await page.addScriptTag({ content: HOST });
    await page.addScriptTag({ content: await webviewScript(PANEL) });
  },
});

test('where nothing is explained the keys do nothing, and what is kept for after a reload stays', async () => {
  await page.evaluate(() => window.show({ kind: 'failed', failure: {}, message: 'It did not work.' }));
  await page.locator('tokenscope-panel', { hasText: 'It did not work.' }).waitFor();
  for (const key of ['5', 'n', 'Shift+N', 'l']) await page.keyboard.press(key);
  await becomes(() => page.evaluate(() => window.kept), 'of the text before');
});

test('neither a stop nor the tour is wider than a panel of 220 px', async () => {
  await page.setViewportSize({ width: 220, height: 600 });
  const token = {
    id: 0,
    text: 'a',
    bytes: [97],
    special: false,
    span: { start: 0, end: 1 },
    byteSpan: { start: 0, end: 1 },
  };
  const model = {
    name: 'model',
    folder: '',
    architecture: 'gpt2',
    positions: 'learned',
    layers: 2,
    heads: 2,
    keyValueHeads: 2,
    dModel: 8,
    dHead: 4,
    inner: 32,
    embeddingWidth: 8,
    context: 64,
    windows: [null, null],
    ...sameHeads(2, 2, 4),
    convolutions: [null, null],
    states: [null, null],
    parameters: 1,
    vocabSize: 1,
    weightBytes: 1,
  };
  const summary = { run: 'r', model, tokens: [token], explainedTo: 1, textLength: 1, tokenizeMs: 1, prefillMs: 1 };
  const source = { label: 'a.md', line: 1, stale: false, place: { uri: 'file:///a.md', start: 0 } };
  await page.evaluate((content) => window.show(content), { kind: 'explained', summary, source });
  await page.locator('ts-long-text-stop table').first().waitFor();
  await becomes(() => page.evaluate(() => document.documentElement.scrollWidth), 220);
  await page.evaluate(() => window.startTour());
  await page.locator('ts-tour').waitFor();
  await becomes(() => page.evaluate(() => document.documentElement.scrollWidth), 220);
});

test('a page that was shown something while it began says that it listens, and one that was not asks for it', async () => {
  const host = `
    window.said = [];
    window.kept = undefined;
    let begin;
    const post = (message) => window.postMessage(message, '*');
    window.acquireVsCodeApi = () => ({
      postMessage: ({ m, i }) => {
        if (m === 'ready') begin = () => post({ t: 's', i, r: { language: 'en', strings: {} } });
        else said.push(m);
      },
      getState: () => undefined,
      setState: () => {},
    });
    window.show = (content) => post({ t: 'q', m: 'show', a: [content] });
    window.begin = () => begin();`;
  const script = await webviewScript(PANEL);
  for (const [isShown, said] of [
    [true, 'listening'],
    [false, 'showAgain'],
  ] as const) {
    const young = await emptiedPage(BODY);
    await young.addScriptTag({ content: host });
    await young.addScriptTag({ content: script });
    if (isShown) await young.evaluate(() => window.show({ kind: 'running', run: 'r', done: 0, of: 0 }));
    await young.evaluate(() => window.begin());
    await young.waitForFunction(() => window.said.length > 0);
    await becomes(() => young.evaluate(() => window.said), [said]);
  }
});
