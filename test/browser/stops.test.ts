// The eight stops, reached by keys alone, each with numbers held against an engine asked here; the tour; the export.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Frame } from 'playwright-core';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import type { RunSummary } from '../../src/contract/engineApi.ts';
import type { Span, TokenIndex } from '../../src/contract/tokens.ts';
import { createEngineClient, type EngineClient } from '../../src/engine/client.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { STOPS, type StopId } from '../../webview/state/stopIds.ts';
import { wordAround } from '../../webview/stops/tokens/words.ts';
import { percent } from '../../webview/text/numbers.ts';
import { visibleText } from '../../webview/text/visibleText.ts';
import { accessibilityProblems } from './accessibility.ts';
import { explainParagraph } from './explainParagraph.ts';
import { ROOT, Session } from './session.ts';

/** Line 9 of the sample. */
const TEXT = 'The cat sat on the mat. The dog sat on the rug, and the cat looked at the dog.';
/** Maps of a layer beside those of its heads: mean and maximum. */
const MADE_OF_ALL = 2;
const SAMPLING = { temperature: 0.8, topK: 40, topP: 0.95, minP: 0, seed: 1 };

let session: Session;
let workbench: Workbench;
let panel: Frame;
let engine: EngineClient;
let run: RunSummary;
/** The last " dog", selected throughout. */
let at: TokenIndex;
/** The head that does it best. */
let induction: { layer: number; head: number };

before(async () => {
  session = await Session.start('stops');
  workbench = await session.open();
  engine = createEngineClient({ spawn: () => spawnEngine(join(ROOT, 'dist/engine.js'), () => {}), log: () => {} });
  run = await engine.explain({ run: randomUUID(), modelFolder: join(ROOT, 'media/model'), text: TEXT });
  at = run.tokens.findLastIndex((token) => token.text === ' dog') as TokenIndex;
  panel = await explainParagraph(workbench, 'sample.md', 9);
  await panel.locator('.token').nth(at).click();
});
after(async () => {
  engine.dispose();
  await session.end();
});

async function text(selector: string): Promise<string> {
  return await panel.locator(selector).first().innerText();
}

async function nextFrom(stop: StopId, wanted: string): Promise<void> {
  await panel.locator(`ts-model-map [data-stop=${stop}]`).focus();
  await workbench.page.keyboard.press('ArrowRight');
  await panel.locator(wanted).first().waitFor();
}

test('tokens: the merges of the word, and other tokenizers', async () => {
  const { tokens, merges } = await engine.merges(run.run, wordAround(run.tokens, at));
  await panel.locator('ts-merge-replay output', { hasText: `${merges?.length} of ${merges?.length} merges` }).waitFor();
  await panel.locator('ts-merge-replay input').fill('0');
  assert.equal(await panel.locator('ts-merge-replay .part').count(), tokens.flatMap((token) => token.bytes).length);
  await panel.locator('[data-action=compare]').click();
  const o200k = await engine.tokenize(TEXT, { kind: 'openai', encoding: 'o200k_base' });
  await panel
    .locator('.cut', { hasText: 'o200k_base' })
    .filter({ hasText: `${o200k.length} tokens` })
    .waitFor();
});

test('tokens: tinted by surprise', async () => {
  await panel.locator('ts-tokens-stop select').selectOption('surprisal');
  const { bits } = await engine.surprisals(run.run);
  await panel.locator('ts-tokens-stop .hint', { hasText: `${bits[at].toFixed(1)} bits` }).waitFor();
  await panel.locator('ts-tokens-stop select').selectOption('attention');
});

test('embedding: the closest tokens', async () => {
  await nextFrom('tokens', 'ts-embedding-stop tbody tr');
  const [closest] = await engine.neighbours(run.run, at, 1);
  assert.equal(await text('ts-embedding-stop tbody tr td'), visibleText(closest));
  assert.equal(await text('ts-embedding-stop tbody tr td.number-cell'), closest.cosine.toFixed(3));
  await panel.locator('ts-scatter circle').first().waitFor();
});

test('position: two tokens change places', async () => {
  await nextFrom('embedding', 'ts-image canvas');
  await panel.locator('[data-action=swap]').click();
  const swapped = await engine.swapped(run.run, at, 0 as TokenIndex, 5, SAMPLING);
  const shown = panel.locator('ts-position-stop .swap table').nth(1).locator('.number-cell');
  await shown.nth(4).waitFor();
  assert.deepEqual(
    await shown.allInnerTexts(),
    swapped.candidates.map((one) => percent(one.probability)),
  );
});

