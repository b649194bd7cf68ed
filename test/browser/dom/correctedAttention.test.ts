// Corrected attention in a real browser, on answers of a real engine: what is shown is held against the engine's answers.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { correctedShares, restsOnFirst } from '../../../webview/lab/why/correctedShares.ts';
import { percent } from '../../../webview/text/numbers.ts';
import { becomes } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { inSight } from './inSight.ts';
import { pick } from './pick.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { emptiedPage, engine } from './sharedPage.ts';

const TEXT = 'The cat sat on the mat. The dog sat on the rug, and the cat looked at the dog.';

let page: Page;
let panel: RealPanel;
const test = testsWith({
  once: async () => {
    page = await emptiedPage('<!DOCTYPE html><html lang="en"><head><title>Tokens</title></head><body></body></html>', {
      viewport: { width: 900, height: 1000 },
      reducedMotion: 'reduce',
    });
    panel = await openRealPanel(page, TEXT);
    await page.locator('[data-place=lab]').click();
    await page.locator('ts-why-tool .votes').first().waitFor();
    await inSight(page.locator('ts-word-flow'), page.locator('ts-word-flow .strong'));
    await inSight(page.locator('ts-corrected-attention'), page.locator('ts-corrected-attention td .value'));
  },
});

test('beside each weight stands what it moves, and the place where heads rest is named and can be left out', async () => {
  const at = (panel.run.tokens.length - 2) as TokenIndex; // the last token but one, which is selected first
  const corrected = page.locator('ts-why-tool ts-corrected-attention');
  const choose = async (list: string, value: number) => {
    await pick(corrected.locator(`ts-choice.${list}`), (options) => options.nth(value));
  };
  await choose('layer', 5);
  await choose('head', 1); // it rests on the first token
  const rows = { start: at, end: at + 1 } as Span<TokenIndex>;
  const columns = { start: 0, end: at + 1 } as Span<TokenIndex>;
  const answer = await engine.valueWeights(panel.run.run, { layer: 5, head: 1 }, rows, columns);
  const { values, columns: width } = await engine.rollout(panel.run.run, 5);
  const rolled = values.subarray(at * width, at * width + at + 1);
  const shownShares = async (withFirst: boolean) => {
    const { listed, others } = correctedShares(answer.raw.values, answer.weighted.values, rolled, {
      withFirst,
      most: 10,
    });
    const expected = [...listed, ...(others ? [others] : [])].flatMap((one) => [one.raw, one.moved, one.rolled ?? -1]);
    await corrected
      .locator('.answer:not(.old) td.rolled .value', { hasText: percent(listed[0].rolled ?? -1) })
      .first()
      .waitFor();
    await becomes(() => corrected.locator('td .value').allTextContents(), expected.map(percent));
  };
  await shownShares(true);
  const [first] = answer.firstToken.slice(1);
  assert.ok(restsOnFirst(first));
  const said = `The head rests on “The”, the first token, with ${percent(first.attention)} of its attention`;
  await corrected.locator('.said', { hasText: said }).waitFor();
  const saved = panel.toldNext('save');
  await corrected.locator('[data-action=numbers-json]').click();
  const [table] = JSON.parse(String((await saved)[1])).tables;
  assert.equal(table.rows.length, at + 1);
  const summed = (key: string) => table.rows.reduce((sum: number, row: Record<string, number>) => sum + row[key], 0);
  for (const key of ['attention', 'moved', 'rollout']) assert.ok(Math.abs(summed(key) - 1) < 1e-4, key);
  await corrected.locator('[data-action=first-token]').click();
  await shownShares(false);
  await corrected.locator('tbody button').first().hover();
  await becomes(() => page.locator('ts-why-tool ts-token-list .token[data-pointed]').count(), 1);
  await corrected.locator('[data-action=first-token]').click();
  await choose('head', 6);
  await corrected.locator('.said', { hasText: 'of 6 heads of this layer rest on “The”' }).waitFor();
});
