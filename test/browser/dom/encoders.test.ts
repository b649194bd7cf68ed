// A model that reads in both directions in a real browser, on answers of a real engine: what is masked, what does not apply,
// and how alike two texts are.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { hundredths, percent } from '../../../webview/text/numbers.ts';
import { bertFolder } from '../../unit/engine/bertFolder.ts';
import { SAMPLING } from '../../unit/engine/engineProcess.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { inSight } from './inSight.ts';
import { pick } from './pick.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { emptiedPage, engine } from './sharedPage.ts';

const TEXT = 'The cats sat on the mat and the dog ran on the mat.';
const OTHER = 'The dog ran and the cats sat.';
const HTML =
  '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #3b3b3b"><head><title>Tokens</title></head><body></body></html>';
/** Another word stands behind the one that is asked about. */
const SWAPPED = 'The cats sat on the mat and the cat ran on the mat.';
/** [CLS] the cat … dog */
const CAT = 2 as TokenIndex;
const DOG = 10;

const folders: string[] = [];
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

let page: Page;
let panel: RealPanel;
const test = testsWith({
  once: async () => {
    await open('bert');
  },
});

async function open(fixture: string): Promise<void> {
  const model = await bertFolder(fixture);
  folders.push(model);
  await openModel(model);
}

async function openModel(model: string): Promise<void> {
  page = await emptiedPage(HTML, { viewport: { width: 900, height: 900 }, reducedMotion: 'reduce' });
  panel = await openRealPanel(page, TEXT, { model });
  await page.locator('.token').nth(CAT).click();
}

const stop = async (name: string) => await page.locator(`ts-model-map [data-stop=${name}]`).click();
const tool = async (name: string) => {
  await page.locator('[data-place=lab]').click();
  await page.locator(`[data-tool=${name}]`).click();
};

test('the stop of the next token asks what stands behind a mask, and names the true word', async () => {
  await stop('next');
  const { candidates, actual } = await engine.nextTokens(panel.run.run, CAT, 12, SAMPLING);
  const bars = page.locator('ts-next-token-stop .answer:not(.old) .bar');
  await bars.first().waitFor();
  const values = () => bars.locator('.value').allTextContents();
  const shown = async () => (await values()).map((text) => text.trim()).filter(Boolean);
  const expected = [...candidates, ...(actual && actual.rank >= 12 ? [actual] : [])].map((one) =>
    percent(one.probability),
  );
  await becomes(shown, expected);
  await becomes(() => page.locator('ts-next-token-stop h2').innerText(), 'Masked word');
  await becomes(() => page.locator('ts-next-token-stop .follows').innerText(), 'stands here');
  await comesToMatch(() => page.locator('ts-next-token-stop .after').innerText(), /in place of “cat”/);
  await becomes(() => page.locator('ts-next-token-stop ts-slider').count(), 0);
});

test('nothing is generated, and it is said, on the map, too', async () => {
  await becomes(() => page.locator('ts-model-map [data-stop=generation]').innerText(), 'No generation');
  assert.doesNotMatch(await page.locator('ts-model-map nav').innerText(), /↺/);
  await stop('generation');
  await comesToMatch(() => page.locator('ts-generation-stop .lead').innerText(), /does not apply/);
  await becomes(() => page.locator('ts-generation-bar').isVisible(), false);
  await page.locator('ts-generation-stop h2').focus();
  await page.keyboard.press('n');
  await becomes(() => page.locator('ts-tokens-stop .token').count(), panel.run.tokens.length);
  await tool('tree');
  await comesToMatch(() => page.locator('ts-tree-tool .lead').innerText(), /does not apply.* a branch is a way/);
  await page.locator('[data-place=lecture]').click();
});

test('two texts are compared: where they part, what each says behind the mask, and nothing of surprise', async () => {
  await tool('compare');
  const compare = page.locator('ts-compare-tool');
  await becomes(() => compare.locator('textarea').inputValue(), TEXT.toLowerCase());
  await compare.locator('textarea').fill(SWAPPED);
  await compare.locator('.said', { hasText: 'The residual streams' }).waitFor();
  const other = { kind: 'text', text: SWAPPED } as const;
  const { candidates } = await engine.comparedNext(panel.run.run, other, CAT, 8);
  await compare.locator('h3', { hasText: 'With “cat” masked' }).waitFor();
  const first = compare.locator('.both-next tbody tr').first();
  await first
    .locator('.number-cell', { hasText: percent(candidates[0].ours ?? 0) })
    .first()
    .waitFor();
  const streams = await engine.comparedStreams(panel.run.run, other);
  const last = streams.values.subarray(-streams.columns);
  const rows = compare.locator('.differences tbody tr');
  await rows
    .first()
    .locator('.number-cell', { hasText: hundredths(Math.min(...last)) })
    .waitFor();
  assert.doesNotMatch(await compare.innerText(), /surpris(e|ing).*bits/);
  await compare.locator('.head').first().waitFor();
  const tables = () =>
    compare.evaluate((element) =>
      (element as unknown as { numbers(): { id: string; columns: unknown[] }[] })
        .numbers()
        .map(({ id, columns }) => [id, columns.length]),
    );
  await becomes(tables, [
    ['compare', 4],
    ['compare-streams', panel.run.tokens.length + 1],
    ['compare-heads', 3],
  ]);
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
});

