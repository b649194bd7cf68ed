// What is shown of a model whose heads lower scores with the distance, in a real browser: a curve for each head, and how the
// scores of one query came about.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { becomes } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { emptiedPage } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

/** 21 tokens, two heads: one halves a weight with every second token, the other hardly minds. */
const PAGE = `
  import { QuestionQueue } from './state/questionQueue.ts';
  import './stops/position/positionStop.ts';
  import './stops/attention/headDetail.ts';
  const tokens = Array.from({ length: 21 }, (_, i) => ({ id: i, text: 'word' + i, bytes: [1] }));
  const model = { positions: 'alibi', slopes: [Math.LN2 / 2, Math.LN2 / 200], layers: 2, heads: 2, context: 64 };
  const host = new Proxy({}, { get: () => () => new Promise(() => {}) });
  const none = { value: undefined, isCurrent: false, failure: undefined };
  window.showDistance = (head) => {
    const stop = document.createElement('ts-position-stop');
    stop.context = { run: 'r', version: 'r', host, queue: new QuestionQueue(() => {}), tokens, at: 1, other: undefined, model, vectors: none, whole: true, generating: false, head: { layer: 0, head }, sampling: {} };
    document.body.replaceChildren(stop);
  };
  window.showScores = () => {
    const detail = document.createElement('ts-head-detail');
    const values = Float32Array.from([1, 1, 1, 1]);
    const scores = Float32Array.from([4 / 2 - 0.5, 4 / 2]); // 2 · 2 / √4, less half a point of distance
    const grid = { rows: 2, columns: 4, values: Float32Array.from([...values, ...values]) };
    Object.assign(detail, { tokens: tokens.slice(0, 2), slope: 0.5, detail: { query: values, keys: grid, values: grid, scores, weights: Float32Array.from([0.4, 0.6]), mixed: values } });
    document.body.replaceChildren(detail);
  };`;
declare global {
  interface Window {
    showDistance(head: number | 'mean'): void;
    showScores(): void;
  }
}

let page: Page;
const test = testsWith({
  once: async () => {
    page = await emptiedPage('<!DOCTYPE html><body></body>');
    await page.addScriptTag({ content: await webviewScript(PAGE) });
  },
});

test('a curve for each head, with the chosen one above the others and in words', async () => {
  for (const [head, marked, halves] of [
    [1, 'Head 1', '200'],
    ['mean', 'Head 0', '2'],
  ] as const) {
    await page.evaluate((chosen) => window.showDistance(chosen), head);
    const curves = page.locator('ts-distance-exhibit ts-decay-chart path.curve');
    await curves.first().waitFor();
    await becomes(() => curves.count(), 2);
    const words = `${marked}: a weight halves every ${halves} tokens`;
    await becomes(() => curves.last().locator('title').textContent(), words);
    await becomes(() => curves.last().getAttribute('class'), 'curve marked');
    assert.ok((await page.locator('ts-distance-exhibit .hint').innerText()).includes(`every ${halves} tokens`));
    await becomes(() => page.locator('ts-rotation-exhibit').count(), 0);
  }
});

test('a curve falls by half where it is said to', async () => {
  await page.evaluate(() => window.showDistance(0));
  const path = page.locator('ts-decay-chart path.marked');
  const points = (await path.getAttribute('d'))?.slice(1).split('L') ?? [];
  const heights = points.map((point) => Number(point.split(' ')[1]));
  const bottom = 176;
  // 20 tokens in 60 steps: 2 tokens are 6 of them.
  assert.ok(Math.abs((bottom - heights[6]) / (bottom - heights[0]) - 1 / 2) < 1e-3, heights.join(' '));
});

test('the table of a head says what distance took off', async () => {
  await page.evaluate(() => window.showScores());
  await becomes(() => page.locator('ts-head-detail th').nth(2).innerText(), '÷ √4 − 0.5 · distance');
});
