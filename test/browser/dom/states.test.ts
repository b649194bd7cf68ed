// What stands in the place of attention, in a real browser, on answers of a real engine: maps of states, how they fade, taps of
// convolutions, and what each kind of layer costs.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { short } from '../../../webview/text/numbers.ts';
import { WORDS, withWords } from '../../unit/engine/withWords.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { inSight } from './inSight.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { emptiedPage, engine } from './sharedPage.ts';

const N = 30;
const text = (words: number) =>
  Array.from({ length: words }, (_, i) => WORDS[(i * 5 + (i >> 3)) % WORDS.length]).join(' ');
const HTML =
  '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #3b3b3b; --vscode-editor-background: #ffffff"><head><title>Tokens</title></head><body class="vscode-light"></body></html>';

let page: Page;
let panel: RealPanel;
let stop: Locator;
const folders: string[] = [];
const test = testsWith({ once: async () => await open('granitemoehybrid') });
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function open(fixture: string, words = N): Promise<void> {
  page = await emptiedPage(HTML, { viewport: { width: 1000, height: 1400 }, reducedMotion: 'reduce' });
  const model = await withWords(fixture);
  folders.push(model);
  panel = await openRealPanel(page, text(words), { model });
  stop = page.locator('ts-attention-stop');
  await page.locator('ts-model-map [data-stop=attention]').click();
  await stop.locator('ts-thumb-grid').waitFor();
}

/** A cell of the grid: columns are five heads, their mean, the strongest. */
const choose = async (row: number, column: number) =>
  await stop.locator(`ts-thumb-grid canvas[data-row="${row}"][data-column="${column}"]`).click();
const reading = (of: string) => stop.locator(`${of} .reading`);

test('layers say of what kind they are, in the grid and on the map of the model', async () => {
  await becomes(() => stop.locator('ts-thumb-grid .line .mark:not(:empty)').allTextContents(), ['S', 'A', 'S']);
  await becomes(() => stop.locator('.kinds span').allInnerTexts(), ['S state', 'A attention']);
  const names = () =>
    page.locator('ts-model-map .tower').evaluateAll((all) => all.map((one) => one.getAttribute('title')));
  await becomes(names, ['Layer 0: a state in place of attention', 'Layer 1', 'Layer 2: a state in place of attention']);
});

