// What stands where in panels of several sizes, in a real browser: sliders and bars together, lists in two columns, and
// little besides the stops where the panel is low.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { becomes, comesToMatch } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { onPage } from './onPage.ts';

const PAGE = `
  import '@vscode-elements/elements/dist/vscode-button/index.js';
  import { html, render } from 'lit';
  import { QuestionQueue } from './state/questionQueue.ts';
  import './stops/embedding/embeddingStop.ts';
  import './stops/nextToken/nextTokenStop.ts';
  import { frameStyles } from './page/frameStyles.ts';
  import './page/generationBar.ts';
  import { header, headerStyles } from './page/header.ts';
  import './page/modelMap.ts';
  import { pageStyles } from './theme/styles.ts';
  const sheet = (css) => css.styleSheet;
  const tokens = [{ id: 7, text: 'river', bytes: [1] }, { id: 9, text: 'bank', bytes: [2] }];
  const model = { name: 'embedded model', architecture: 'gpt2', layers: 8, heads: 6, layerHeads: Array(8).fill({ heads: 6 }), dModel: 384, parameters: 19e6, vocabSize: 8192, context: 1024, positions: 'learned', predicts: 'next', bidirectional: false, precision: undefined, provider: undefined };
  const candidates = Array.from({ length: 12 }, (_, i) => ({ id: i, text: 'token' + i, bytes: [], probability: 0.3 / (i + 1), drawProbability: i < 6 ? 0.3 / (i + 1) : 0, logit: 3 - i }));
  const near = { all: candidates.map((one, i) => ({ ...one, cosine: 0.5 - i / 50 })), trained: undefined, isRare: false };
  const none = { value: undefined, isCurrent: false, failure: undefined };
  const never = () => new Promise(() => {});
  const host = new Proxy({}, { get: (_, name) => (name === 'neighbours' ? async () => near : never) });
  const context = { run: 'r', version: 'r', host, queue: new QuestionQueue(() => {}), tokens, at: 1, selected: 1, model, overview: none, maps: none, weights: none, vectors: none, whole: false, generating: false,
    next: { value: { after: 1, candidates, actual: undefined, entropyBits: 3 }, isCurrent: true, failure: undefined }, sampling: { temperature: 0.8, topK: 40, topP: 0.95, minP: 0, repetitionPenalty: 1, seed: 1 } };
  window.showStop = (tag) => {
    const stop = document.createElement(tag);
    stop.context = context;
    document.body.replaceChildren(stop);
  };
  window.showFrame = () => {
    const source = { label: 'a long name of a file.md', line: 5, stale: false };
    const state = { tokens, content: { kind: 'explained', source, summary: { model, tokenizeMs: 1, prefillMs: 60, explainedTo: 9, textLength: 9 } } };
    const root = document.body.attachShadow({ mode: 'open' });
    document.adoptedStyleSheets = [sheet(pageStyles)];
    root.adoptedStyleSheets = [headerStyles, frameStyles].map(sheet);
    render(html\`<header class="top">\${header(state, 0, {})}<ts-model-map .stop=\${'tokens'} .positions=\${'learned'} .kinds=\${Array(8).fill('attention')} .layer=\${0}></ts-model-map></header>
      <footer class="bottom"><ts-generation-bar .steps=\${[]}></ts-generation-bar></footer><main></main>\`, root);
  };`;
declare global {
  interface Window {
    showStop(tag: string): void;
    showFrame(): void;
  }
}

let page: Page;
const test = testsWith(
  onPage(PAGE, '<!DOCTYPE html><body style="margin: 0; font: 13px sans-serif"></body>', (opened) => {
    page = opened;
  }),
);

async function boxOf(one: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await one.waitFor();
  return (await one.boundingBox()) ?? assert.fail('not drawn');
}

const columnsOf = async (all: Locator) =>
  new Set(await all.evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().left))).size;

test('sliders and bars of the next token are seen together on a screen of 700 pixels', async () => {
  await page.setViewportSize({ width: 620, height: 700 });
  await page.evaluate(() => window.showStop('ts-next-token-stop'));
  const sliders = await boxOf(page.locator('.sliders'));
  const bars = await boxOf(page.locator('.bars'));
  assert.ok(sliders.y + sliders.height <= bars.y);
  assert.ok(bars.y + bars.height - sliders.y < 700 - 150, 'what header and bar leave');
  await becomes(() => columnsOf(page.locator('.slider')), 3);
  await page.setViewportSize({ width: 320, height: 700 });
  await page.waitForFunction(() => innerWidth === 320);
  await becomes(() => columnsOf(page.locator('.slider')), 2);
});

test('the closest tokens stand in two columns where there is room, in their order from top to bottom', async () => {
  await page.setViewportSize({ width: 900, height: 700 });
  await page.evaluate(() => window.showStop('ts-embedding-stop'));
  const rows = page.locator('.near li');
  await rows.nth(11).waitFor();
  await becomes(() => columnsOf(rows), 2);
  const [first, second, seventh] = await Promise.all([0, 1, 6].map((i) => boxOf(rows.nth(i))));
  assert.ok(first.x === second.x && first.y < second.y && first.x < seventh.x && first.y === seventh.y);
  await comesToMatch(() => rows.first().innerText(), /token0\s+0\.500/);
  await page.setViewportSize({ width: 300, height: 700 });
  await page.waitForFunction(() => innerWidth === 300);
  await becomes(() => columnsOf(rows), 1);
});

test('a low panel leaves two thirds of its height to the stops, and all buttons', async () => {
  await page.setViewportSize({ width: 500, height: 700 });
  await page.evaluate(() => window.showFrame());
  const taken = async () => (await boxOf(page.locator('.top'))).height + (await boxOf(page.locator('.bottom'))).height;
  const before = await taken();
  for (const [width, height] of [
    [500, 400],
    [310, 250],
  ]) {
    await page.setViewportSize({ width, height });
    await page.waitForFunction((now) => innerHeight === now, height);
    const now = await taken();
    assert.ok(now < before && now < height / 3 + 20, `${now} of ${height}`);
    for (const button of await page.locator('vscode-button').all()) {
      const { x, width: wide } = await boxOf(button);
      assert.ok(x >= 0 && x + wide <= width, await button.innerText());
    }
  }
  assert.ok(await page.locator('h1').isVisible());
  await comesToMatch(() => page.locator('ts-generation-bar [role=status]').innerText(), /goes on from your text/);
});