test('attention: one head written out', async () => {
  await nextFrom('position', 'ts-thumb-grid [role=radio]');
  const { heads, induction: scores } = await engine.headScores(run.run);
  const best = scores.indexOf(Math.max(...scores));
  induction = { layer: Math.floor(best / heads), head: best % heads };
  await panel
    .locator('ts-thumb-grid [role=radio]')
    .nth(induction.layer * (run.model.heads + MADE_OF_ALL) + induction.head)
    .click();
  const detail = await engine.headDetail(run.run, induction, at);
  await panel.locator('ts-head-exhibit').scrollIntoViewIfNeeded();
  await panel.locator('ts-head-detail tbody tr').first().waitFor();
  const strongest = Math.max(...detail.weights);
  assert.equal(await text('ts-head-detail tbody tr td:last-child'), percent(strongest));
  await panel.locator('ts-attention-stop .role', { hasText: /induction|first token/ }).waitFor();
  const twin = run.tokens.findIndex((token) => token.text === ' dog') as TokenIndex;
  const alike = await engine.similarity(run.run, at, twin);
  assert.deepEqual(
    await panel.locator('ts-head-exhibit .layers span').allInnerTexts(),
    Array.from(alike, (value) => value.toFixed(2)),
  );
});

test('attention: a cell of the map opens its product', async () => {
  const map = panel.locator('ts-attention-stop ts-heat-map canvas');
  await workbench.page.mouse.move(5, 5); // over the map it would move the cursor, too
  await map.focus();
  const press = async (key: string, times: number) => {
    for (let i = 0; i < times; i++) await workbench.page.keyboard.press(key);
  };
  const reading = panel.locator('ts-attention-stop .reading').first();
  for (let i = 0; i < 50 && !(await reading.innerText()).includes('→'); i++) {
    await press('ArrowDown', 1); // nothing happens before the map is drawn
    await workbench.page.waitForTimeout(100);
  }
  // From wherever the pointer happens to be, to the corner.
  await press('ArrowDown', run.tokens.length);
  await press('ArrowLeft', run.tokens.length);
  await press('ArrowRight', 3);
  await reading.filter({ hasText: `→ ${visibleText(run.tokens[3])}  ` }).waitFor();
  await workbench.page.keyboard.press('Enter');
  const last = (run.tokens.length - 1) as TokenIndex;
  const { query, keys } = await engine.headDetail(run.run, induction, last);
  const key = keys.values.subarray(3 * query.length, 4 * query.length);
  const product = query.reduce((sum, value, i) => sum + value * key[i], 0);
  await panel.locator('ts-head-detail .product', { hasText: `= ${product.toFixed(3)}` }).waitFor();
  await panel.locator('.token').nth(at).click();
});

test('block: what the model would say after each layer', async () => {
  await nextFrom('attention', 'ts-block-stop .lens td');
  const lens = await engine.logitLens(run.run, { start: at, end: at + 1 } as Span<TokenIndex>);
  const titles = await panel
    .locator('ts-block-stop .lens tbody tr:last-child td')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title')));
  const cell = lens.rows.at(-1)?.[0] ?? assert.fail('no cell');
  assert.ok(
    titles.some((title) => title === `${visibleText(cell)} ${percent(cell.probability)}`),
    `${titles}`,
  );
  const [block] = await engine.blocks(run.run, at);
  await panel.locator('ts-block-stop .road', { hasText: block.mlpCosine.toFixed(2) }).waitFor();
});

test('next token: counted in the document, too', async () => {
  await nextFrom('block', 'ts-next-token-stop .ngrams td');
  const sample = readFileSync(join(ROOT, 'media/samples/sample.md'), 'utf8');
  const { bigram } = await engine.ngrams(run.run, sample, at, 5);
  assert.equal(await text('ts-next-token-stop .ngrams td.number-cell'), `${bigram[0].count} ×`);
});

test('generation: the totals of the loop', async () => {
  await nextFrom('next', 'ts-generation-stop .loop');
  await panel.locator('[data-action=step]').click();
  await panel.locator('.token.generated').first().waitFor({ state: 'attached' });
  await panel.locator('ts-model-map [data-stop=generation]').click();
  await panel.locator('ts-generation-stop .total').first().waitFor();
  await panel.locator('[data-action=reset]').click();
  await panel.locator('.token.generated').first().waitFor({ state: 'detached' });
});

