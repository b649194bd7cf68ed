// A model with the gated delta rule in the page of the panel, on answers of a real engine: layers without attention say what
// they do, and where there is attention the arithmetic of a head goes on to what passes its gate.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { lengthOf } from '../../../webview/text/largest.ts';
import { percent, short } from '../../../webview/text/numbers.ts';
import { WORDS, withWords } from '../../unit/engine/withWords.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { inSight } from './inSight.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { emptiedPage, engine } from './sharedPage.ts';

const HTML =
  '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #3b3b3b"><head><title>Tokens</title></head><body></body></html>';

let page: Page;
let panel: RealPanel;
let folder = '';
const test = testsWith({
  once: async () => {
    page = await emptiedPage(HTML, { viewport: { width: 900, height: 1000 }, reducedMotion: 'reduce' });
    folder = await withWords('qwen3_next'); // layers 0 and 2 keep a state, layer 1 attends
    panel = await openRealPanel(page, WORDS.join(' '), { model: folder });
  },
});
after(async () => {
  if (folder) await rm(folder, { recursive: true });
});

const stop = () => page.locator('ts-attention-stop');

async function choose(layer: number): Promise<void> {
  await stop()
    .locator('ts-thumb-grid [role=radio]')
    .nth(layer * 6)
    .click();
}

test('a layer whose state is corrected says so, and what that is', async () => {
  await choose(0);
  await stop().locator('h3', { hasText: 'Layer 0, state of head 0' }).waitFor();
  const first = page.locator('ts-model-map .tower').first();
  await becomes(() => first.getAttribute('title'), 'Layer 0: a gated delta rule in place of attention');
  await inSight(stop().locator('ts-state-exhibit'), stop().locator('ts-state-exhibit .text'));
  for (const words of [
    'Each of its 4 heads keeps a state, a table of 8 × 6 numbers',
    'writes the difference to its own value',
    'Layers with attention: 1.',
  ])
    await stop().locator('ts-state-exhibit .text', { hasText: words }).waitFor();
});

test('the course of the state says how strongly a token writes', async () => {
  const { decays, norms, strengths } = await engine.stateCourse(panel.run.run, { layer: 0, head: 0 });
  const exhibit = stop().locator('ts-state-exhibit');
  await exhibit.locator('ts-course-chart canvas').first().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const said = `“${WORDS[1]}”: keeps ${short(decays[1])} of the state, writes with β = ${short(strengths[1])}, norm behind it ${short(norms[1])}`;
  await exhibit.locator('.reading', { hasText: said }).waitFor();
  await exhibit.locator('.hint', { hasText: 'how strongly each token writes, β' }).waitFor();
  const { columns, rows } = await exhibit.evaluate(
    (element) =>
      (element as unknown as { numbers(): { columns: { key: string }[]; rows: unknown[][] }[] }).numbers()[0],
  );
  const column = columns.findIndex(({ key }) => key === 'strength');
  assert.deepEqual(
    rows.map((row) => row[column]),
    [...strengths],
  );
});

test('behind a head stands a gate, with what passes it', async () => {
  await choose(1);
  const detail = stop().locator('ts-head-detail');
  await inSight(stop().locator('ts-head-exhibit'), detail);
  const head = { layer: 1, head: 0 };
  const { gate } = await engine.headDetail(panel.run.run, head, (WORDS.length - 1) as TokenIndex);
  const { values, passed } = gate ?? assert.fail('no gate');
  const open = values.reduce((sum, value) => sum + value / values.length, 0);
  const notes = async () => (await detail.locator('ts-strips .note').allInnerTexts()).slice(-2);
  await becomes(notes, [`${percent(open)} open`, `length ${short(lengthOf(passed))}`]);
});

test('nothing there is without a name for screen readers', async () => {
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
});
