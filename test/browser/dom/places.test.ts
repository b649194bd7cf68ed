// The way between the Lecture and the Lab, and between the Lab's tools, in a real browser on a real engine.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { becomes } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { answered } from './answered.ts';
import { focusedPart, openLabPage, selectInLecture } from './labPage.ts';

let page: Page;
let at: TokenIndex;
const test = testsWith({
  once: async () => {
    ({ page, at } = await openLabPage());
  },
  before: async () => await selectInLecture(page, at),
});

const toLab = async () => await page.locator('[data-place=lab]').click();
const focused = async () => await focusedPart(page);
const BLOCK_HEADING_TOP = `document.querySelector('tokenscope-panel').shadowRoot.querySelector('ts-block-stop').shadowRoot.querySelector('h2').getBoundingClientRect().top`;

test('both places keep where the reader was, and the keys lead from one to the other', async () => {
  await page.evaluate(() => window.tell('goTo', 'block'));
  await page.locator('ts-model-map [data-stop=block][aria-current]').waitFor();
  await page.locator('ts-block-stop .lens td').first().waitFor();
  await page.locator('ts-block-stop h2').click(); // from here on nothing scrolls by itself
  const heading = page.locator('ts-block-stop h2');
  const inLecture = (await heading.boundingBox())?.y ?? assert.fail('not in sight');
  await page.keyboard.press('l');
  await page.waitForFunction(() => window.scrollY === 0);
  await page.locator('ts-why-tool .votes').first().waitFor();
  await becomes(() => focused(), 'why-title');
  await page.evaluate(() => window.scrollTo(0, 37));
  await page.keyboard.press('l');
  // What was still to be computed above it may have come meanwhile: the stop counts, and not the distance from the top.
  await page.waitForFunction(`Math.abs(${BLOCK_HEADING_TOP} - ${inLecture}) < 2`);
  await becomes(() => focused(), 'block-title');
  await page.keyboard.press('l');
  await page.waitForFunction(() => window.scrollY === 37);
  await page.keyboard.press('4');
  await page.locator('ts-model-map [data-stop=attention][aria-current]').waitFor();
  await becomes(() => focused(), 'attention-title');
});

test('a tool begins at its top, and is found again where the reader was', async () => {
  await toLab();
  await page.locator('ts-corrected-attention').scrollIntoViewIfNeeded(); // what is out of sight is not asked for
  await answered(page, 'ts-why-tool');
  // At once: what is drawn above in between would move the reader along.
  const left = await page.locator('[data-tool=whatIf]').evaluate((tab: HTMLElement) => {
    window.scrollTo(0, 300);
    const { scrollY } = window;
    tab.click();
    return scrollY;
  });
  assert.ok(left > 0);
  await page.locator('ts-what-if-tool').waitFor();
  await page.waitForFunction(() => window.scrollY === 0);
  await page.locator('[data-tool=why]').click();
  await page.waitForFunction((top) => window.scrollY === top, left);
});

test('the tabs are one stop of the Tab key, and arrows choose', async () => {
  await page.locator('[data-place=lecture]').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-place=lab][aria-selected=true]').waitFor();
  await becomes(() => focused(), 'tab-lab');
  await page.locator('#place-lab').waitFor();
  await page.locator('#place-lecture').waitFor({ state: 'hidden' });
  await page.keyboard.press('ArrowLeft');
  await page.locator('#place-lab').waitFor({ state: 'hidden' });
  await becomes(() => focused(), 'tab-lecture');
});

test('the tour leads back to the Lecture, and its card stays there', async () => {
  await toLab();
  await page.evaluate(() => window.tell('startTour'));
  await page.locator('ts-tour').waitFor();
  await page.locator('#place-lecture').waitFor();
  await toLab();
  await page.locator('ts-tour').waitFor({ state: 'detached' });
  await page.locator('[data-place=lecture]').click();
  await page.locator('[data-action=tour-leave]').click();
});