test('patching is measured behind the mask in both texts, and a cell leads to What if with the same copy', async () => {
  await tool('patching');
  const patching = page.locator('ts-patching-tool');
  await patching.locator('textarea').fill(SWAPPED);
  await patching.locator('.metric', { hasText: 'in the place of “cat”, masked in both texts' }).waitFor();
  await patching.locator('[data-action=measure]').click();
  const cells = patching.locator('ts-signed-grid .cell');
  await cells.first().waitFor();
  await becomes(() => cells.count(), panel.run.model.layers * panel.run.tokens.length);
  const at = `[data-row="0"][data-column="${DOG}"]`;
  await patching.locator(`ts-signed-grid .cell${at}[aria-label*="100 %"]`).click();
  const label = page.locator('ts-what-if-tool .changes vscode-checkbox');
  await label.first().waitFor();
  await comesToMatch(
    () => label.first().getAttribute('label'),
    new RegExp(`Stream before layer 0 at position ${DOG}, “dog”, copied from`),
  );
  await page.locator('ts-what-if-tool [data-action=remove]').click();
  await tool('patching');
  await patching.locator('textarea').fill(TEXT.replace('cats', 'dogs'));
  await patching.locator('.hint', { hasText: 'only in the word that is masked' }).waitFor();
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  await page.locator('[data-place=lecture]').click();
});

test('a head is written out over the whole text, and cells above the diagonal can be reached', async () => {
  await stop('attention');
  await page.locator('ts-thumb-grid [role=radio]').nth(8).click(); // layer 1, head 2
  await inSight(page.locator('ts-head-exhibit'), page.locator('ts-head-detail tbody tr'));
  const { weights } = await engine.headDetail(panel.run.run, { layer: 1, head: 2 }, CAT);
  const strongest = weights.indexOf(Math.max(...weights));
  const first = page.locator('ts-head-detail tbody tr').first();
  await first.locator('td', { hasText: percent(weights[strongest]) }).waitFor();
  const map = page.locator('ts-attention-stop ts-heat-map canvas');
  await map.focus();
  await map.press('ArrowUp'); // from the lower left
  for (let i = 0; i < panel.run.tokens.length; i++) await map.press('ArrowRight');
  const [row, column] = [panel.run.tokens.length - 2, panel.run.tokens.length - 1];
  const span = (at: number) => ({ start: at, end: at + 1 }) as Span<TokenIndex>;
  const weight = await engine.attention(panel.run.run, { layer: 1, head: 2 }, span(row), span(column));
  await page.locator('ts-attention-stop .reading', { hasText: weight.values[0].toFixed(3) }).waitFor();
});

test('what a long text costs is said without a cache, which is for texts that go on', async () => {
  await stop('long');
  const rows = page.locator('ts-long-text-stop .columns th');
  await rows.filter({ hasText: 'attention weights' }).first().waitFor();
  await becomes(() => rows.filter({ hasText: 'memory for the cache' }).count(), 0);
});

test('what enters the first layer is called so that it is not cut off', async () => {
  await stop('position');
  const names = page.locator('ts-position-stop ts-strips').first().locator('.name');
  await names.nth(3).waitFor();
  await becomes(() => names.allInnerTexts(), ['embedding', '+ position', '+ segment', '= normed']);
  const isCut = (all: (HTMLElement | SVGElement)[]) => all.some((name) => name.scrollWidth > name.clientWidth);
  await becomes(() => names.evaluateAll(isCut), false);
});

test('what if is measured at the masked place', async () => {
  await tool('whatIf');
  await page.locator('ts-what-if-tool [data-action=example]').first().click();
  const changes = [{ kind: 'scale', part: { kind: 'head', layer: 0, head: 0 }, factor: 0 }] as const;
  const answer = await engine.whatIf(panel.run.run, { changes, after: CAT, k: 200, sampling: SAMPLING });
  const top = page.locator('ts-what-if-tool .pairs tbody tr').first();
  await top
    .locator('.number-cell', { hasText: percent(answer.after.candidates[0].probability) })
    .first()
    .waitFor();
  await comesToMatch(() => page.locator('ts-what-if-tool .pairs thead').innerText(), /in place of “cat”/);
  await becomes(() => page.locator('ts-what-if-tool .effect h3').count(), 0);
  await page.locator('ts-what-if-tool [data-action=remove]').click();
});

