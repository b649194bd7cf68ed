// What is shown belongs to what is selected, or visibly waits: stops in a real browser, with a host that answers when it
// is told to.
import type { Page } from 'playwright-core';
import { becomes } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { emptiedPage } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

declare global {
  interface Window {
    /** Selects a token, as the panel does: with another context. */
    choose(at: number, more?: object): void;
    /** Answers the question, as soon as it is asked. */
    answer(question: string, value: unknown): Promise<void>;
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
    interrupt = () => {
      delete waiting[question];
      fail({ code: 'cancelled' });
    };
  });
  const host = new Proxy({}, { get: (_, question) => () => ask(question) });
  const queue = new QuestionQueue(() => interrupt());
  const shown = { run: 'r', host, queue, tokens: [], whole: false, generating: false };
  const tokens = [{ id: 7, text: 'a', bytes: [97] }, { id: 9, text: 'b', bytes: [98] }];
  const current = (value) => ({ value, isCurrent: true, failure: undefined });
  const vectors = (token) => current({ token, embedding: Float32Array.of(1, 2), residual: { rows: 1, columns: 2, values: Float32Array.of(1, 2) } });
  const stop = document.querySelector('ts-embedding-stop');
  const pointer = { pointAt() {}, register() {}, unregister() {} };
  window.choose = (at, more = {}) => {
    stop.context = { ...shown, version: 'r 2', tokens, at, selected: at, model: { vocabSize: 10, dModel: 2 }, vectors: vectors(at), weights: current(undefined), ...more };
  };
  window.answer = async (question, value) => {
    while (!waiting[question]) await new Promise(requestAnimationFrame);
    waiting[question](value);
    delete waiting[question];
  };
  window.tint = (more) => {
    const text = document.createElement('ts-tokens-stop');
    text.context = { ...stop.context, pointer, promptLength: 2, steps: [], head: { layer: 4, head: 2 }, tint: 'attention', ...more };
    document.body.replaceChildren(text);
  };
  window.choose(0);`;

let page: Page;
const test = testsWith({
  once: async () => {
    page = await emptiedPage('<!DOCTYPE html><body><ts-embedding-stop></ts-embedding-stop></body>');
    await page.addScriptTag({ content: await webviewScript(PAGE) });
  },
});

const table = 'ts-embedding-stop .near';
const old = 'ts-embedding-stop .answer.old';
const near = (text: string) => ({ all: [{ id: 1, text, bytes: [], cosine: 0.5 }], trained: undefined, isRare: false });

test('an answer stays dimmed under the heading of another token until that token has its own', async () => {
  await page.locator('ts-embedding-stop .waiting').first().waitFor();
  await page.evaluate((value) => window.answer('neighbours', value), near('first'));
  await page.locator(table, { hasText: 'first' }).waitFor();
  await becomes(() => page.locator(old).count(), 0);
  await page.evaluate(() => window.choose(1));
  await page.locator(`${old}[aria-busy=true]`, { hasText: 'first' }).waitFor();
  await page.locator(`${old} .waiting`, { hasText: 'Computing…' }).waitFor();
  await page.evaluate((value) => window.answer('neighbours', value), near('second'));
  await page.locator(table, { hasText: 'second' }).waitFor();
  await becomes(() => page.locator(old).count(), 0);
});

test('while tokens are generated nothing is asked, and what is shown waits', async () => {
  await page.evaluate(() => window.choose(0, { version: 'r 3', generating: true }));
  await page.locator(old, { hasText: 'second' }).waitFor();
  await page.evaluate(() => window.choose(1)); // back at what was answered
  await page.waitForFunction(
    () => document.querySelector('ts-embedding-stop')?.shadowRoot?.querySelector('.answer.old') === null,
  );
});

test('vectors that are not those of the selected token wait, too', async () => {
  const value = { token: 0, embedding: [1, 2], residual: { rows: 1, columns: 2, values: [1, 2] } };
  await page.evaluate((vectors) => window.choose(1, { vectors }), { value, isCurrent: false });
  await page.locator(old, { has: page.locator('ts-strips') }).waitFor();
});

test('vectors that could not be computed are said to be missing in words, and why', async () => {
  const failure = { code: 'engine-stopped' };
  await page.evaluate((vectors) => window.choose(1, { vectors }), { isCurrent: true, failure });
  await page.locator('ts-embedding-stop .waiting', { hasText: 'The engine stopped.' }).waitFor();
  await becomes(() => page.locator('ts-embedding-stop ts-strips').count(), 0);
});

test('the picture of another method is dimmed, says that the new one is being computed, and gives way to it', async () => {
  const map = (x: number, shares: readonly number[]) => ({
    points: [{ text: 'a', bytes: [], x, y: 1, group: 0 }],
    shares,
  });
  await page.evaluate(() => window.choose(1, { version: 'r 4' }));
  await page.evaluate((value) => window.answer('neighbours', value), near('any'));
  await page.locator(table, { hasText: 'any' }).waitFor();
  await page.evaluate((value) => window.answer('embeddingMap', value), map(1, [0.5, 0.25]));
  const hint = page.locator('ts-embedding-stop .answer', { has: page.locator('ts-scatter') });
  await hint.filter({ hasText: 'PCA' }).waitFor();
  await page.locator('ts-embedding-stop ts-choice [role=combobox]').click();
  await page.locator('ts-embedding-stop ts-choice [role=option]', { hasText: 'UMAP' }).click();
  const waiting = page.locator(`${old}[aria-busy=true]`, { has: page.locator('ts-scatter') });
  await waiting.filter({ hasText: 'Computing…' }).waitFor();
  await page.waitForFunction(() => {
    const scatter = document.querySelector('ts-embedding-stop')?.shadowRoot?.querySelector('ts-scatter');
    return scatter && Number(getComputedStyle(scatter).opacity) < 0.5;
  });
  await page.evaluate((value) => window.answer('embeddingMap', value), map(2, []));
  await hint.filter({ hasText: 'UMAP' }).waitFor();
  await waiting.waitFor({ state: 'detached' });
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
