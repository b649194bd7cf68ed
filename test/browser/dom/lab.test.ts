// The Lab in a real browser, on answers of a real engine: what is shown is held against the engine, asked by the test.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { FLOW_THRESHOLD } from '../../../src/contract/flow.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import { headByKey, isCopied, keysByStrength, largestOf, partsOf } from '../../../webview/lab/why/voteParts.ts';
import { hundredths, percent, signed } from '../../../webview/text/numbers.ts';
import { shortText } from '../../../webview/text/visibleText.ts';
import { SAMPLING } from '../../unit/engine/engineProcess.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { focusedPart, openLabPage, selectInLecture } from './labPage.ts';
import { pick } from './pick.ts';
import type { RealPanel } from './realPanel.ts';
import { engine } from './sharedPage.ts';

let page: Page;
let panel: RealPanel;
let at: TokenIndex;
const test = testsWith({
  once: async () => {
    ({ page, panel, at } = await openLabPage());
  },
  before: async () => await selectInLecture(page, at),
});

const votesFor = async (target: number, other?: number): Promise<TokenVotes> =>
  await engine.votes(panel.run.run, { position: at, target, ...(other === undefined ? {} : { other }) });
const candidates = async () => (await engine.nextTokens(panel.run.run, at, 12, SAMPLING)).candidates;
const toLab = async () => await page.locator('[data-place=lab]').click();
const bars = (selector = '.bars') => page.locator(`ts-why-tool ${selector} .votes .number-cell`);
/** Waits until the bars are those of the answer. */
async function barsOf(votes: TokenVotes): Promise<void> {
  const { shown, rest } = largestOf(partsOf(votes), 12);
  const expected = [...shown.map(({ vote }) => vote), rest?.vote ?? 0, votes.sum].map(signed);
  await page.locator(`ts-why-tool .answer:not(.old) .sum`, { hasText: hundredths(votes.logit) }).waitFor();
  await becomes(() => bars().allTextContents(), expected);
}
const focused = async () => await focusedPart(page);

test('the token that follows is explained by bars that sum to its logit', async () => {
  await toLab();
  const votes = await votesFor(panel.run.tokens[at + 1].id);
  await barsOf(votes);
  const numbers = (await bars().allTextContents()).map((text) => Number(text.replace('−', '-')));
  const total = numbers.slice(0, -1).reduce((sum, vote) => sum + vote, 0);
  assert.ok(Math.abs(total - votes.logit) < 0.1, `${numbers}`); // each is rounded to hundredths
  await comesToMatch(() => page.locator('ts-why-tool .question').innerText(), /^Why “\.” after “….*·the·dog”\?$/);
  await becomes(() => page.locator('ts-why-tool header .kind').innerText(), 'Computed');
});

test('another candidate is asked about, and then held against a third one', async () => {
  await toLab();
  const [first, second, third] = await candidates();
  await page.locator(`ts-why-tool .chip[data-id="${second.id}"]`).click();
  await barsOf(await votesFor(second.id));
  const choice = page.locator('ts-why-tool ts-choice.other');
  await pick(choice, (options) => options.nth(2)); // behind that of no other token, and the most probable one
  const against = await votesFor(second.id, third.id);
  await barsOf(against);
  await page.locator('ts-why-tool .sum', { hasText: `two logits is ${hundredths(against.logit)}.` }).waitFor();
  await page.locator('ts-why-tool h2').focus();
  await page.keyboard.press('Escape');
  await barsOf(await votesFor(second.id));
  await pick(choice, (options) => options.nth(1));
  await barsOf(await votesFor(second.id, first.id));
  await page.locator('ts-why-tool [data-action=clear-other]').click();
  await barsOf(await votesFor(second.id));
});

test('a token of the text is asked about though it is not probable', async () => {
  await toLab();
  const choice = page.locator('ts-why-tool ts-choice.target');
  await pick(choice, (options) => options.filter({ hasText: '·cat' }));
  const cat = panel.run.tokens.find(({ text }) => text === ' cat')?.id ?? assert.fail('no cat');
  await barsOf(await votesFor(cat));
});