test('long text: measured here, and far beyond', async () => {
  await panel.locator('ts-model-map [data-stop=long]').click();
  await panel.locator('[data-action=measure]').click();
  await panel.locator('ts-line-chart .curve').waitFor();
  await panel.locator('[data-action=measure]', { hasText: 'Measure' }).waitFor();
  await panel.locator('ts-long-text-stop td', { hasText: 'extrapolated' }).waitFor();
});

test('axe finds nothing in any stop', async () => {
  for (const stop of STOPS) {
    await panel.locator(`ts-model-map [data-stop=${stop}]`).click();
    await panel.locator(`ts-model-map [data-stop=${stop}][aria-current]`).waitFor();
  }
  assert.deepEqual(await accessibilityProblems(panel), []);
});

test('a chart is saved as a picture, the explanation as a page that opens by itself', async () => {
  await panel.locator('ts-scatter svg').click({ button: 'right' });
  await saved(() => panel.locator('[data-action=save-picture]').click(), 'scatter.svg', /<svg[^>]*xmlns/);
  const page = await saved(
    () => workbench.begin('Export Explanation as HTML Page'),
    'sample.md.tokens.html',
    /shadowrootmode="open"/,
  );
  assert.ok(page.includes('looked') && !page.includes('<script'));
});

/** From the top of the window to that of the stop. */
const BLOCK_TOP = `document.querySelector('tokenscope-panel').shadowRoot.querySelector('ts-block-stop').getBoundingClientRect().top`;
/** As if the browser did not keep what is read in its place by itself: it does not always. */
const GROW_ABOVE = `(() => {
  document.documentElement.style.overflowAnchor = 'none';
  document.querySelector('tokenscope-panel').shadowRoot.querySelector('ts-embedding-stop').style.paddingTop = '900px';
})()`;

test('who reads a stop stays there when the page grows above it, and when the text is explained again', async () => {
  await panel.locator('ts-model-map [data-stop=block]').click();
  await panel.locator('ts-block-stop .lens td').first().waitFor();
  const here = panel.locator('ts-model-map [data-stop=block][aria-current]');
  let before = Number.NaN;
  for (let top = 0; top !== before; await workbench.page.waitForTimeout(200)) {
    before = top; // until the scroll has ended
    top = await panel.evaluate<number>(BLOCK_TOP);
  }
  await panel.locator('ts-block-stop h2').click(); // from here on the reader's own place counts
  await panel.evaluate(GROW_ABOVE);
  const isThere = async () => Math.abs((await panel.evaluate<number>(BLOCK_TOP)) - before) < 2;
  for (let i = 0; i < 100 && !(await isThere()); i++) await workbench.page.waitForTimeout(50);
  assert.ok(await isThere());
  await here.waitFor();
  await workbench.openFile('sample.md');
  await workbench.goTo(9);
  await workbench.command('Explain Tokens');
  await workbench.page.waitForTimeout(1500); // what runs may be over before anybody sees it
  await panel.locator('ts-block-stop .lens td').first().waitFor();
  for (let i = 0; i < 100 && !(await isThere()); i++) await workbench.page.waitForTimeout(50);
  assert.ok(await isThere());
  await here.waitFor();
});

test('the tour leads through all stops and can be left', async () => {
  await workbench.command('Start Guided Tour');
  panel = await workbench.webview('tokenscope-panel ts-tour');
  for (const [i] of STOPS.entries()) {
    await panel.locator('ts-tour strong', { hasText: `${i + 1}/8` }).waitFor();
    await panel.locator('[data-action=tour-next]').click();
  }
  await panel.locator('ts-tour').waitFor({ state: 'detached' });
});

test('nothing was refused by the content policy', () => {
  assert.deepEqual(
    workbench.errors.filter((error) => /style|script/i.test(error)),
    [],
  );
});

/** Through the workbench's file dialog, into the workspace. */
async function saved(start: () => Promise<void>, name: string, holds: RegExp): Promise<string> {
  await start();
  const input = workbench.page.locator('.quick-input-widget input');
  for (let i = 0; i < 100 && !(await input.inputValue()).endsWith(name); i++) await workbench.page.waitForTimeout(100);
  const path = await input.inputValue();
  assert.ok(path.endsWith(name), path);
  await input.press('Enter');
  await input.waitFor({ state: 'hidden' });
  for (let i = 0; i < 100 && !existsSync(path); i++) await workbench.page.waitForTimeout(100);
  const content = readFileSync(path, 'utf8');
  assert.match(content, holds);
  return content;
}