test('what mattered asks about the true word behind the mask, and hides words on both sides', async () => {
  await tool('mattered');
  await comesToMatch(() => page.locator('ts-mattered-tool .question').innerText(), /“cat”/);
  await page.locator('ts-mattered-tool ts-part-tree').waitFor();
  await comesToMatch(
    () => page.locator('ts-mattered-tool .modes .hint').innerText(),
    /no other token can attend to them/,
  );
  await page.locator('ts-mattered-tool [data-mode=leaveOut]').click();
  await page.locator('ts-mattered-tool .modes .hint', { hasText: 'the mask stands where the word' }).waitFor();
  await page.locator('ts-mattered-tool .answer:not(.old) ts-part-tree').waitFor();
});

test('two texts are held against one another, and the pairs are those of the engine', async () => {
  await tool('sentences');
  await page.locator('ts-sentences-tool textarea').fill(OTHER);
  const pair = await engine.sentences(panel.run.run, { other: OTHER });
  await page.locator('ts-sentences-tool output', { hasText: pair.cosine.toFixed(4) }).waitFor();
  const cells = page.locator('ts-sentences-tool ts-signed-grid .cell');
  await becomes(() => cells.count(), pair.cosines.values.length);
  await page.locator('ts-sentences-tool .cell[data-row="2"][data-column="3"]').hover();
  const at = 2 * pair.cosines.columns + 3;
  await page
    .locator('ts-sentences-tool .reading', { hasText: pair.cosines.values[at].toFixed(3).replace('-', '−') })
    .waitFor();
  const listed = page.locator('ts-sentences-tool .pairs tbody tr').first().locator('.number-cell').first();
  await becomes(() => listed.innerText(), percent(Math.max(...(pair.shares?.values ?? [])) / pair.cosine));
  await becomes(() => page.locator('ts-sentences-tool .other .token').count(), pair.otherTokens.length);
  await pick(page.locator('ts-sentences-tool .pooling'), (options) => options.filter({ hasText: 'first token' }));
  const first = await engine.sentences(panel.run.run, { other: OTHER, pooling: 'cls' });
  await page.locator('ts-sentences-tool output', { hasText: first.cosine.toFixed(4).replace('-', '−') }).waitFor();
  await comesToMatch(() => page.locator('ts-sentences-tool .cosine').innerText(), /no sum over tokens/);
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  assert.deepEqual(await cutElements(page.mainFrame()), []);
});

test('a model of vectors alone says that it predicts no words, and holds texts against one another all the same', async () => {
  await open('variants/bert-without-head');
  await stop('next');
  await page.locator('ts-next-token-stop h2', { hasText: 'No word' }).waitFor();
  await page.locator('ts-next-token-stop .lead', { hasText: 'predicts no words' }).waitFor();
  await becomes(() => page.locator('ts-next-token-stop .waiting').count(), 0); // not a second time
  await becomes(() => page.locator('ts-model-map [data-stop=next]').innerText(), 'No word');
  await stop('block');
  await page.locator('ts-block-stop .waiting', { hasText: 'predicts no words' }).waitFor();
  await tool('sentences');
  await page.locator('ts-sentences-tool textarea').fill(OTHER);
  const pair = await engine.sentences(panel.run.run, { other: OTHER });
  await page.locator('ts-sentences-tool output', { hasText: pair.cosine.toFixed(4).replace('-', '−') }).waitFor();
});

test('a GGUF file is pooled as it says, which is marked as its own, and predicts no words', async () => {
  await openModel(join(import.meta.dirname, '../../golden/fixtures/ggml/convertedEncoders/roberta.gguf'));
  await becomes(() => page.locator('ts-model-map [data-stop=next]').innerText(), 'No word');
  await tool('sentences');
  await page.locator('ts-sentences-tool textarea').fill(OTHER);
  const pair = await engine.sentences(panel.run.run, { other: OTHER });
  await page.locator('ts-sentences-tool output', { hasText: pair.cosine.toFixed(4).replace('-', '−') }).waitFor();
  await comesToMatch(() => page.locator('ts-sentences-tool .cosine').innerText(), /vectors of the first tokens/);
  assert.doesNotMatch(await page.locator('ts-sentences-tool .cosine').innerText(), /does not say how/);
  const own = page.locator('ts-sentences-tool .pooling', { hasText: 'first token (the model’s own)' });
  await becomes(() => own.count(), 1);
});

test('a model with windows reads the whole text at once, and its costs are told so', async () => {
  await open('modernbert');
  await stop('long');
  const costs = page.locator('ts-layer-costs');
  await costs.locator('.hint', { hasText: 'the whole text at once' }).waitFor();
  assert.doesNotMatch(await costs.innerText(), /token by token/);
});