test('arrow keys reach every cell of the grid, which says its vote, and Enter opens the head', async () => {
  await toLab();
  const votes = await votesFor(panel.run.tokens[at + 1].id);
  await page.locator(`ts-why-tool .chip[data-id="${votes.target.id}"]`).click();
  await barsOf(votes);
  const { columns, values } = votes.heads;
  const cell = (row: number, column: number) =>
    page.locator(`ts-vote-map ts-signed-grid`).first().locator(`[data-row="${row}"][data-column="${column}"]`);
  await cell(0, 0).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'End', 'Home', 'ArrowRight'])
    await page.keyboard.press(key);
  await becomes(() => focused(), '2 1');
  const name = `Layer 2, head 1: ${signed(values[2 * columns + 1])}`;
  await becomes(() => cell(2, 1).getAttribute('aria-label'), name);
  await page.locator('ts-vote-map .reading', { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
  const opened = page.locator('ts-why-tool .opened');
  await opened.locator('h3', { hasText: name }).waitFor();
  const { shown, rest } = largestOf(keysByStrength(headByKey(votes, { kind: 'head', layer: 2, head: 1 })), 8);
  await becomes(
    () => bars('.opened').allTextContents(),
    [...shown.map(({ vote }) => vote), rest?.vote ?? 0, values[2 * columns + 1]].map(signed),
  );
  await becomes(() => focused(), '2 1');
  await page.keyboard.press('Escape');
  await opened.waitFor({ state: 'detached' });
});

test('a head is said to copy where it read from the token itself, and to read elsewhere', async () => {
  await toLab();
  const votes = await votesFor(panel.run.tokens[at + 1].id);
  await barsOf(votes);
  const ids = panel.run.tokens.map(({ id }) => id);
  const heads = partsOf(votes).flatMap(({ ref }) => (ref.kind === 'head' ? [ref] : []));
  const strongest = (head: (typeof heads)[number]) => keysByStrength(headByKey(votes, head))[0];
  const copies = heads.find((head) => isCopied(votes, strongest(head), ids)) ?? assert.fail('none copies');
  const reads = heads.find((head) => !isCopied(votes, strongest(head), ids)) ?? assert.fail('all copy');
  for (const [head, words] of [
    [copies, `It copied “.” from position ${strongest(copies).token}: ${signed(strongest(copies).vote)}.`],
    [reads, `at position ${strongest(reads).token}: ${signed(strongest(reads).vote)}.`],
  ] as const) {
    await page.locator(`ts-vote-map [data-row="${head.layer}"][data-column="${head.head}"]`).first().click();
    await page.locator('ts-why-tool .opened .said', { hasText: words }).waitFor();
  }
});

test('a token that a head read from is marked in the text, and the head is found in the Lecture', async () => {
  await toLab();
  await page.locator('ts-vote-map [data-row="5"][data-column="3"]').first().click();
  await page.locator('ts-why-tool .opened h3', { hasText: 'Layer 5, head 3' }).waitFor();
  const key = page.locator('ts-why-tool .opened .votes button').first();
  const token = Number(await key.locator('.place').innerText());
  await key.hover();
  await becomes(() => page.locator('ts-why-tool .token[data-pointed]').getAttribute('data-token'), String(token));
  await becomes(async () => panel.told.findLast(([name]) => name === 'pointAt')?.[1], [token, token + 1]);
  await page.locator('ts-why-tool [data-action=show-head]').click();
  await page.locator('ts-attention-stop h3', { hasText: 'Layer 5, head 3' }).waitFor();
  await page.locator('ts-model-map [data-stop=attention][aria-current]').waitFor();
  await becomes(() => focused(), 'attention-title');
});

