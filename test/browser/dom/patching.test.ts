// The tool Patching in a real browser, on answers of a real engine with the embedded model.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { PatchGrid, PatchQuestion } from '../../../src/contract/patching.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { metricOf } from '../../../webview/lab/patching/metric.ts';
import { restored, shareInWords } from '../../../webview/lab/patching/restored.ts';
import { INITIAL } from '../../../webview/state/panelState.ts';
import { signed } from '../../../webview/text/numbers.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { openRealPanel } from './realPanel.ts';
import { emptiedPage, engine } from './sharedPage.ts';

const TEXT = 'The boy was very happy. He had a big red';
const OTHER = 'The dog was very happy. He had a big red';
/** Where they differ. */
const WORD = 1;
let run: RunSummary;
let page: Page;
const test = testsWith({
  once: async () => {
    page = await emptiedPage(
      '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #3b3b3b"><head><title>Tokens</title></head><body></body></html>',
      { viewport: { width: 900, height: 1000 } },
    );
    await page.evaluate(() => Object.assign(window, { keptState: { version: 2, tool: 'patching' } }));
    ({ run } = await openRealPanel(page, TEXT));
    await page.locator('[data-place=lab]').click();
  },
});

const tool = 'ts-patching-tool';
const cell = (row: number, column: number) =>
  page.locator(`${tool} ts-signed-grid [data-row="${row}"][data-column="${column}"]`);
const names = async () =>
  await page
    .locator(`${tool} ts-signed-grid .cell`)
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));

async function question(kind: PatchQuestion['kind']): Promise<PatchQuestion> {
  const ours = await engine.nextTokens(run.run, (run.tokens.length - 1) as TokenIndex, 12, INITIAL.sampling);
  const { next } = await engine.otherText(run.run, OTHER, 12, INITIAL.sampling);
  return { source: OTHER, kind, ...metricOf(ours, next ?? assert.fail('nothing comes next'), {}) };
}

async function swept(kind: PatchQuestion['kind']): Promise<PatchGrid> {
  const asked = await question(kind);
  for (;;) {
    const grid = await engine.patchSweep(run.run, asked, 1000);
    if (grid.left === 0) return grid;
  }
}

test('it begins with the text itself, and asks for another word', async () => {
  await becomes(() => page.locator(`${tool} textarea`).inputValue(), TEXT);
  await page.locator(`${tool} .said`, { hasText: 'Both texts are the same: change a word' }).waitFor();
});

test('texts of different lengths are laid side by side, and it is said what is too much or lacking', async () => {
  await page.locator(`${tool} textarea`).fill('The dog was happy. He had a big red');
  await page
    .locator(`${tool} .said`, { hasText: `The other text has ${run.tokens.length - 1} tokens, 1 fewer than this one` })
    .waitFor();
  await becomes(() => page.locator(`${tool} .pair.differs`).allInnerTexts(), ['·boy\n·dog', '·very\n–']);
  await becomes(() => page.locator(`${tool} [data-action=measure]`).count(), 0);
});

test('of texts of the same length it says what they differ in, and by how much the prediction does', async () => {
  await page.locator(`${tool} textarea`).fill(OTHER);
  await page
    .locator(`${tool} .said`, { hasText: `Both have ${run.tokens.length} tokens, 1 of them different.` })
    .waitFor();
  const { base, source } = await engine.patchSweep(run.run, await question('residual'), 0);
  await page
    .locator(`${tool} .sides`, { hasText: `This text: ${signed(base)}. The other one: ${signed(source)}.` })
    .waitFor();
  await comesToMatch(() => cell(0, 0).getAttribute('aria-label'), /not measured yet/);
});

