// The panel's keys in the whole page of the panel, with a host that only shows what it is told to.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/workbench/browser.ts';

declare global {
  interface Window {
    /** What the page keeps for after a reload. */
    kept: unknown;
    /** Shows content, as the host does. */
    show(content: unknown): void;
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
  window.show = (content) => post({ t: 'q', i: 'shown', m: 'show', a: [content] });`;

let browser: Browser;
let page: Page;
before(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
  const entry = join(import.meta.dirname, '../../../webview/panel.ts');
  const { outputFiles } = await esbuild.build({ bundle: true, write: false, format: 'iife', entryPoints: [entry] });
  await page.setContent('<!DOCTYPE html><body></body>');
  await page.addScriptTag({ content: HOST });
  await page.addScriptTag({ content: outputFiles[0].text });
});
after(async () => await browser.close());

test('where nothing is explained the keys do nothing, and what is kept for after a reload stays', async () => {
  await page.evaluate(() => window.show({ kind: 'failed', failure: {}, message: 'It did not work.' }));
  await page.locator('tokenscope-panel', { hasText: 'It did not work.' }).waitFor();
  for (const key of ['5', 'n', 'Shift+N']) await page.keyboard.press(key);
  assert.equal(await page.evaluate(() => window.kept), 'of the text before');
});
