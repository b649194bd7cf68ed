// What the panel says of a state beside attention, and of several streams, on answers of real engines.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { WORDS, withWords } from '../../unit/engine/withWords.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { openRealPanel } from './realPanel.ts';
import { emptiedPage, engine } from './sharedPage.ts';

const TEXT = Array.from({ length: 12 }, (_, i) => WORDS[(i * 5 + (i >> 3)) % WORDS.length]).join(' ');
const HTML =
  '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #3b3b3b"><head><title>Tokens</title></head><body></body></html>';
const folders: string[] = [];
const test = testsWith({ once: async () => {} });
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function opened(fixture: string): Promise<Page> {
  const page = await emptiedPage(HTML, { viewport: { width: 900, height: 1000 }, reducedMotion: 'reduce' });
  const model = await withWords(fixture);
  folders.push(model);
  await openRealPanel(page, engine, TEXT, { model });
  return page;
}

/** The stop, once this of it is drawn. */
async function stopWith(page: Page, stop: string, part: string): Promise<string> {
  await page.waitForFunction(
    ([element, selector]) => {
      element?.scrollIntoView({ block: 'start' });
      return element?.shadowRoot?.querySelector(selector);
    },
    [await page.locator(stop).elementHandle(), part] as const,
  );
  return await page.locator(stop).evaluate((one) => one.shadowRoot?.textContent ?? '');
}

test('maps of a layer with a state show attention, and say that the state is not in them', async () => {
  const page = await opened('falcon_h1');
  assert.match(
    await stopWith(page, 'ts-attention-stop', 'ts-heat-map'),
    /keeps a state: 4 heads with a table of 8 × 8/,
  );
  assert.match(await stopWith(page, 'ts-block-stop', '.road'), /stream, attention, state, feed-forward \(lengths\)/);
  assert.equal(await page.locator('ts-block-stop .road .bar.state').count(), 3);
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
});

test('a state votes in a column of its own, and can be switched off', async () => {
  const page = await opened('falcon_h1');
  await page.locator('[data-place=lab]').click();
  await page.locator('ts-why-tool ts-vote-map').waitFor();
  const part = page.locator('ts-why-tool .bars button', { hasText: 'state beside attention' }).first();
  await part.click();
  await page.locator('ts-why-tool .opened', { hasText: 'read from its state at this position' }).waitFor();
  await page.locator('[data-tool=whatIf]').click();
  const kinds = page.locator('ts-add-part .part ts-choice');
  await kinds.waitFor();
  const options = await kinds.evaluate((one) =>
    (one as unknown as { options: readonly { value: string }[] }).options.map(({ value }) => value),
  );
  assert.deepEqual(options, ['head', 'attention', 'state', 'mlp']);
});

test('of several streams the panel says which one it shows, and that votes go through all', async () => {
  const page = await opened('gemma3n_text');
  assert.match(await stopWith(page, 'ts-block-stop', '.road'), /has 3 streams side by side \(AltUp\).* stream 0/);
  assert.equal(await page.locator('ts-block-stop .road .bar.mixing').count(), 4);
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.locator('[data-place=lab]').click();
  const sum = page.locator('ts-why-tool .sum');
  await sum.waitFor();
  assert.match((await sum.textContent()) ?? '', /writes into all 3 streams/);
});