test('the flow is drawn from the engine’s edges, and a head in it is opened by keys', async () => {
  await toLab();
  const flow = await engine.flow(panel.run.run, at, FLOW_THRESHOLD);
  const heads = flow.edges.filter((edge) => edge.kind === 'head');
  assert.ok(heads.length > 1, `${heads.length}`);
  const graph = page.locator('ts-word-flow ts-flow-graph');
  await graph.locator('.strong').first().waitFor();
  await becomes(() => graph.locator('.strong').count(), heads.length);
  await becomes(() => graph.locator('.mark').count(), flow.edges.filter(({ kind }) => kind === 'mlp').length);
  await graph.locator('.strong').first().focus();
  await page.keyboard.press('ArrowRight');
  const { layer, head, from, to, share } = heads[1];
  const name = (token: TokenIndex) => `“${shortText(panel.run.tokens[token], 16)}”`;
  const words = `Layer ${layer}, head ${head}, from ${name(from)} to ${name(to)}: ${percent(share)}`;
  await page.locator('ts-word-flow .reading', { hasText: words }).waitFor();
  const pointed = page.locator('ts-why-tool ts-token-list .token[data-pointed]');
  await becomes(
    () => pointed.evaluateAll((tokens) => tokens.map((token) => Number(token.getAttribute('data-token')))),
    [...new Set([from, to])].sort((a, b) => a - b),
  );
  await page.keyboard.press('Enter');
  await page.locator('ts-why-tool .opened h3', { hasText: `Layer ${layer}, head ${head}:` }).waitFor();
  await page.locator('ts-word-flow ts-slider input').press('End');
  const fewer = await engine.flow(panel.run.run, at, 0.2);
  const summary = `${new Set([at, ...fewer.edges.map((edge) => edge.from)]).size} of ${at + 1} tokens`;
  await page.locator('ts-word-flow .answer:not(.old) .reading', { hasText: summary }).waitFor();
});

test('stop 6 asks why about its candidates, and stop 7 about what was generated', async () => {
  await page.evaluate(() => window.tell('goTo', 'next'));
  const [, , third] = await candidates();
  await page.locator('ts-next-token-stop [data-action=why]').nth(2).click();
  await barsOf(await votesFor(third.id));
  await becomes(() => focused(), 'why-title');
  await page.keyboard.press('n');
  await page.locator('ts-why-tool .token.generated').waitFor();
  await page.evaluate(() => window.tell('goTo', 'generation'));
  const generated = await page.locator('ts-generation-stop tbody .chip').first().innerText();
  await page.locator('ts-generation-stop [data-action=why]').click();
  await page.locator('ts-why-tool .question', { hasText: `Why “${generated}” after` }).waitFor();
  const selected = page.locator('ts-why-tool .token[aria-selected=true]');
  await becomes(() => selected.getAttribute('data-token'), String(at + 1));
  await page.keyboard.press('Shift+N');
  await page.locator('ts-why-tool .token.generated').waitFor({ state: 'detached' });
});

test('an exported page holds the Lab where that is shown, and no control', async () => {
  await toLab();
  await page.locator('ts-vote-map').waitFor();
  const saved = panel.toldNext('save');
  await page.evaluate(() => window.tell('exportPage'));
  const html = String((await saved)[1]);
  for (const shown of ['<ts-vote-map', '<ts-signed-grid', 'class="votes"']) assert.ok(html.includes(shown), shown);
  for (const hidden of ['<ts-tokens-stop', '<button', 'role="tab"', 'role="button"', 'data-control', 'Computing…'])
    assert.ok(!html.includes(hidden), hidden);
});

test('axe finds nothing in the Lab, and 320 pixels cut nothing off', async () => {
  await toLab();
  await page.locator('ts-why-tool .votes button[data-part^=head]').first().click();
  await page.locator('ts-why-tool .opened .votes').waitFor();
  await page.evaluate(() => window.scrollTo(0, 0)); // without a theme the header has no background to cover what is behind it
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.setViewportSize({ width: 320, height: 700 });
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  await page.setViewportSize({ width: 900, height: 1000 });
});

test('what cannot be computed is said in words', async () => {
  await toLab();
  await engine.release(panel.run.run);
  await page.locator('ts-why-tool .token').nth(3).click();
  await page.locator('ts-why-tool .waiting', { hasText: 'The engine has started anew' }).first().waitFor();
});
