// Several tokens are chosen in the Lab's What if, with mouse and keys, and hidden together, on a real model.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { openLabPage } from './labPage.ts';
import type { RealPanel } from './realPanel.ts';

let page: Page;
let panel: RealPanel;
const tool = 'ts-what-if-tool';
const test = testsWith({
  once: async () => {
    ({ page, panel } = await openLabPage());
    await page.evaluate(() => window.tell('askAtEnd', 'whatIf'));
    await page.locator(`${tool} ts-token-list .token`).first().waitFor();
  },
});

const token = (index: number) => page.locator(`${tool} ts-token-list .token[data-token="${index}"]`);
const chosen = async () =>
  await page
    .locator(`${tool} ts-token-list .token[aria-selected=true]`)
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-token'))));
const hide = (of: Page) => of.locator(`${tool} [data-action=hide-span]`);

test('Shift and a click choose all tokens from the selected one on, which the form offers to hide', async () => {
  await token(4).click();
  await token(8).click({ modifiers: ['Shift'] });
  await becomes(() => chosen(), [4, 5, 6, 7, 8]);
  await becomes(() => hide(page).innerText(), 'Hide tokens 5 to 9');
  const problems = await accessibilityProblems(page.mainFrame());
  assert.deepEqual(
    problems.filter((problem) => problem.includes(tool)),
    [],
  );
});

test('Shift and arrows move the end of it, across the selected token, too, and the focus stays', async () => {
  await token(6).click();
  for (const key of ['Shift+ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key);
  await hide(page).getByText('Hide tokens 7 to 9').waitFor();
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowLeft');
  await hide(page).getByText('Hide tokens 6 to 7').waitFor();
  await becomes(() => chosen(), [5, 6]);
  await page.keyboard.press('Shift+Home');
  await hide(page).getByText('Hide tokens 1 to 7').waitFor();
  await page.keyboard.press('Shift+End');
  await hide(page).getByText(`Hide tokens 7 to ${panel.run.tokens.length}`).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.locator(`${tool} .token[data-token="7"]:focus`).waitFor();
  await becomes(() => chosen(), [7]);
  await becomes(() => hide(page).count(), 0);
});

test('a span is hidden as one change', async () => {
  await token(2).click();
  await token(5).click({ modifiers: ['Shift'] });
  await hide(page).press('Enter');
  await page.locator(`${tool} .changes vscode-checkbox`).first().waitFor();
  const kept = () => page.evaluate(() => JSON.stringify(window.keptState));
  await comesToMatch(kept, /"kind":"hide","span":\{"start":2,"end":6\}/);
});

test('where one token is asked about, Shift and a click choose that one', async () => {
  await page.evaluate(() => window.tell('goTo', 'tokens'));
  await page.locator('ts-tokens-stop .token').nth(3).click();
  await page
    .locator('ts-tokens-stop .token')
    .nth(6)
    .click({ modifiers: ['Shift'] });
  await page.locator('ts-tokens-stop .token[data-token="6"][aria-selected=true]').waitFor();
  await becomes(() => page.locator('ts-tokens-stop .token[aria-selected=true]').count(), 1);
});
