// The routing picture in a real browser, on answers of a real engine with a mixture of experts: what is shown is what the
// engine says, and an expert that is switched off there or in the Lab is a change of What if.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { LayerRouting, Routing } from '../../../src/contract/experts.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { tokensOf } from '../../../webview/stops/block/routed.ts';
import { short } from '../../../webview/text/numbers.ts';
import { WORDS, withWords } from '../../unit/engine/withWords.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { pick } from './pick.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { emptiedPage, engine } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

const TEXT = Array.from({ length: 40 }, (_, i) => WORDS[(i * 5 + (i >> 3)) % WORDS.length]).join(' ');
const HTML =
  '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #3b3b3b"><head><title>Tokens</title></head><body></body></html>';
/** 600 tokens and 128 experts, each token with three of them; the first of token t is expert 3 · t + 96, modulo 128. */
const MANY = `
  import { QuestionQueue } from './state/questionQueue.ts';
  import './stops/block/expertsExhibit.ts';
  const tokens = Array.from({ length: 600 }, (_, i) => ({ id: i, text: 'word' + i, bytes: [1] }));
  const routed = ({ start, end }) => {
    const places = Array.from({ length: (end - start) * 3 }, (_, i) => start * 3 + i);
    const ids = Float32Array.from(places, (place) => (Math.floor(place / 3) * 3 + (place % 3) * 5 + 96) % 128);
    const load = new Float32Array(128);
    for (const id of ids) load[id]++;
    return { tokens: { start, end }, experts: 128, chosen: 3, layers: [{ layer: 0, ids, weights: Float32Array.from(ids, () => 0.25), load, weightedLoad: load }] };
  };
  window.showMany = (at) => {
    const exhibit = document.createElement('ts-experts-exhibit');
    exhibit.context = { run: 'r', version: 'r', host: { routing: async (_, span) => routed(span) }, queue: new QuestionQueue(() => {}), tokens, at, model: { experts: { layers: [true], experts: 128, chosen: 3, inner: 8, sharedInner: 0 } }, whole: true, generating: false, head: { layer: 0, head: 0 } };
    document.body.replaceChildren(exhibit);
  };`;
declare global {
  interface Window {
    showMany(at: number): void;
  }
}
/** Rows of the picture. */
const ROWS = 24;

let page: Page;
let panel: RealPanel;
let routing: Routing;
let exhibit: Locator;
let grid: Locator;
const folders: string[] = [];
const test = testsWith({
  once: async () => {
    page = await emptiedPage(HTML, { viewport: { width: 900, height: 1000 }, reducedMotion: 'reduce' });
    panel = await opened('qwen3_moe');
    const whole = { start: 0, end: panel.run.tokens.length } as Span<TokenIndex>;
    routing = (await engine.routing(panel.run.run, whole)) ?? assert.fail('no experts');
    exhibit = page.locator('ts-experts-exhibit');
    grid = exhibit.locator('ts-pick-grid.tokens');
    await inSight('ts-routing-picture');
  },
});
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function opened(fixture: string): Promise<RealPanel> {
  const model = await withWords(fixture);
  folders.push(model);
  return await openRealPanel(page, TEXT, { model });
}

/** Scrolls there until this is drawn: what stands above it moves it until that is drawn, too. */
async function inSight(part: string): Promise<void> {
  await page.waitForFunction(
    ([element, selector]) => {
      element?.scrollIntoView({ block: 'start' });
      return element?.shadowRoot?.querySelector(selector);
    },
    [await page.locator('ts-experts-exhibit').elementHandle(), part] as const,
  );
}

/** The picture of a layer, once it is that of the chosen one. */
async function layerShown(layer: number): Promise<LayerRouting> {
  await exhibit.locator('h3', { hasText: `Experts of layer ${layer}` }).waitFor();
  return routing.layers.find((one) => one.layer === layer) ?? assert.fail('no experts');
}

const numbersOf = async (all: Locator, name: string) =>
  await all.evaluateAll((found, key) => found.map((one) => Number((one as HTMLElement).dataset[key])), name);

test('cells are the experts that tokens got, and bars how many tokens an expert got', async () => {
  await page.locator('ts-block-stop .road button', { hasText: '1' }).click();
  const layer = await layerShown(1);
  const last = routing.tokens.end;
  await becomes(
    () => numbersOf(grid.locator('.pick'), 'column'),
    [...layer.ids.subarray((last - ROWS) * routing.chosen)],
  );
  const heights = () =>
    grid.locator('.bar').evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('height'))));
  const most = Math.max(...layer.load);
  const counts = (all: readonly number[]) => all.map((height) => Math.round((height / Math.max(...all)) * most));
  await becomes(async () => counts(await heights()), [...layer.load]);
});

