// The tool Compare on answers of a real engine with two models: what it shows is what the engine says.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { Compared } from '../../../src/contract/compared.ts';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { OtherReading } from '../../../src/contract/webviewApi.ts';
import type { Change } from '../../../src/contract/whatIf.ts';
import { mostDifferent } from '../../../webview/lab/compare/headsView.ts';
import { hundredths, percent, signed } from '../../../webview/text/numbers.ts';
import { shortText } from '../../../webview/text/visibleText.ts';
import { EMBEDDED, explained, TINY } from '../../unit/engine/engineProcess.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { emptiedPage, engine } from './sharedPage.ts';

const TEXT = 'The boy was very happy. He had a big red';
const OTHER = 'The little dog was very happy. He had a big red';
const OFF: Change = { kind: 'scale', part: { kind: 'attention', layer: 2 }, factor: 0 };
let panel: RealPanel;
/** The same text once more: the page may have the questions about its own run interrupted. */
let run: RunSummary;
let page: Page;
/** What comes of the choice of another model. */
let choice: () => Promise<OtherReading | undefined> = async () => undefined;
const test = testsWith({
  once: async () => {
    page = await emptiedPage(
      '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #3b3b3b"><head><title>Tokens</title></head><body></body></html>',
      { viewport: { width: 900, height: 1000 } },
    );
    const changes = {
      list: [{ change: OFF, isOn: true }],
      of: { text: TEXT, length: TEXT.length, model: EMBEDDED },
    };
    await page.evaluate((state) => Object.assign(window, { keptState: state }), {
      version: 2,
      tool: 'compare',
      changes,
    });
    panel = await openRealPanel(page, TEXT, { chooseOther: async () => await choice() });
    run = await explained(engine, TEXT, EMBEDDED);
    await page.locator('[data-place=lab]').click();
  },
});

const tool = 'ts-compare-tool';
const piece = (at: number) => page.locator(`${tool} ts-aligned-text [data-piece="${at}"]`);
const choose = async (kind: string) => await page.locator(`${tool} [data-with=${kind}]`).click();
const text = { kind: 'text', text: OTHER } as const;

/** Everything that the engine says of it. */
async function compared(other: Compared) {
  const of = await engine.comparison(run.run, other);
  const predictions = await engine.comparedPredictions(run.run, other, { start: 0, end: of.pieces.length });
  return { ...of, ...predictions };
}

/** The row of the table of differences that comes first. */
const firstRow = async () =>
  await page.locator(`${tool} .differences tbody tr`).first().locator('button, td').allTextContents();

async function expectedRow(other: Compared): Promise<readonly string[]> {
  const { pieces, ourBits, theirBits } = await compared(other);
  const difference = (i: number) => Math.abs(theirBits[i] - ourBits[i]) || 0;
  const strongest = pieces.reduce((best, _, i) => (difference(i) > difference(best) ? i : best), 0);
  return [
    shortText(run.tokens[pieces[strongest].ours.start], 16),
    percent(2 ** -ourBits[strongest]),
    percent(2 ** -theirBits[strongest]),
    signed(theirBits[strongest] - ourBits[strongest]),
  ];
}

test('it begins with the text itself, and asks for another word', async () => {
  await becomes(() => page.locator(`${tool} textarea`).inputValue(), TEXT);
  await page.locator(`${tool} .same`, { hasText: 'Both texts are the same' }).waitFor();
  await becomes(() => page.locator(`${tool} .kind`).textContent(), 'Computed');
});

test('both texts stand one above the other, piece by piece as the engine aligns them', async () => {
  await page.locator(`${tool} textarea`).fill(OTHER);
  await page.locator(`${tool} .said`, { hasText: 'bits' }).waitFor();
  const { pieces, tokens } = await compared(text);
  const shown = () =>
    page
      .locator(`${tool} ts-aligned-text .piece`)
      .evaluateAll((all) => all.map((one) => [...one.querySelectorAll('.side')].map((side) => side.textContent)));
  const written = (all: typeof tokens, { start, end }: { start: number; end: number }) =>
    all
      .slice(start, end)
      .map((token) => shortText(token, 40))
      .join('') || '–';
  await becomes(
    shown,
    pieces.map(({ ours, theirs }) => [written(run.tokens, ours), written(tokens, theirs)]),
  );
});

