// The card of the guided tour on a model whose vocabulary lacks the script of the sample, in a real browser.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { comesToMatch } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { emptiedPage } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

let page: Page;
const test = testsWith({
  once: async () => {
    page = await emptiedPage('<!DOCTYPE html><body><ts-tour></ts-tour></body>');
    await page.addScriptTag({ content: await webviewScript("import './page/tour.ts';") });
  },
});

/** The card at a stop, with tokens that are characters or single bytes of such. */
async function show(stop: string, texts: readonly (string | null)[]): Promise<void> {
  await page.evaluate(
    ([at, all]) => {
      const tokens = all.map((text, i) => ({
        text: text ?? undefined,
        special: false,
        span: { start: i, end: i + 1 },
      }));
      const model = { name: 'a model', positions: 'learned', layerHeads: [{ heads: 2 }], states: [null] };
      Object.assign(document.querySelector('ts-tour') as Element, { stop: at, tokens, model });
    },
    [stop, texts] as const,
  );
  await page.locator('ts-tour strong').first().waitFor();
}

const misfit = () => page.locator('ts-tour .misfit');

test('says that its words do not fit the tokens, in numbers, and asks for the embedded model when told to', async () => {
  await show('tokens', ['a', null, null, null]);
  await comesToMatch(
    () => misfit().innerText(),
    /^The vocabulary of a model has hardly any of this text: 3 of 4 tokens here/,
  );
  const asked = page.evaluate(
    () =>
      new Promise((done) => document.querySelector('ts-tour')?.addEventListener('tour-embedded', () => done('asked'))),
  );
  await page.locator('ts-tour [data-action=tour-embedded]').click();
  assert.equal(await asked, 'asked');
});

test('says so at the first stop only, and nothing where they fit', async () => {
  await show('embedding', ['a', null, null, null]);
  await misfit().waitFor({ state: 'detached' });
  await show('tokens', ['a', null, null, null]);
  await misfit().waitFor();
  await show('tokens', ['a', 'b', 'c', null]);
  await misfit().waitFor({ state: 'detached' });
});
