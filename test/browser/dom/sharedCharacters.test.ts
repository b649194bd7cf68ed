// Characters that several tokens share, in a real browser: drawn once, in the order of their script, and each token is
// pointed at and chosen by itself.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { becomes, comesToMatch } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { onPage } from './onPage.ts';

const PAGE = `
  import { Pointer } from './state/pointer.ts';
  import './stops/tokens/tokenList.ts';
  import { wholeCharacters } from '../src/contract/wholeCharacters.ts';
  const list = document.querySelector('ts-token-list');
  window.chosen = [];
  list.addEventListener('token-select', ({ detail }) => {
    chosen.push(detail);
    list.selected = detail;
  });
  /** One token a byte, but for what is written in Latin letters. */
  window.show = (text, more = {}) => {
    const pieces = text.match(/[\\x00-\\x7f]+|[^\\x00-\\x7f]+/g);
    const bytes = pieces.flatMap((piece) => {
      const all = [...new TextEncoder().encode(piece)];
      return all[0] < 128 ? [all] : all.map((byte) => [byte]);
    });
    list.pointer = new Pointer();
    Object.assign(list, { promptLength: bytes.length, ...more });
    list.tokens = bytes.map((some, id) => ({ id: list.showIds ? 40_000 + id : id, text: wholeCharacters(some), bytes: some, special: false, span: { start: 0, end: 0 }, byteSpan: { start: 0, end: 0 } }));
  };`;
declare global {
  interface Window {
    show(text: string, more?: object): void;
  }
}

let page: Page;
const test = testsWith(
  onPage(PAGE, '<!DOCTYPE html><body><ts-token-list></ts-token-list></body>', (opened) => {
    page = opened;
  }),
);

async function show(text: string, more?: object): Promise<void> {
  await page.evaluate(({ shown, options }) => window.show(shown, options), { shown: text, options: more });
  await page.locator('.token').first().waitFor();
}

/** Left ends, in the order of the text. */
const lefts = async (selector: string) =>
  await page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));

test('a Hebrew word stands in its order, and what is beside it stays there', async () => {
  await show('say שלום or');
  await becomes(() => page.locator('.glyph').allInnerTexts(), ['ש', 'ל', 'ו', 'ם']);
  const letters = await lefts('.shared');
  assert.deepEqual(
    letters,
    letters.toSorted((a, b) => b - a),
  );
  const [say, or] = await lefts('.token:has(.text)');
  assert.ok(say < Math.min(...letters) && Math.max(...letters) < or);
  const pieces = await lefts('.pieces .token');
  assert.ok(pieces[0] > pieces[1], 'the first byte stands right of the second');
});

test('each piece is hovered, chosen and reached by keys, and says what it is a part of', async () => {
  await show('a字');
  const pieces = page.locator('.pieces .token');
  await pieces.nth(1).hover();
  await comesToMatch(() => page.locator('.card').innerText(), /AD.*Part 2 of 3 of “字”/s);
  await pieces.nth(1).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await becomes(() => page.evaluate(() => window.chosen), [2, 3, 2, 1]);
  await page.locator('.pieces .token[aria-selected=true]').waitFor();
  await becomes(() => pieces.first().getAttribute('aria-label'), 'Token 2: \\xE5, part 1 of 3 of “字”, id 1');
});

test('pieces lie side by side below their character and nothing is drawn twice', async () => {
  await show('नि👩‍👧a');
  await becomes(() => page.locator('.glyph').allInnerTexts(), ['नि', '👩‍👧']);
  for (const shared of await page.locator('.shared').all()) {
    const box = (await shared.boundingBox()) ?? assert.fail('not drawn');
    const pieces = await shared.locator('.token').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    for (const [i, { left, right, width }] of pieces.entries()) {
      assert.ok(width >= 5, `${width}`);
      assert.ok(left >= box.x - 0.1 && right <= box.x + box.width + 0.1);
      if (i > 0) assert.ok(left >= pieces[i - 1].right);
    }
  }
  await becomes(() => page.locator('.list').textContent(), 'नि👩‍👧a');
});

for (const showIds of [false, true])
  test(`a narrow panel holds all pieces of a long character ${showIds ? 'with' : 'without'} their ids`, async () => {
    await page.setViewportSize({ width: 180, height: 600 });
    await show('👩🏽‍❤️‍💋‍👨🏿', { showIds });
    const list = await page.locator('.list').evaluate(({ clientWidth, scrollWidth }) => ({ clientWidth, scrollWidth }));
    assert.equal(list.scrollWidth, list.clientWidth);
    const pieces = await page
      .locator('.pieces .token')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    assert.equal(pieces.length, 35);
    for (const { right, width, height } of pieces) assert.ok(right <= 180 && width >= 5 && height >= 10);
  });