test('it is said how much less surprising what both have is, and where the streams part', async () => {
  const { pieces, ourBits, theirBits } = await compared(text);
  let [sum, count] = [0, 0];
  for (const [i, { isSame }] of pieces.entries()) {
    if (!isSame || Number.isNaN(theirBits[i] - ourBits[i])) continue;
    sum += theirBits[i] - ourBits[i];
    count++;
  }
  // Where the streams part is asked for by itself, and said as soon as it is known.
  const said = (await page.locator(`${tool} .said`, { hasText: 'from layer' }).textContent()) ?? '';
  assert.ok(said.includes(`the ${count} tokens`), said);
  assert.ok(said.includes(`${hundredths(Math.abs(sum))} bits ${sum < 0 ? 'less' : 'more'} surprising in B`), said);
  const { values, rows, columns } = await engine.comparedStreams(run.run, text);
  const parts = (row: number) => pieces.findIndex((one, i) => one.isSame && values[row * columns + i] < 0.9);
  const row = Array.from({ length: rows }, (_, at) => at).find((at) => parts(at) >= 0) ?? assert.fail('none part');
  const name = shortText(run.tokens[pieces[parts(row)].ours.start], 20);
  assert.ok(said.includes(`from layer ${row} on, at “${name}”`), said);
});

test('the most different token is the engine’s, and leads to what comes behind it', async () => {
  const expected = await expectedRow(text);
  await becomes(() => firstRow(), expected);
  await page.locator(`${tool} .differences tbody button`).first().click();
  await page.locator(`${tool} h3`, { hasText: `What comes behind “${expected[0]}”` }).waitFor();
});

test('two distributions stand side by side for the token that is chosen by keys', async () => {
  const { pieces } = await compared(text);
  const at = pieces.length - 1;
  await page.locator(`${tool} ts-aligned-text [tabindex="0"]`).focus();
  await page.keyboard.press('End');
  await piece(at).and(page.locator('[aria-selected=true]')).waitFor();
  await page.locator(`${tool} .answer[aria-busy=true]`).first().waitFor({ state: 'detached' });
  const next = await engine.comparedNext(run.run, text, at, 8);
  const rows = () =>
    page
      .locator(`${tool} .both-next tbody tr`)
      .evaluateAll((all) =>
        all.map((one) => [...one.querySelectorAll('th, .number-cell')].map((cell) => cell.textContent)),
      );
  await becomes(
    rows,
    next.candidates.slice(0, 10).map((one) => [percent(one.ours ?? -1), shortText(one, 14), percent(one.theirs ?? -1)]),
  );
});

test('the heads that differ most are the engine’s, and lead to the stop of attention', async () => {
  const { layers, heads } = run.model;
  const byLayer: Float32Array[] = [];
  for (let layer = 0; layer < layers; layer++) byLayer.push(await engine.comparedHeads(run.run, text, layer));
  const expected = mostDifferent({ layers, heads, byLayer }, 6);
  const list = page.locator(`${tool} .strongest .head`);
  await page.locator(`${tool} .strongest [data-head="${expected[0].layer}.${expected[0].head}"]`).waitFor();
  await page.waitForFunction(
    (name) =>
      document
        .querySelector('tokenscope-panel')
        ?.shadowRoot?.querySelector(name)
        ?.shadowRoot?.querySelector('.heads .reading')?.textContent === '',
    tool,
  );
  await becomes(
    () => list.evaluateAll((all) => all.map((one) => one.getAttribute('data-head'))),
    expected.map(({ layer, head }) => `${layer}.${head}`),
  );
  await list.first().click();
  await page.locator('ts-attention-stop ts-heat-map canvas').waitFor();
  const chosen = (await page.evaluate(() => window.keptState)) as { head: { layer: number; head: number } };
  assert.deepEqual(chosen.head, { layer: expected[0].layer, head: expected[0].head });
  await page.keyboard.press('l');
});

