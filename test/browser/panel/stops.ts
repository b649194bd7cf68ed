// The eight stops, reached by keys alone, each with numbers held against an engine asked here.
import assert from 'node:assert/strict';
import type { GenerationStep } from '../../../src/contract/readings.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import type { StopId } from '../../../webview/state/stopIds.ts';
import { bytesInWords, costOfRange, costOfText, inWords, millisecondsInWords } from '../../../webview/stops/cost.ts';
import { percent } from '../../../webview/text/numbers.ts';
import { shortText, visibleText } from '../../../webview/text/visibleText.ts';
import { becomes } from '../becomes.ts';
import { inSight } from '../dom/inSight.ts';
import { pick } from '../dom/pick.ts';
import { SAMPLING } from '../engine.ts';
import { at, engine, explainHere, panel, run, SAMPLE, show, TEXT, test, workbench } from './explainedPanel.ts';
import { moveOnMap } from './moveOnMap.ts';

/** Maps of a layer beside those of its heads: mean and maximum. */
const MADE_OF_ALL = 2;

async function text(selector: string): Promise<string> {
  return await panel.locator(selector).first().innerText();
}

async function texts(selector: string): Promise<string[]> {
  const all = panel.locator(selector);
  await all.first().waitFor(); // each answer comes when it comes
  return await all.allInnerTexts();
}

/** By key: a stop grows while its answers come, and a button that moves between a pointer's press and release gets no click. */
async function pressButton(action: string): Promise<void> {
  await panel.locator(`[data-action=${action}]`).press('Enter');
}

/** With the keyboard, from the stop before it. */
async function nextFrom(stop: StopId, wanted: string): Promise<void> {
  await panel.locator(`ts-model-map [data-stop=${stop}]`).focus();
  await workbench.page.keyboard.press('ArrowRight');
  await panel.locator(wanted).first().waitFor();
}

test('tokens: the merges of the selected one, and other tokenizers', async () => {
  const { parts, merges } = await engine.merges(run.run, at);
  await panel.locator('ts-merge-replay output', { hasText: `${merges?.length} of ${merges?.length} merges` }).waitFor();
  await panel.locator('ts-merge-replay input').fill('0');
  await becomes(() => panel.locator('ts-merge-replay .part').count(), parts.length);
  await pressButton('compare');
  const o200k = await engine.tokenize(TEXT, { kind: 'openai', encoding: 'o200k_base' });
  await panel
    .locator('.cut', { hasText: 'o200k_base' })
    .filter({ hasText: `${o200k.length} tokens` })
    .waitFor();
});

test('tokens: tinted by surprise', async () => {
  await tintBy('surprise');
  const { bits } = await engine.surprisals(run.run);
  await panel.locator('ts-tokens-stop .hint', { hasText: `${bits[at].toFixed(1)} bits` }).waitFor();
  await tintBy('attention');
});

async function tintBy(name: string): Promise<void> {
  await pick(panel.locator('ts-tokens-stop ts-choice'), (options) => options.filter({ hasText: name }));
}

test('embedding: the closest tokens', async () => {
  await nextFrom('tokens', 'ts-embedding-stop .near li');
  const { trained } = await engine.neighbours(run.run, at, 1);
  const [closest] = trained ?? assert.fail('cannot be told');
  await becomes(() => text('ts-embedding-stop .near .chip'), visibleText(closest));
  await becomes(() => text('ts-embedding-stop .near .number-cell'), closest.cosine.toFixed(3));
  await panel.locator('ts-scatter circle').first().waitFor();
});

test('position: two tokens change places', async () => {
  await nextFrom('embedding', 'ts-image canvas');
  await pressButton('swap');
  const swapped = await engine.swapped(run.run, at, 0 as TokenIndex, 5, SAMPLING);
  const shown = panel.locator('ts-position-stop .swap table').nth(1).locator('.number-cell');
  await shown.nth(4).waitFor();
  await becomes(
    () => shown.allInnerTexts(),
    swapped.candidates.map((one) => percent(one.probability)),
  );
});

test('attention: one head written out', async () => {
  await nextFrom('position', 'ts-thumb-grid [role=radio]');
  const induction = await chooseInductionHead();
  const detail = await engine.headDetail(run.run, induction, at);
  await inSight(panel.locator('ts-head-exhibit'), panel.locator('ts-head-detail tbody tr'));
  const strongest = percent(Math.max(...detail.weights));
  await panel.locator('ts-head-detail tbody tr:first-child td:last-child', { hasText: strongest }).waitFor();
  await panel.locator('ts-attention-stop .role', { hasText: /induction|first token/ }).waitFor();
  const twin = run.tokens.findIndex((token) => token.text === ' dog') as TokenIndex;
  const alike = await engine.similarity(run.run, at, twin);
  await becomes(
    () => texts('ts-head-exhibit .answer:not(.old) .layers span'),
    Array.from(alike, (value) => value.toFixed(2)),
  );
});

test('attention: a cell of the map opens its product', async () => {
  await show('attention');
  const induction = await chooseInductionHead();
  await moveOnMap(3);
  await workbench.page.keyboard.press('Enter');
  const last = (run.tokens.length - 1) as TokenIndex;
  const { query, keys } = await engine.headDetail(run.run, induction, last);
  const key = keys.values.subarray(3 * query.length, 4 * query.length);
  const product = query.reduce((sum, value, i) => sum + value * key[i], 0);
  await panel.locator('ts-head-detail .product', { hasText: `= ${product.toFixed(3)}` }).waitFor();
});