test('a head of a state is chosen as one of attention, and its map has the exact weight of a cell', async () => {
  await choose(2, 3);
  await stop.locator('ts-state-map h3', { hasText: 'Layer 2, state of head 3' }).waitFor();
  const map = stop.locator('ts-state-map ts-heat-map canvas');
  await map.focus();
  for (const key of ['ArrowUp', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  const { weights } = await engine.stateDetail(panel.run.run, { layer: 2, head: 3 }, (N - 3) as TokenIndex);
  const [query, key] = [N - 3, 3].map((token) => panel.run.tokens[token].text);
  await reading('ts-state-map')
    .filter({ hasText: `${query} ← ${key}  ${short(weights[3])}` })
    .waitFor();
});

test('a cell that is opened selects its query and writes out its key', async () => {
  await page.keyboard.press('Enter');
  const exhibit = stop.locator('ts-state-exhibit');
  await exhibit.locator('h3', { hasText: `What “${panel.run.tokens[N - 3].text}” reads of each token` }).waitFor();
  const { products, left, weights, written } = await engine.stateDetail(
    panel.run.run,
    { layer: 2, head: 3 },
    (N - 3) as TokenIndex,
  );
  const product = `weight = q·k × what is left = ${short(products[3])} × ${short(left[3])} = ${short(weights[3])}`;
  await exhibit.locator('.product', { hasText: product }).waitFor();
  const row = exhibit.locator('ts-state-detail tr.chosen td:not(.bar)');
  const shown = [products[3], left[3], weights[3], written[3]].map(short);
  await becomes(async () => (await row.allTextContents()).slice(1), shown);
});

test('the course says what a token keeps of the state, and a token is selected in it by keys', async () => {
  const { decays, norms } = await engine.stateCourse(panel.run.run, { layer: 2, head: 3 });
  const chart = stop.locator('ts-state-exhibit ts-course-chart canvas').first();
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const said = `“${panel.run.tokens[1].text}”: keeps ${short(decays[1])} of the state, norm behind it ${short(norms[1])}`;
  await reading('ts-state-exhibit').filter({ hasText: said }).waitFor();
  await page.keyboard.press('Enter');
  await stop.locator('ts-state-exhibit h3', { hasText: `What “${panel.run.tokens[1].text}” reads` }).waitFor();
  await stop.locator('ts-state-detail', { hasText: `the ${N - 2} later tokens have not written yet` }).waitFor();
});

test('why the cost is linear is said with the numbers of the model, and nowhere is a state called attention', async () => {
  await stop.locator('ts-state-exhibit .text', { hasText: '5 × 8 × 16 = 640 numbers' }).waitFor();
  await becomes(() => stop.locator('ts-head-exhibit, ts-arcs, ts-heat-map[label*=Attention]').count(), 0);
});

test('the numbers are the course and the row, for a file', async () => {
  const tables = () =>
    stop
      .locator('ts-state-exhibit')
      .evaluate((element) =>
        (element as unknown as { numbers(): { id: string; rows: unknown[] }[] })
          .numbers()
          .map(({ id, rows }) => [id, rows.length]),
      );
  await becomes(tables, [
    ['state', N],
    ['state-weights', 2],
  ]);
});

test('a head that the next layer lacks becomes the mean, and attention has its own exhibit', async () => {
  await choose(2, 4);
  await stop.locator('ts-state-map h3', { hasText: 'head 4' }).waitFor();
  await page.locator('ts-model-map [data-layer="1"]').click();
  await stop.locator('h3', { hasText: 'Layer 1, mean of all heads' }).waitFor();
  await stop.locator('ts-head-exhibit').waitFor({ state: 'attached' });
  await becomes(() => stop.locator('ts-state-map').count(), 0);
});

test('it has no accessibility problems, and nothing is cut off in a narrow panel', async () => {
  await choose(0, 2);
  await inSight(stop.locator('ts-taps-exhibit'), stop.locator('ts-taps-exhibit tr'));
  const ours = (problem: string) => /ts-(state|taps|head-grid|layer-costs|course|growth)/.test(problem);
  assert.deepEqual((await accessibilityProblems(page.mainFrame())).filter(ours), []);
  await page.setViewportSize({ width: 340, height: 1400 });
  await inSight(stop.locator('ts-state-map'), stop.locator('ts-state-map ts-heat-map'));
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  await page.setViewportSize({ width: 1000, height: 1400 });
});

test('what each kind of layer costs follows the slider: a state is as large for a million tokens', async () => {
  await page.locator('ts-model-map [data-stop=long]').click();
  const costs = page.locator('ts-long-text-stop ts-layer-costs');
  const rows = async () =>
    await costs
      .locator('table:not(.of-token) tbody tr')
      .evaluateAll((all) =>
        all.map((row) =>
          [...row.querySelectorAll('th, td')].map((cell) => (cell as HTMLElement).innerText.split('\n')[0]),
        ),
      );
  await costs.locator('h3', { hasText: 'at 128 tokens' }).waitFor();
  const before = await rows();
  assert.deepEqual(
    before.map(([name]) => name),
    ['state, 5 heads', 'attention', 'all'],
  );
  await page.locator('ts-long-text-stop ts-slider input').fill('20');
  await costs.locator('h3', { hasText: 'at 1,048,576 tokens' }).waitFor();
  const later = await rows();
  assert.equal(later[0][3], before[0][3]);
  assert.notEqual(later[1][3], before[1][3]);
  await becomes(() => costs.locator('ts-growth-chart path.curve').count(), 6); // three curves, and their keys
  await page.setViewportSize({ width: 340, height: 1400 });
  await page.waitForFunction(
    (table) => (table?.scrollWidth ?? 0) > (table?.clientWidth ?? 0),
    await costs.locator('.table').first().elementHandle(),
  );
  const problems = await accessibilityProblems(page.mainFrame());
  assert.deepEqual(
    problems.filter((problem) => problem.includes('ts-layer-costs')),
    [],
  );
  await page.setViewportSize({ width: 1000, height: 1400 });
});

test('the block says mixer where not every layer attends, and of what its norm stands in front', async () => {
  await page.locator('ts-model-map [data-stop=block]').click();
  await page.locator('ts-model-map [data-layer="2"]').click();
  const block = page.locator('ts-block-stop');
  await block.locator('h3', { hasText: 'Layer norm in front of the state' }).waitFor();
  await comesToMatch(
    () => block.locator('.lead').innerText(),
    /its mixer \(attention, a state or a short convolution\)/,
  );
  await becomes(() => block.locator('.road th.wide').innerText(), 'stream, mixer, feed-forward (lengths)');
  const row = block.locator('.road tbody tr').first();
  const colours = (all: (HTMLElement | SVGElement)[]) => all.map((one) => getComputedStyle(one).backgroundColor);
  const [, ...added] = await row.locator('.bar').evaluateAll(colours); // the first one is the stream
  await becomes(() => row.locator('.number-cell .key').evaluateAll(colours), added); // numbers have those of their bars
});

test('a convolution shows its taps, of the selected token by name', async () => {
  await open('lfm2');
  await choose(1, 0);
  await stop.locator('h3', { hasText: 'Layer 1: a convolution in place of attention' }).waitFor();
  const taps = await engine.convolutionTaps(panel.run.run, 1);
  const rows = stop.locator('ts-taps-exhibit tbody tr');
  await inSight(stop.locator('ts-taps-exhibit'), rows);
  await stop.locator('ts-taps-exhibit canvas').focus();
  await page.keyboard.press('Home');
  await stop.locator('ts-taps-exhibit .whose', { hasText: `“${panel.run.tokens[0].text}”` }).waitFor();
  await becomes(
    () => rows.locator('.mono').allTextContents(),
    [panel.run.tokens[0].text, 'before the text', 'before the text'],
  );
  await becomes(() => rows.locator('.number-cell').allTextContents(), [short(taps.values[0]), '0', '0']);
});

test('a model without any attention is shown and offered no heads to change; a text of one token has its state', async () => {
  await open('mamba2', 1);
  await stop.locator('ts-state-map ts-heat-map').waitFor();
  await stop.locator('ts-state-exhibit', { hasText: 'for the 1 tokens here' }).waitFor();
  await becomes(() => stop.locator('h2').innerText(), 'State');
  await becomes(() => page.locator('ts-model-map [data-stop=attention]').innerText(), 'State');
  await comesToMatch(() => page.locator('.header .context').innerText(), /^1 tokens, no limit/);
  await becomes(() => page.locator('.header meter').count(), 0);
  await page.locator('button[data-place=lab], [role=radio][data-place=lab]').first().click();
  await page.locator('[data-tool=whatIf]').click();
  await page.locator('ts-what-if-tool ts-add-part form').waitFor();
});

test('a block without a feed-forward shows none', async () => {
  await page.locator('button[data-place=lecture], [role=radio][data-place=lecture]').first().click();
  await page.locator('ts-model-map [data-stop=block]').click();
  const block = page.locator('ts-block-stop');
  await comesToMatch(() => block.locator('.lead').innerText(), /There is no feed-forward/);
  await becomes(() => block.locator('.road th.wide').innerText(), 'stream, mixer (lengths)');
  await becomes(() => block.locator('.road tbody tr').first().locator('.bar').count(), 2); // the stream and the mixer
  await becomes(() => block.locator('h3', { hasText: 'Feed-forward' }).count(), 0);
});
