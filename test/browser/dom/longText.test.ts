// Stop 8 on a real model: its formulas have the model's own numbers, and it says which numbers are measured.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { inWords } from '../../../webview/stops/cost.ts';
import { tokenCosts } from '../../../webview/stops/longText/tokenCosts.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { openLabPage } from './labPage.ts';
import type { RealPanel } from './realPanel.ts';

let page: Page;
let panel: RealPanel;
const test = testsWith({
  once: async () => {
    ({ page, panel } = await openLabPage());
    await page.evaluate(() => window.tell('goTo', 'long'));
  },
});
const stop = 'ts-long-text-stop';

test('what every token costs stands there part by part, with the formula', async () => {
  const parts = tokenCosts(panel.run.model);
  const rows = page.locator(`${stop} table.of-token tbody tr`);
  await rows.first().waitFor();
  const shown = () => rows.evaluateAll((all) => all.map((row) => row.querySelectorAll('th, td')[1].textContent));
  await becomes(
    async () => (await shown()).slice(0, parts.length),
    parts.map(({ formula, multiplications }) => `${inWords(multiplications)}${formula ?? ''}`),
  );
  const problems = await accessibilityProblems(page.mainFrame());
  assert.deepEqual(
    problems.filter((problem) => problem.includes(stop)),
    [],
  );
});

test('lengths up to the context are measured, and a time within them is told from one beyond', async () => {
  const { context } = panel.run.model;
  const button = page.locator(`${stop} [data-action=measure]`);
  await page.locator(`${stop} .row [role=status]`, { hasText: `up to ${context.toLocaleString('en')}` }).waitFor();
  await button.press('Enter');
  await page.locator(`${stop} .row [role=status]`, { hasText: `${context.toLocaleString('en')} tokens: ` }).waitFor();
  await button.getByText('Measure', { exact: true }).waitFor();
  await page.locator(`${stop} td.hint`, { hasText: 'by the line through what was measured' }).waitFor();
  await page.locator(`${stop} ts-slider input`).fill('20');
  await page.locator(`${stop} td.hint`, { hasText: 'extrapolated' }).waitFor();
});
