// The merges of one token in a real browser: its parts, its neighbours, and the slider.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { becomes } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { emptiedPage } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

let page: Page;
const test = testsWith({
  once: async () => {
    page = await emptiedPage('<!DOCTYPE html><body><ts-merge-replay></ts-merge-replay></body>');
    await page.addScriptTag({ content: await webviewScript("import './stops/tokens/mergeReplay.ts';") });
  },
});

/** A word of twelve tokens, of which one is replayed. */
async function show(token: number, parts: readonly (readonly number[])[], ranks: readonly number[]): Promise<void> {
  await page.evaluate(
    ([at, first, all]) => {
      const tokens = Array.from('abcdefghijkl', (text) => ({ text, bytes: [text.charCodeAt(0)] }));
      const merges = all.map((rank) => ({ part: 0, rank }));
      const replay = { token: at, parts: first, merges, word: { start: 0, end: 12 } };
      Object.assign(document.querySelector('ts-merge-replay') as Element, { tokens, replay });
    },
    [token, parts, ranks] as const,
  );
}

const texts = async (selector: string) => await page.locator(`ts-merge-replay ${selector}`).allInnerTexts();

test('the slider has as many steps as the token has merges, and neighbours stay as they are', async () => {
  await show(6, [[103], [104], [105]], [3, 8]);
  await page.locator('ts-merge-replay output', { hasText: '2 of 2 merges' }).waitFor();
  await becomes(() => texts('.part'), ['ghi']);
  const slider = page.locator('ts-merge-replay input');
  await becomes(() => slider.getAttribute('max'), '2');
  await slider.fill('0');
  await page.locator('ts-merge-replay output', { hasText: '0 of 2 merges · next: rank 3' }).waitFor();
  await becomes(() => texts('.part'), ['g', 'h', 'i']);
  await becomes(() => texts('.beside'), ['…', 'c', 'd', 'e', 'f', 'h', 'i', 'j', 'k', '…']);
});

test('a single byte stands among its neighbours with one line, and no slider', async () => {
  await show(0, [[97]], []);
  await page.locator('ts-merge-replay p', { hasText: 'It is a single byte' }).waitFor();
  assert.deepEqual([await texts('.part'), await texts('.beside')], [['a'], ['b', 'c', 'd', 'e', '…']]);
  await becomes(() => page.locator('ts-merge-replay input').count(), 0);
});