test('an expert that is chosen by keys shows its tokens with their weights, and a token is selected by a click', async () => {
  const layer = await layerShown(1);
  await grid.locator('.column[tabindex="0"]').focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await exhibit.locator('h3', { hasText: 'Expert 3: its tokens' }).waitFor();
  const expected = tokensOf(routing, layer, 3);
  const chips = exhibit.locator('.its-tokens button');
  await becomes(
    () => numbersOf(chips, 'token'),
    expected.map(({ token }) => token),
  );
  await becomes(
    () => chips.locator('.weight').allTextContents(),
    expected.map(({ weight }) => short(weight)),
  );
  const [{ token }] = expected;
  await chips.first().click();
  await grid.locator(`.row[aria-pressed=true][aria-label="${named(token)}"]`).waitFor();
  await exhibit.locator('h3', { hasText: 'Expert 3: its tokens' }).waitFor(); // it stays chosen
});

const named = (token: number) => `“${panel.run.tokens[token].text}” at position ${token}`;

test('a token is selected by its row, and its experts are shown for all layers', async () => {
  const row = grid.locator('.row[aria-pressed=false]').last();
  const name = (await row.getAttribute('aria-label')) ?? '';
  await row.click();
  await grid.locator(`.row[aria-pressed=true][aria-label="${name}"]`).waitFor();
  const token = Number(name.split(' ').at(-1));
  const { chosen } = routing;
  const ids = routing.layers.flatMap((one) => [...one.ids.subarray(token * chosen, (token + 1) * chosen)]);
  const layers = exhibit.locator('ts-pick-grid.layers');
  await becomes(() => numbersOf(layers.locator('.pick'), 'column'), ids);
  await layers.locator('.pick').last().click();
  await layerShown(2);
  await exhibit.locator('h3', { hasText: `Expert ${ids.at(-1)}: its tokens` }).waitFor();
});

test('the numbers are saved: each choice, and the load of each expert', async () => {
  const layer = await layerShown(2);
  const saved = panel.toldNext('save');
  await exhibit.locator('[data-action=numbers-json]').click();
  const { tables } = JSON.parse(String((await saved)[1]));
  assert.deepEqual(
    tables.map(({ id }: { id: string }) => id),
    ['routing', 'expert-load'],
  );
  assert.deepEqual(
    tables[0].rows.map(({ expert }: { expert: number }) => expert),
    [...layer.ids],
  );
  assert.deepEqual(
    tables[1].rows.map(({ tokens }: { tokens: number }) => tokens),
    [...layer.load],
  );
});

test('it has no accessibility problems, and nothing is cut off in a narrow panel', async () => {
  assert.deepEqual(
    (await accessibilityProblems(page.mainFrame())).filter((one) => one.includes('ts-experts')),
    [],
  );
  await page.setViewportSize({ width: 340, height: 900 });
  await inSight('ts-routing-picture');
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  await page.setViewportSize({ width: 900, height: 1000 });
});

test('Switch off leads to the Lab with this change, and the form there has experts', async () => {
  const chosen = await exhibit.locator('h3', { hasText: 'its tokens' }).innerText();
  const expert = Number(/\d+/.exec(chosen)?.[0]);
  await exhibit.locator('[data-action=switch-off-expert]').click();
  const changes = page.locator('ts-what-if-tool .changes vscode-checkbox');
  await changes.first().waitFor();
  const listed = async () => await changes.evaluateAll((all) => all.map((one) => one.getAttribute('label')));
  await becomes(() => listed(), [`Expert ${expert} of layer 2 off`]);
  const form = page.locator('ts-add-part');
  const choose = async (list: string, option: string) => {
    await pick(form.locator(`.${list} ts-choice`), (options) => options.filter({ hasText: option }));
  };
  await choose('part', 'Expert');
  await becomes(() => form.locator('.treatment').count(), 0);
  await choose('layer', '0');
  await choose('expert', '5');
  await form.locator('[data-action=add-part]').click();
  await page.locator('ts-what-if-tool .changes vscode-checkbox').nth(1).waitFor();
  await becomes(() => listed(), [`Expert ${expert} of layer 2 off`, 'Expert 5 of layer 0 off']);
});

