// The list of a long text in a real browser: only what is in sight is in the document, and every token is reached, pointed at,
// tinted and counted as if all were.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { onPage } from './onPage.ts';

const PAGE = `
  import { Pointer } from './state/pointer.ts';
  import './stops/tokens/tokenList.ts';
  const list = document.querySelector('ts-token-list');
  window.pointer = new Pointer();
  list.pointer = pointer;
  list.addEventListener('token-select', ({ detail }) => (list.selected = detail));
  /** Paragraphs of 250 tokens. */
  window.show = (count) => {
    list.tokens = Array.from({ length: count }, (_, id) => ({ id, text: id % 250 === 249 ? '\\n' : ' w' + id, bytes: [32, 119], special: false, span: { start: 0, end: 0 }, byteSpan: { start: 0, end: 0 } }));
    list.promptLength = count;
    list.selected = undefined;
    list.weights = list.tokens.map((_, i) => (i % 2 ? 0.25 : 0));
  };`;
declare global {
  interface Window {
    show(count: number): void;
    pointer: { pointAt(...tokens: readonly number[]): void };
  }
}

const LONG = 10_000;
/** Elements of tokens that a page of this size has at most, with what is kept above and below. */
const MOST_DRAWN = 2500;

let page: Page;
const test = testsWith(
  onPage(
    PAGE,
    '<!DOCTYPE html><html lang="en"><title>Text</title><body style="--ts-selected-background: #036; --ts-selected-foreground: #fff"><main><h1>Text</h1><ts-token-list></ts-token-list></main></body></html>',
    async (opened) => {
      page = opened;
      await page.evaluate((count) => window.show(count), LONG);
      await page.locator('.token').first().waitFor();
    },
  ),
);

const drawn = async () => await page.locator('.token').count();
const token = (index: number) => page.locator(`.token[data-token="${index}"]`);
/** Whether a token lies within what of the list is in sight. */
const isInSight = async (index: number) =>
  await token(index).evaluate((element) => {
    const list = (element.getRootNode() as ShadowRoot).querySelector('.list') as Element;
    const [own, all] = [element.getBoundingClientRect(), list.getBoundingClientRect()];
    return own.bottom > all.top && own.top < all.bottom;
  });

async function scrollTo(share: number): Promise<void> {
  await page.locator('.list').evaluate(async (list, to) => {
    list.scrollTop = to * (list.scrollHeight - list.clientHeight);
    for (let i = 0; i < 4; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, share);
}

test('wherever it is scrolled to, tokens fill the list, and no more are in the document than are near', async () => {
  const heights = [];
  for (const share of [0, 0.2, 0.5, 0.77, 1, 0.4, 0]) {
    await scrollTo(share);
    assert.ok((await drawn()) <= MOST_DRAWN, `${await drawn()} at ${share}`);
    const shown = await page.locator('.list').evaluate((list) => {
      const { left, top, height } = list.getBoundingClientRect();
      const root = list.getRootNode() as ShadowRoot;
      return [0.02, 0.3, 0.6, 0.95].map((at) => {
        for (let x = left + 6; x < left + 200; x += 10) {
          const hit = root.elementFromPoint(x, top + at * height)?.closest('.token');
          if (hit) return Number(hit.getAttribute('data-token'));
        }
        return -1;
      });
    });
    const hit = shown.filter((one) => one >= 0); // one may fall between two lines
    assert.deepEqual(
      hit,
      hit.toSorted((a, b) => a - b),
      `in the order of the text at ${share}`,
    );
    assert.ok(hit.length >= 3, `${shown} at ${share}`);
    heights.push(await page.locator('.list').evaluate(({ scrollHeight }) => scrollHeight));
  }
  assert.ok(Math.max(...heights) < 1.2 * Math.min(...heights), `its height is known beforehand: ${heights}`);
});

test('keys lead through all of it, and what they reach is drawn, in sight and has the focus', async () => {
  await token(3).click();
  for (const [key, reached] of [
    ['End', LONG - 1],
    ['ArrowLeft', LONG - 2],
    ['ArrowUp', LONG - 12],
    ['Home', 0],
    ['ArrowRight', 1],
    ['ArrowDown', 11],
  ] as const) {
    await page.keyboard.press(key);
    await page.locator(`.token[data-token="${reached}"][aria-selected=true]:focus`).waitFor();
    assert.ok(await isInSight(reached), key);
    await becomes(() => page.locator('.token[aria-selected=true]').count(), 1);
    await becomes(() => page.locator('.token[tabindex="0"]').count(), 1);
  }
  for (let i = 12; i < 420; i += 10) await page.keyboard.press('ArrowDown');
  await page.locator('.token[data-token="421"]:focus').waitFor();
  assert.ok((await drawn()) <= MOST_DRAWN);
});

test('the token with the focus stays while others come and go, and keys go on from it', async () => {
  await token(5).click();
  await scrollTo(0.9);
  assert.equal(await page.locator('.token[data-token="5"]:focus').count(), 1);
  await page.keyboard.press('ArrowRight');
  await page.locator('.token[data-token="6"]:focus').waitFor();
  assert.ok(await isInSight(6));
});

test('a token that comes into sight is tinted and pointed at as it was set before', async () => {
  await page.evaluate((last) => window.pointer.pointAt(last), LONG - 1);
  await becomes(() => token(LONG - 1).count(), 0);
  await scrollTo(1);
  await page.locator(`.token[data-token="${LONG - 1}"][data-pointed]`).waitFor();
  const weights = await page
    .locator('.token')
    .evaluateAll((all) => all.slice(-2).map((one) => (one as HTMLElement).style.getPropertyValue('--weight')));
  assert.deepEqual(weights, ['0', '0.500']);
});

test('what is read aloud tells how long the text is and where a token is in it, and axe has nothing to say', async () => {
  await scrollTo(0.5);
  const places = await page
    .locator('.token')
    .evaluateAll((all) => all.map((one) => [one.ariaPosInSet, one.ariaSetSize, one.getAttribute('data-token')]));
  for (const [place, size, index] of places) {
    assert.equal(Number(place), Number(index) + 1);
    assert.equal(Number(size), LONG);
  }
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
});

test('in a list of a few lines the chosen token is in sight, and so is one that is asked for', async () => {
  await page.evaluate(() => {
    const list = document.querySelector('ts-token-list') as HTMLElement & { compact: boolean; selected: number };
    Object.assign(list, { compact: true, selected: 7000 });
  });
  await token(7000).waitFor();
  assert.ok(await isInSight(7000));
  await page.evaluate(() =>
    (document.querySelector('ts-token-list') as unknown as { showInList(token: number): void }).showInList(2500),
  );
  await token(2500).waitFor();
  assert.ok(await isInSight(2500));
});

test('where a page is made of it, all tokens are there', async () => {
  const whole = async (is: boolean) =>
    await page.evaluate(async (value) => {
      const list = document.querySelector('ts-token-list') as HTMLElement & { updateComplete: Promise<boolean> };
      Object.assign(list, { whole: value });
      while (!(await list.updateComplete));
    }, is);
  await whole(true);
  await becomes(() => drawn(), LONG);
  await whole(false);
  assert.ok((await drawn()) <= MOST_DRAWN);
});

test('the list of a text that is not long is drawn whole', async () => {
  await page.evaluate(() => window.show(800));
  await page.locator('.token[data-token="799"]').waitFor();
  await becomes(() => drawn(), 800);
  await becomes(() => page.locator('.token[aria-setsize]').count(), 0);
});