test('the tracks are read by keys: a token, and a layer of it', async () => {
  const canvas = page.locator(`${tool} ts-tracks canvas`);
  await canvas.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  const { ourBits, pieces } = await compared(text);
  assert.ok(pieces[3].isSame);
  const reading = page.locator(`${tool} .reading`).first();
  await reading.filter({ hasText: hundredths(ourBits[3]) }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const { values, columns } = await engine.comparedStreams(run.run, text);
  await reading.filter({ hasText: `cosine before layer 1: ${hundredths(values[columns + 3])}` }).waitFor();
  await page.keyboard.press('Escape');
});

test('what is pointed at is read, and beside all pieces what is selected', async () => {
  const reading = page.locator(`${tool} .reading`).first();
  await piece(1).hover();
  await reading.filter({ hasText: /^“·little”: only in B/ }).waitFor();
  const list = await page.locator(`${tool} ts-aligned-text .list`).boundingBox();
  if (!list) assert.fail('no list');
  await page.mouse.move(list.x + list.width - 2, list.y + 10);
  const last = shortText(run.tokens[run.tokens.length - 1], 20);
  await reading.filter({ hasText: `“${last}”: A` }).waitFor();
});

test('the tracks become a picture', async () => {
  await page.locator(`${tool} ts-tracks canvas`).click({ button: 'right' });
  const saved = panel.toldNext('save');
  await page.locator('[data-action=save-picture]').click();
  assert.equal((await saved)[0], 'tracks.png');
});

test('of a long text the heads are compared when that is asked for', async () => {
  await page.locator(`${tool} textarea`).fill(`${OTHER} ball.${' He was happy.'.repeat(80)}`);
  const button = page.locator(`${tool} [data-action=compare-heads]`);
  await button.waitFor();
  await page.locator(`${tool} .said`, { hasText: 'bits' }).waitFor();
  await becomes(() => page.locator(`${tool} ts-signed-grid`).count(), 0);
  await button.click();
  await page.locator(`${tool} .strongest .head`).first().waitFor();
});

test('a text that cannot be read is refused in words', async () => {
  await page.locator(`${tool} textarea`).fill('');
  await page.locator(`${tool} .hint`, { hasText: 'Write another text.' }).waitFor();
  await page.locator(`${tool} textarea`).fill('word '.repeat(run.model.context + 1));
  await page.locator(`${tool} [role=alert]`, { hasText: 'or more than the 1,024' }).waitFor();
});

test('the changes of What if are compared as a measurement, and lead back there', async () => {
  await choose('changes');
  await page.locator(`${tool} .changes`, { hasText: 'Attention of layer 2 off' }).waitFor();
  await becomes(() => page.locator(`${tool} .kind`).textContent(), 'Measured');
  const expected = await expectedRow({ kind: 'changes', changes: [OFF] });
  await page.locator(`${tool} .differences tbody tr`).first().filter({ hasText: expected[3] }).waitFor();
  await becomes(() => firstRow(), expected);
  await page.locator(`${tool} [data-action=open-what-if]`).click();
  await page.locator('ts-what-if-tool [data-action=compare]').click();
  await piece(0).waitFor();
});

test('another model reads the same text: pieces by the text, bits per byte, and why layers cannot be compared', async () => {
  const other = randomUUID();
  choice = async () => {
    await engine.explain({ run: other, modelFolder: TINY, text: TEXT, beside: true });
    return { kind: 'read', run: other, name: 'tiny', readTo: undefined };
  };
  await choose('model');
  await page.locator(`${tool} [data-action=choose-other]`).click();
  await page.locator(`${tool} .said`, { hasText: 'bits per byte' }).waitFor();
  await becomes(() => page.locator(`${tool} .model`).textContent(), 'tiny');
  const { pieces } = await compared({ kind: 'run', run: other });
  await becomes(() => page.locator(`${tool} ts-aligned-text .piece`).count(), pieces.length);
  await page.locator(`${tool} .hint`, { hasText: 'A has 8 layers of width 384, B has 3 of width 48.' }).waitFor();
  await page.locator(`${tool} .hint`, { hasText: 'A has 8 layers of 6 heads, B has 3 of 4.' }).waitFor();
  await choose('text'); // the editor of a model's file has another one read it
  const read: OtherReading = { kind: 'read', run: other, name: 'from a file', readTo: undefined };
  await page.evaluate((model) => window.tell('compareWith', model), read);
  await page.locator(`${tool} .model`, { hasText: 'from a file' }).waitFor();
});

test('a model that is gone, and one that cannot be read, are told in words', async () => {
  choice = async () => ({ kind: 'failed', message: 'config.json is missing.' });
  await page.locator(`${tool} [data-action=choose-other]`).click();
  await page.locator(`${tool} .problem`, { hasText: 'config.json is missing.' }).waitFor();
  choice = async () => ({ kind: 'read', run: 'gone', name: 'gone', readTo: 3 });
  await page.locator(`${tool} [data-action=choose-other]`).click();
  await page.locator(`${tool} [role=alert]`, { hasText: 'no longer in memory' }).waitFor();
  await page.locator(`${tool} .hint`, { hasText: 'the first 3 of its tokens' }).waitFor();
  const given = panel.toldNext('forgetOther');
  await page.locator(`${tool} [data-action=forget-other]`).click();
  await given;
  await page.locator(`${tool} .hint`, { hasText: 'takes its own memory' }).waitFor();
});

test('it can be used by keys and screen readers, and fits into 320 px', async () => {
  await choose('text');
  await page.locator(`${tool} textarea`).fill(OTHER);
  await page.locator(`${tool} .strongest .head`).first().waitFor();
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.setViewportSize({ width: 320, height: 700 });
  for (const kind of ['changes', 'model', 'text']) {
    await choose(kind);
    assert.deepEqual(await cutElements(page.mainFrame()), [], kind);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, kind);
  }
  await page.setViewportSize({ width: 900, height: 1000 });
});

test('Patching leads here with its text', async () => {
  await page.locator('[data-tool=patching]').click();
  await page.locator('ts-patching-tool textarea').fill('The girl was very happy. He had a big red');
  await page.locator('ts-patching-tool [data-action=compare]').click();
  await piece(1).filter({ hasText: '·girl' }).waitFor();
  await becomes(() => page.locator(`${tool} textarea`).inputValue(), 'The girl was very happy. He had a big red');
});