test('block: what the model would say after each layer', async () => {
  await nextFrom('attention', 'ts-block-stop .lens td');
  const lens = await engine.logitLens(run.run, { start: at, end: at + 1 } as Span<TokenIndex>);
  const cell = lens.rows.at(-1)?.[0] ?? assert.fail('no cell');
  const title = `${visibleText(cell)} ${percent(cell.probability)}`;
  await panel
    .locator(`ts-block-stop .lens tbody tr:last-child td[title=${JSON.stringify(title)}]`)
    .first()
    .waitFor();
  const [block] = await engine.blocks(run.run, at);
  await panel.locator('ts-block-stop .road', { hasText: block.mlpCosine.toFixed(2) }).waitFor();
});

test('next token: counted in the document, too', async () => {
  await nextFrom('block', 'ts-next-token-stop .ngrams td');
  const { bigram } = await engine.ngrams(run.run, SAMPLE, at, 5);
  await becomes(() => text('ts-next-token-stop .ngrams td.number-cell'), `${bigram[0].count} ×`);
});

test('generation: the totals of the loop', async () => {
  await nextFrom('next', 'ts-generation-stop .loop');
  const { run: here } = await explainHere(TEXT);
  const steps: GenerationStep[] = [];
  for (let i = 1; i <= 3; i++) {
    steps.push(await engine.generate(here, SAMPLING, 12));
    await panel.locator('[data-action=step]').click();
    await panel
      .locator('.token.generated')
      .nth(i - 1)
      .waitFor({ state: 'attached' });
  }
  await show('generation'); // a press of a button may have ended the way there
  await panel.locator('ts-generation-stop tbody tr').nth(2).waitFor();
  // Each step computes one position anew and finds all before it in the cache.
  assert.deepEqual(
    steps.map(({ computed, reused }) => [computed, reused]),
    [0, 1, 2].map((i) => [1, run.tokens.length + i]),
  );
  const kept = steps.map(({ reused, computed }) => costOfRange(run.model, reused, computed));
  const again = steps.map(({ reused, computed }) => costOfText(run.model, reused + computed));
  await becomes(
    () => texts('ts-generation-stop tbody td'),
    steps.flatMap(({ token, computed, reused }, i) => [
      shortText(token, 14),
      String(computed),
      String(reused),
      bytesInWords(kept[i].cacheBytes),
      inWords(kept[i].multiplications),
    ]),
  );
  const [withCache, without] = [kept, again].map((costs) => costs.reduce((sum, one) => sum + one.multiplications, 0));
  assert.ok(without > 10 * withCache); // some twenty positions against one
  await becomes(() => texts('ts-generation-stop .total .number-cell'), [inWords(withCache), inWords(without)]);
  const times = (without / withCache).toLocaleString('en', { maximumFractionDigits: 1 });
  await becomes(() => text('ts-generation-stop .columns .hint'), `${times} times as much without the cache.`);
  await becomes(() => text('ts-generation-stop .loop .back'), `↺ ${run.tokens.length + steps.length} tokens`);
});

/** Runs in the panel. */
const MEASURED = `document.querySelector('tokenscope-panel').shadowRoot.querySelector('ts-long-text-stop').shadowRoot.querySelector('ts-line-chart').points`;

test('long text: measured here, and far beyond', async () => {
  await show('long');
  const { model } = run;
  await panel.locator('[data-action=measure]', { hasText: 'Measure' }).press('Enter');
  const lengths = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 1].map(
    (share) => share * model.context,
  );
  await panel
    .locator('ts-line-chart circle')
    .nth(lengths.length - 1)
    .waitFor();
  await panel.locator('[data-action=measure]', { hasText: 'Measure' }).waitFor();
  await panel.locator('ts-line-chart .curve').waitFor();
  const measured = await panel.evaluate<{ x: number; y: number }[]>(MEASURED);
  assert.deepEqual(
    measured.map(({ x }) => x),
    lengths,
  );
  assert.ok(
    measured.every(({ y }) => y > 0),
    `${measured.map(({ y }) => y)}`,
  );
  const last = measured[measured.length - 1];
  await becomes(
    () => text('ts-long-text-stop .columns [role=status]'),
    `${model.context.toLocaleString('en')} tokens: ${millisecondsInWords(last.y)}`,
  );
  await becomes(() => text('ts-long-text-stop output'), '128 tokens'); // the least; this text is shorter
  await panel.locator('ts-long-text-stop input[type=range]').fill('20');
  const far = 2 ** 20;
  const cost = costOfText(model, far);
  // Least squares through the origin, time over multiplications.
  const work = measured.map(({ x }) => costOfText(model, x).multiplications);
  const sum = (of: (at: number) => number) => measured.reduce((total, _, at) => total + of(at), 0);
  const time = (cost.multiplications * sum((i) => work[i] * measured[i].y)) / sum((i) => work[i] ** 2);
  await panel.locator('ts-long-text-stop output', { hasText: '1,048,576 tokens' }).waitFor();
  await becomes(
    () => texts('ts-long-text-stop .columns table td.number-cell'),
    [
      inWords(cost.attentionWeights),
      inWords(cost.multiplications),
      bytesInWords(model.keptBytes ?? assert.fail('not known')),
      bytesInWords(cost.cacheBytes),
      bytesInWords(cost.attentionWeights * 4),
      millisecondsInWords(time),
    ],
  );
  assert.deepEqual((await texts('ts-long-text-stop .columns table td.hint')).slice(-2), [
    'if they were kept',
    'extrapolated',
  ]);
});

/** The head that does it best; its map is chosen. */
async function chooseInductionHead(): Promise<{ layer: number; head: number }> {
  const { heads, induction } = await engine.headScores(run.run);
  const best = induction.indexOf(Math.max(...induction));
  const layer = Math.floor(best / heads);
  const head = best % heads;
  await panel
    .locator('ts-thumb-grid [role=radio]')
    .nth(layer * (heads + MADE_OF_ALL) + head)
    .click();
  return { layer, head };
}