test('the Lab has the picture as a tool: a layer is chosen there, and a cell of all layers leads to its expert', async () => {
  await page.locator('[data-tool=experts]').click();
  const tool = page.locator('ts-experts-tool');
  await tool.locator('[data-layer="1"]').click();
  await tool.locator('ts-routing-picture ts-pick-grid.tokens').waitFor();
  const [first] = routing.layers;
  const busiest = first.load.indexOf(Math.max(...first.load));
  await tool.locator(`ts-pick-grid.all .pick[data-row="0"][data-column="${busiest}"]`).click();
  await tool.locator('[data-layer="0"][aria-checked=true]').waitFor();
  await tool.locator('h3', { hasText: `Expert ${busiest}: its tokens` }).waitFor();
  const got = tokensOf(routing, first, busiest).map(({ token }) => token);
  const tinted = () =>
    tool.locator('ts-token-list').evaluate((list) => {
      const { weights } = list as HTMLElement & { weights: Float32Array };
      return [...weights.keys()].filter((token) => weights[token] > 0);
    });
  await becomes(
    tinted,
    got.toSorted((a, b) => a - b),
  );
});

test('an expert that is switched off in the Lab has both predictions beside one another, as What if has them', async () => {
  const tool = page.locator('ts-experts-tool');
  const before = await tool.locator('[data-action=turn-off]').count();
  await tool.locator('[data-action=switch-expert]').click();
  await tool.locator('[data-action=switch-expert][aria-pressed=true]').waitFor();
  await becomes(() => tool.locator('[data-action=turn-off]').count(), before + 1);
  const rows = async (name: string) =>
    await page.locator(`${name} .answer:not(.old) > .pairs tbody tr`).allInnerTexts();
  await tool.locator('.answer:not(.old) > .pairs').waitFor();
  const shown = await rows('ts-experts-tool');
  assert.ok(shown.length >= 8);
  await tool.locator('[data-action=open-what-if]').click();
  await page.locator('ts-what-if-tool .answer:not(.old) > .pairs').waitFor();
  await becomes(() => rows('ts-what-if-tool'), shown);
  await page.locator('[data-tool=experts]').click();
  await tool.locator('[data-action=switch-expert]').click();
  await tool.locator('[data-action=switch-expert][aria-pressed=false]').waitFor();
  await becomes(() => tool.locator('[data-action=turn-off]').count(), before);
});

test('the tool has no accessibility problems, and nothing of it is cut off in a narrow panel', async () => {
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.setViewportSize({ width: 340, height: 900 });
  await page.locator('ts-experts-tool ts-pick-grid.all').scrollIntoViewIfNeeded();
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  await page.setViewportSize({ width: 900, height: 1000 });
});

test('a model without experts is not offered the tool, and is shown another one in its place', async () => {
  page = await emptiedPage(HTML, { viewport: { width: 900, height: 1000 }, reducedMotion: 'reduce' });
  panel = await openRealPanel(page, 'The cat sat.');
  await page.locator('[data-place=lab]').click();
  await page.locator('ts-why-tool h2').waitFor();
  await becomes(() => page.locator('[data-tool=experts]').count(), 0);
});

test('a layer without experts leads to one that has some', async () => {
  page = await emptiedPage(HTML, { viewport: { width: 900, height: 1000 }, reducedMotion: 'reduce' });
  panel = await opened('variants/qwen2_moe-step');
  await inSight('h3');
  await page.locator('ts-block-stop .road button', { hasText: '2' }).click();
  await page.locator('ts-experts-exhibit [data-action=layer]', { hasText: 'Layer 1' }).click();
  await page.locator('ts-experts-exhibit h3', { hasText: 'Experts of layer 1' }).waitFor();
});

test('128 experts scroll, names of tokens stay, and the chosen expert is in sight; of a long text a part is counted', async () => {
  page = await emptiedPage(HTML, { viewport: { width: 600, height: 1000 }, reducedMotion: 'reduce' });
  await page.addScriptTag({ content: await webviewScript(MANY) });
  await page.evaluate(() => window.showMany(300));
  const many = page.locator('ts-experts-exhibit ts-pick-grid.tokens');
  const chosen = many.locator('.column[aria-pressed=true] .hit');
  const places = async () => {
    const box = async (of: Locator) => (await of.boundingBox()) ?? assert.fail('nothing there');
    return { grid: await box(many), column: await box(chosen), name: await box(many.locator('.row .hit').first()) };
  };
  await many.waitFor();
  const first = (3 * 300 + 96) % 128;
  await becomes(() => many.locator('.column[aria-pressed=true]').getAttribute('data-at'), String(first));
  const { grid: all, column, name } = await places();
  assert.ok(first * 8 > all.width, 'without scrolling it would be out of sight');
  assert.ok(column.x > name.x + name.width && column.x + column.width <= all.x + all.width);
  assert.ok(Math.abs(name.x - all.x) <= 2, 'names of tokens stay at the left');
  await becomes(() => many.locator('.row').count(), ROWS);
  await page.locator('ts-experts-exhibit [role=status]', { hasText: 'Of 256 tokens' }).waitFor();
  await page.locator('ts-experts-exhibit .legend', { hasText: 'of 600' }).waitFor();
});
