// The search of a list of tokens in a real browser: the text is searched, of which most is not in the document.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from '../accessibility.ts';
import { testsWith } from '../testsWith.ts';
import { onPage } from './onPage.ts';

const PAGE = `
  import { Pointer } from './state/pointer.ts';
  import './stops/tokens/tokenList.ts';
  const list = document.querySelector('ts-token-list');
  list.pointer = new Pointer();
  list.addEventListener('token-select', ({ detail }) => (list.selected = detail));
  /** Every 250 tokens a line ends; at 40, 2,040 and so on stand two tokens that are one word. */
  window.show = (count) => {
    list.tokens = Array.from({ length: count }, (_, id) => {
      const text = id % 2000 === 40 ? ' Hay' : id % 2000 === 41 ? 'Stack' : id % 250 === 249 ? '\\n' : ' w' + id;
      return { id, text, bytes: [32, 119], special: false, span: { start: 0, end: 0 }, byteSpan: { start: 0, end: 0 } };
    });
    list.promptLength = count;
    list.selected = undefined;
  };`;
declare global {
  interface Window {
    show(count: number): void;
  }
}

let page: Page;
const test = testsWith(
  onPage(
    PAGE,
    '<!DOCTYPE html><html lang="en"><title>Text</title><body style="--ts-selected-background: #036; --ts-selected-foreground: #fff; --vscode-descriptionForeground: #555"><main><h1 tabindex="-1">Text</h1><ts-token-list></ts-token-list></main></body></html>',
    async (opened) => {
      page = opened;
      await page.evaluate(() => window.show(10_000));
      await page.locator('[data-action=search]').waitFor();
    },
  ),
);

const field = () => page.locator('ts-token-list .search input');
const token = (index: number) => page.locator(`.token[data-token="${index}"]`);
const says = async (words: string) => await page.locator('.count').getByText(words, { exact: true }).waitFor();
const marked = async (mark: string) =>
  await page
    .locator(`.token[data-found="${mark}"]`)
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-token'))));
/** Waits until the place that was led to is marked, and says whether it lies within what of the list is in sight. */
async function ledTo(first: number): Promise<void> {
  await token(first).and(page.locator('[data-found=current]')).waitFor();
  const isInSight = await token(first).evaluate((element) => {
    const list = (element.getRootNode() as ShadowRoot).querySelector('.list') as Element;
    const [own, all] = [element.getBoundingClientRect(), list.getBoundingClientRect()];
    return own.bottom > all.top && own.top < all.bottom;
  });
  assert.ok(isInSight, `${first}`);
}

test('what is typed is found over the borders of tokens, in either case, counted and brought into sight', async () => {
  await token(60).click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('haystack', { delay: 1 });
  await says('2 of 5');
  await ledTo(2040);
  assert.deepEqual(await marked('current'), [2040, 2041]);
  assert.equal(
    await page.locator('.token[aria-selected=true]').getAttribute('data-token'),
    '60',
    'nothing is chosen yet',
  );
  await page.keyboard.type('s');
  await says('No match');
  assert.equal(await page.locator('[data-found]').count(), 0);
  assert.ok(await page.locator('[data-action=next-match]').isDisabled());
});

test('Enter leads from place to place and around the end, Shift and Enter back, and the first token is selected', async () => {
  await token(3).click();
  await page.keyboard.press('/');
  await field().fill('haystack w');
  await says('1 of 5');
  for (const [key, place] of [
    ['Enter', 40],
    ['Enter', 2040],
    ['Shift+Enter', 40],
    ['Shift+Enter', 8040],
    ['Enter', 40],
  ] as const) {
    await page.keyboard.press(key);
    await ledTo(place);
    await token(place).and(page.locator('[aria-selected=true]')).waitFor();
    assert.deepEqual(await marked('current'), [place, place + 1, place + 2]);
    assert.ok(
      await field().evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one),
      'the focus stays',
    );
  }
  await page.locator('[data-action=previous-match]').click();
  await ledTo(8040);
  await says('5 of 5');
});

test('Escape closes, clears the marks and returns the focus: to where it was, or to the token that was led to', async () => {
  await token(7).click();
  await page.keyboard.press('Control+f');
  await field().fill('stack');
  await says('1 of 5');
  await page.keyboard.press('Escape');
  await page.locator('.token[data-token="7"]:focus').waitFor();
  assert.equal(await page.locator('.search, [data-found]').count(), 0);
  await page.locator('[data-action=search]').click();
  await page.keyboard.press('Escape');
  await page.locator('[data-action=search]:focus').waitFor();
  await page.keyboard.press('Enter');
  await field().fill('stack');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await ledTo(2041);
  await page.keyboard.press('Escape');
  await page.locator('.token[data-token="2041"]:focus').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.locator('.token[data-token="2042"][aria-selected=true]:focus').waitFor();
});

test('the key leads to a long text from anywhere in the page, and what is scrolled to is marked', async () => {
  await page.locator('h1').focus();
  await page.keyboard.press('Control+f');
  await field().fill('hay');
  await says('1 of 5');
  await page.locator('.list').evaluate((list) => (list.scrollTop = 0.6 * list.scrollHeight));
  await token(6040).and(page.locator('[data-found=""]')).waitFor();
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
});

test('a text that grows is searched as it is then', async () => {
  await token(3).click();
  await page.keyboard.press('Control+f');
  await field().fill('haystack');
  await says('1 of 5');
  await page.evaluate(() => window.show(10_100));
  await says('1 of 6');
});

test('a text that is drawn whole has no button, and is searched from within it', async () => {
  await page.evaluate(() => window.show(300));
  await page.locator('[data-action=search]').waitFor({ state: 'detached' });
  await token(3).click();
  await page.keyboard.press('Control+f');
  await field().fill('haystack');
  await says('1 of 1');
  assert.deepEqual(await marked('current'), [40, 41]);
});
