// What the panel says of a state beside attention, and of several streams, on answers of real engines.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { WORDS, withWords } from '../../unit/engine/withWords.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { inSight } from './inSight.ts';
import { openRealPanel } from './realPanel.ts';
import { emptiedPage } from './sharedPage.ts';

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
  await openRealPanel(page, TEXT, { model });
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
  await comesToMatch(
    () => stopWith(page, 'ts-attention-stop', 'ts-heat-map'),
    /keeps a state: 4 heads with a table of 8 × 8/,
  );
  await comesToMatch(
    () => stopWith(page, 'ts-block-stop', '.road'),
    /stream, attention, state, feed-forward \(lengths\)/,
  );
  await becomes(() => page.locator('ts-block-stop .road .bar.state').count(), 3);
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
});

test('heads of a state beside attention vote in columns of their own, and the state can be switched off', async () => {
  const page = await opened('falcon_h1');
  await page.locator('[data-place=lab]').click();
  const map = page.locator('ts-why-tool ts-vote-map');
  await map.waitFor();
  const labels = () => map.locator('svg text').allTextContents();
  await becomes(async () => (await labels()).slice(4, 10), ['S0', 'S1', 'S2', 'S3', 'MLP', 'skip']);
  await map.locator('[data-row="1"][data-column="5"]').first().click();
  const part = page.locator('ts-why-tool .opened', { hasText: 'Layer 1, state of head 1' });
  await part.locator('.hint', { hasText: 'the tokens that wrote into it' }).waitFor();
  await becomes(() => part.locator('[data-action=show-head]').count(), 0);
  await page.locator('[data-tool=whatIf]').click();
  const kinds = page.locator('ts-add-part .part ts-choice');
  await kinds.waitFor();
  const options = () =>
    kinds.evaluate((one) =>
      (one as unknown as { options: readonly { value: string }[] }).options.map(({ value }) => value),
    );
  await becomes(options, ['head', 'attention', 'state', 'mlp']);
});

test('heads of states and convolutions vote where heads of attention do in other layers, and lead to the Lecture', async () => {
  for (const [fixture, kinds, name, words] of [
    ['qwen3_5_text', ['0 S', '1 S', '2 S', '3 A'], 'Layer 0, state of head 0', /already answers what was there/],
    ['lfm2', ['0 C', '1 C', '2 A', '3 C'], 'Layer 0, convolution', /the tokens in its reach/],
  ] as const) {
    const page = await opened(fixture);
    await page.locator('[data-place=lab]').click();
    const map = page.locator('ts-why-tool ts-vote-map');
    await map.waitFor();
    const labels = () => map.locator('svg').first().locator('text').allTextContents();
    await becomes(async () => (await labels()).filter((label) => / [ASC]$/.test(label)), kinds);
    await map.locator('[data-row="0"][data-column="0"]').first().click();
    const part = page.locator('ts-why-tool .opened', { hasText: name });
    await part.waitFor();
    await comesToMatch(() => part.locator('.hint').textContent(), words);
    await part.locator('.votes button').nth(1).waitFor();
    if (fixture === 'lfm2') await becomes(() => part.locator('.votes button').count(), 3); // its kernel
    await inSight(page.locator('ts-word-flow'), page.locator('ts-word-flow .strong'));
    await page.evaluate(() => window.scrollTo(0, 0)); // without a theme the header has no background to cover what is behind it
    assert.deepEqual(await cutElements(page.mainFrame()), []);
    assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
    await part.locator('[data-action=show-head]').click();
    await page.locator('ts-model-map [data-stop=attention][aria-current]').waitFor();
  }
});

test('of several streams the panel says which one it shows, and that votes go through all', async () => {
  const page = await opened('gemma3n_text');
  await comesToMatch(() => stopWith(page, 'ts-block-stop', '.road'), /has 3 streams side by side \(AltUp\).* stream 0/);
  await becomes(() => page.locator('ts-block-stop .road .bar.mixing').count(), 4);
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.locator('[data-place=lab]').click();
  const sum = page.locator('ts-why-tool .sum');
  await sum.waitFor();
  await comesToMatch(() => sum.textContent(), /writes into all 3 streams/);
});