/** A sweep gets no further than its first cells until window.open() is called: it might end before it is stopped. */
async function holdSweep(): Promise<void> {
  await page.evaluate(() => {
    const { askHost } = window;
    let held = true;
    const gate = new Promise<void>((open) => {
      window.open = () => {
        held = false;
        open();
        return null;
      };
    });
    let asked = 0;
    window.askHost = async (message) => {
      const [run, question, ms] = message.a;
      if (message.m !== 'patchSweep' || ms === 0 || !held) return await askHost(message);
      const few = asked++ === 0 ? 1 : 0;
      if (few === 0) await gate;
      return await askHost({ ...message, a: [run, question, few] });
    };
  });
}

test('a sweep is stopped and gone on with, until every cell says its share', async () => {
  const button = page.locator(`${tool} [data-action=measure]`);
  await holdSweep();
  await button.click();
  await page.waitForFunction(
    (all) => {
      const shown =
        document
          .querySelector('tokenscope-panel')
          ?.shadowRoot?.querySelector('ts-patching-tool')
          ?.shadowRoot?.querySelector('.progress')?.textContent ?? '';
      return !shown.startsWith('0 ') && shown.endsWith(all);
    },
    `of ${run.model.layers * run.tokens.length} cells`,
  );
  await button.click();
  await button.filter({ hasText: 'Continue' }).waitFor();
  await page.evaluate(() => window.open());
  await button.click();
  await button.waitFor({ state: 'detached' });
  const cells = restored(await swept('residual'), WORD);
  const shares = (await names()).map((name) => /: (\S+ %) of the difference$/.exec(name ?? '')?.[1]);
  assert.deepEqual(shares, [...cells.values].map(shareInWords));
  await becomes(() => cell(0, 0).getAttribute('aria-label'), 'Layer 0, “·boy”: 100 % of the difference');
});

test('arrow keys lead from cell to cell, which say what they are', async () => {
  await cell(0, 0).focus();
  await page.keyboard.press('ArrowDown');
  const name = (await cell(1, 0).getAttribute('aria-label')) ?? '';
  await page.locator(`${tool} ts-sweep-view .reading`, { hasText: name }).waitFor();
});

test('heads are measured when they are chosen, and the sweep before is still known', async () => {
  await page.locator(`${tool} [data-kind=head]`).click();
  await page.locator(`${tool} [data-kind=head][aria-checked=true]`).waitFor();
  await page.locator(`${tool} ts-signed-grid .cell`).first().waitFor();
  await page.locator(`${tool} [data-action=measure]`).waitFor({ state: 'detached' });
  const cells = restored(await swept('head'), 0);
  const shares = (await names()).map((name) => /: (\S+ %) of the difference$/.exec(name ?? '')?.[1]);
  assert.deepEqual(shares, [...cells.values].map(shareInWords));
  await page.locator(`${tool} [data-kind=residual]`).click();
  await page.locator(`${tool} ts-signed-grid .cell[aria-label="Layer 0, “·boy”: 100 % of the difference"]`).waitFor();
});

test('axe finds nothing, and 320 px cut nothing off', async () => {
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.setViewportSize({ width: 320, height: 700 });
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  await becomes(() => page.evaluate(() => document.documentElement.scrollWidth), 320);
  await page.setViewportSize({ width: 900, height: 1000 });
});

test('a cell is tried in What if, where the copy of all the difference brings the other text’s prediction', async () => {
  await cell(0, 0).click();
  await page
    .locator(
      `ts-what-if-tool vscode-checkbox[label="Stream before layer 0 at position ${WORD}, “·boy”, copied from “The·dog·was·very·ha…”"]`,
    )
    .waitFor();
  const { next } = await engine.otherText(run.run, OTHER, 1, INITIAL.sampling);
  await page
    .locator('ts-what-if-tool .said', {
      hasText: next?.candidates[0].text?.trim() ?? assert.fail('nothing comes next'),
    })
    .waitFor();
  await page.locator('[data-tool=patching]').click();
  await page.locator(`${tool} ts-signed-grid .cell[aria-label="Layer 0, “·boy”: 100 % of the difference"]`).waitFor();
  await becomes(() => page.locator(`${tool} textarea`).inputValue(), OTHER);
});
