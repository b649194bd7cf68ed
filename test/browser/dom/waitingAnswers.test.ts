// What is shown belongs to what is selected, or visibly waits: stops in a real browser, with a host that answers when it
// is told to.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/workbench/browser.ts';

declare global {
  interface Window {
    /** Selects a token, as the panel does: with another context. */
    choose(at: number, more?: object): void;
    /** Answers the question that waits. */
    answer(question: string, value: unknown): void;
    /** Shows the stop of the tokens in place of that of embeddings. */
    tint(more: object): void;
  }
}

/** Two tokens; the host keeps each question until it is answered. */
const PAGE = `
  import './stops/embedding/embeddingStop.ts';
  import './stops/tokens/tokensStop.ts';
  import { QuestionQueue } from './state/questionQueue.ts';
  const waiting = {};
  let interrupt = () => {};
  const ask = (question) => new Promise((answer, fail) => {
    waiting[question] = answer;
    interrupt = () => fail({ code: 'cancelled' });
  });
  const host = new Proxy({}, { get: (_, question) => () => ask(question) });
  const queue = new QuestionQueue(() => interrupt());
  const shown = { run: 'r', host, queue, tokens: [], failures: {}, whole: false, generating: false };
  const tokens = [{ id: 7, text: 'a', bytes: [97] }, { id: 9, text: 'b', bytes: [98] }];
  const vectors = (token) => ({ token, embedding: Float32Array.of(1, 2), residual: { rows: 1, columns: 2, values: Float32Array.of(1, 2) } });
  const stop = document.querySelector('ts-embedding-stop');
  const pointer = { pointAt() {}, register() {}, unregister() {} };
  window.choose = (at, more = {}) => {
    stop.context = { ...shown, version: 'r 2', tokens, at, selected: at, model: { vocabSize: 10, dModel: 2 }, vectors: vectors(at), ...more };
  };
  window.answer = (question, value) => waiting[question](value);
  window.tint = (more) => {
    const text = document.createElement('ts-tokens-stop');
    text.context = { ...stop.context, pointer, promptLength: 2, steps: [], head: { layer: 4, head: 2 }, tint: 'attention', ...more };
    document.body.replaceChildren(text);
  };
  window.choose(0);`;

let browser: Browser;
let page: Page;
before(async () => {
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  const resolveDir = join(import.meta.dirname, '../../../webview');
  const options = { bundle: true, write: false, format: 'iife', logLevel: 'warning' } as const;
  const { outputFiles } = await esbuild.build({ ...options, stdin: { contents: PAGE, resolveDir, loader: 'ts' } });
  await page.setContent('<!DOCTYPE html><body><ts-embedding-stop></ts-embedding-stop></body>');
  await page.addScriptTag({ content: outputFiles[0].text });
});
after(async () => await browser.close());

const table = 'ts-embedding-stop .near';
const old = 'ts-embedding-stop .answer.old';
const near = (text: string) => ({ all: [{ id: 1, text, bytes: [], cosine: 0.5 }], trained: undefined, isRare: false });

test('an answer stays dimmed under the heading of another token until that token has its own', async () => {
  await page.locator('ts-embedding-stop .waiting').first().waitFor();
  await page.evaluate((value) => window.answer('neighbours', value), near('first'));
  await page.locator(table, { hasText: 'first' }).waitFor();
  assert.equal(await page.locator(old).count(), 0);
  await page.evaluate(() => window.choose(1));
  await page.locator(`${old}[aria-busy=true]`, { hasText: 'first' }).waitFor();
  assert.match(await page.locator(old).innerText(), /Computing…/);
  await page.evaluate((value) => window.answer('neighbours', value), near('second'));
  await page.locator(table, { hasText: 'second' }).waitFor();
  assert.equal(await page.locator(old).count(), 0);
});

test('while tokens are generated nothing is asked, and what is shown waits', async () => {
  await page.evaluate(() => window.choose(0, { version: 'r 3', generating: true }));
  await page.locator(old, { hasText: 'second' }).waitFor();
  await page.evaluate(() => window.choose(1)); // back at what was answered
  await page.waitForFunction(
    () => document.querySelector('ts-embedding-stop')?.shadowRoot?.querySelector('.answer.old') === null,
  );
});

test('vectors of another token than the selected one wait, too', async () => {
  const vectors = { token: 0, embedding: [1, 2], residual: { rows: 1, columns: 2, values: [1, 2] } };
  await page.evaluate((value) => window.choose(1, { vectors: value }), vectors);
  await page.locator(old, { has: page.locator('ts-strips') }).waitFor();
});

test('the tint of the tokens names the token and the head that it belongs to', async () => {
  const legend = 'ts-tokens-stop [data-legend=tint]';
  await page.evaluate(() => window.tint({ selected: 1 }));
  await page.locator(legend, { hasText: '“b” looks at it more (Layer 4, head 2)' }).waitFor();
  await page.evaluate(() => window.tint({ selected: undefined }));
  await page.locator(legend, { hasText: 'Select a token' }).waitFor();
  await page.evaluate(() => window.tint({ tint: 'surprisal' }));
  await page.locator(legend, { hasText: 'less probable' }).waitFor();
});
