// The tool Tree in a real browser, on answers of a real engine with the embedded model: branches, forks and ways back are
// those of the engine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { GenerationStep, NextTokens } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { INITIAL } from '../../../webview/state/panelState.ts';
import { percent } from '../../../webview/text/numbers.ts';
import { visibleText } from '../../../webview/text/visibleText.ts';
import { EMBEDDED, explained } from '../../unit/engine/engineProcess.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch, eventually } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { anotherPage, emptiedPage, engine } from './sharedPage.ts';

const TEXT = 'Once upon a time there was a';
let page: Page;
let panel: RealPanel;
/** What the engine draws by itself. */
let drawn: readonly GenerationStep[];
const test = testsWith({
  once: async () => {
    [page, panel] = await opened(emptiedPage, {});
    drawn = await drawnSteps(12);
  },
});

/** A panel in the Lab, with the tool. */
async function opened(
  open: typeof emptiedPage,
  options: Parameters<typeof openRealPanel>[2],
): Promise<[Page, RealPanel]> {
  const one = await open(
    '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #3b3b3b"><head><title>Tokens</title></head><body></body></html>',
    { viewport: { width: 900, height: 1000 } },
  );
  await one.evaluate(() => Object.assign(window, { keptState: { version: 2, tool: 'tree', shownPlace: 'lecture' } }));
  const opening = await openRealPanel(one, TEXT, options);
  await one.locator('[data-place=lab]').click();
  await one.locator('ts-tree-tool .chips').first().waitFor();
  return [one, opening];
}

async function drawnSteps(count: number): Promise<readonly GenerationStep[]> {
  const { run } = await explained(engine, TEXT, EMBEDDED);
  const steps: GenerationStep[] = [];
  while (steps.length < count) steps.push(await engine.generate(run, INITIAL.sampling, 12));
  return steps;
}

const tool = 'ts-tree-tool';
const button = (name: string) => page.locator(`${tool} [data-action=${name}]`);
const token = (node: number) => page.locator(`${tool} [data-node="${node}"]`);
/** Until so many tokens are in the tree, and nothing is generated any more. */
async function settled(nodes: number): Promise<void> {
  await page.waitForFunction((count) => {
    const inTool = document.querySelector('tokenscope-panel')?.shadowRoot?.querySelector('ts-tree-tool')?.shadowRoot;
    const tree = inTool?.querySelector('ts-branch-tree')?.shadowRoot;
    const isIdle = inTool?.querySelector('[data-action=tree-stop]')?.hasAttribute('disabled');
    return isIdle && tree?.querySelectorAll('[role=treeitem]').length === count + 1; // and the end of the text
  }, nodes);
}
const texts = async (selector: string) =>
  await page.locator(`${tool} ts-branch-tree ${selector} .text`).allTextContents();
const written = (steps: readonly Pick<GenerationStep, 'token'>[]) => steps.map((step) => visibleText(step.token));
/** The alternatives of a group of chips, the first or the last one. */
const chips = async (place: 'first' | 'last') =>
  await page
    .locator(`${tool} .chips`)
    [place]()
    .locator('.chip')
    .evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset.id)));
const ids = ({ candidates }: NextTokens) => candidates.map(({ id }) => id);

test('Step adds a token, with its probability, its rule and what it was drawn from', async () => {
  await button('tree-step').click();
  await settled(1);
  const [first] = drawn;
  await becomes(() => texts('.on'), written([first]));
  await becomes(() => chips('first'), ids(first.drawnFrom));
  const { probability, rank, drawProbability } = first.drawnFrom.actual ?? assert.fail();
  const said = async () => (await page.locator(`${tool} .step`).textContent()) ?? '';
  await eventually(async () =>
    assert.ok(
      (await said()).startsWith(
        `Drawn: temperature 0.80, top-k 40, top-p 0.95 · probability ${percent(probability)} · rank ${rank + 1} · drawn with ${percent(drawProbability)} · `,
      ),
    ),
  );
});

test('what may come next at the end of the branch is the engine’s answer', async () => {
  await page.locator(`${tool} h3`, { hasText: 'Next, after' }).waitFor();
  await page.locator(`${tool} .answer[aria-busy=false]`).waitFor();
  const last = panel.run.tokens.length as TokenIndex;
  await becomes(() => chips('last'), ids(await engine.nextTokens(panel.run.run, last, 12, INITIAL.sampling)));
});

test('Run goes on for as many tokens as were chosen, and says how fast', async () => {
  await button('run-for').click();
  await settled(11);
  await becomes(() => texts('.on'), written(drawn.slice(0, 11)));
  await comesToMatch(() => page.locator(`${tool} .speed`).textContent(), /^[\d.,]+ tokens a second$/);
});

test('an alternative of a token in the middle begins a branch right there; nothing before it is run again', async () => {
  await token(3).click();
  const [present, ...others] = ids(drawn[2].drawnFrom).toSorted(
    (a, b) => Number(b === drawn[2].token.id) - Number(a === drawn[2].token.id),
  );
  assert.equal(present, drawn[2].token.id);
  const chip = page.locator(`${tool} .chips`).first().locator(`[data-id="${others[0]}"]`);
  await chip.press('Enter');
  await settled(12);
  await becomes(() => chip.evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one), true);
  const other = drawn[2].drawnFrom.candidates.find(({ id }) => id === others[0]) ?? assert.fail();
  await becomes(() => texts('.on'), [...written(drawn.slice(0, 2)), `${visibleText(other)}✓`]);
  await comesToMatch(() => page.locator(`${tool} .step`).textContent(), /^Chosen by you · /);
  await comesToMatch(() => page.locator('ts-generation-bar p').textContent(), /1 computed, 9 reused from the cache/);
  await becomes(() => page.locator(`${tool} ts-branch-tree .line`).count(), 3);
});

test('by keys: up into the other branch, along it, Enter shows it as it was', async () => {
  await token(12).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await becomes(() => page.locator(`${tool} [role=treeitem][aria-selected=true]`).getAttribute('data-node'), '4');
  await becomes(
    () =>
      page
        .locator(`${tool} ts-branch-tree`)
        .evaluate((one) => one.shadowRoot?.activeElement?.getAttribute('data-node')),
    '4',
  );
  await page.keyboard.press('Shift+Enter');
  await page.locator(`${tool} .compared`).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (expected) =>
      document
        .querySelector('tokenscope-panel')
        ?.shadowRoot?.querySelector('ts-tree-tool')
        ?.shadowRoot?.querySelector('ts-branch-tree')
        ?.shadowRoot?.querySelectorAll('[data-node].on .text').length === expected,
    11,
  );
  await becomes(() => texts('.on'), written(drawn.slice(0, 11)));
  await button('tree-step').click();
  await settled(13);
  await becomes(() => texts('.on'), written(drawn.slice(0, 12)));
});

test('two branches stand side by side, each token with its probability, and the first that differs is marked', async () => {
  await token(12).click({ modifiers: ['Shift'] });
  await page.locator(`${tool} mark`).nth(1).waitFor();
  const marks = await page.locator(`${tool} mark`).allTextContents();
  assert.equal(marks[0], visibleText(drawn[2].token));
  assert.notEqual(marks[1], marks[0]);
  const shown = () => page.locator(`${tool} .flow`).first().locator('small').allTextContents();
  await becomes(
    shown,
    drawn.map(({ drawnFrom }) => percent(drawnFrom.actual?.probability ?? 0)),
  );
  await page.locator(`${tool} .hint`, { hasText: 'The first 2 tokens are the same.' }).waitFor();
  await button('change-branches').click();
  await page.locator(`${tool} ts-branch-tree [data-node="12"].on`).waitFor();
  await page.locator(`${tool} ts-branch-tree [data-node="13"].compared`).waitFor();
  await button('end-comparison').click();
  await page.locator(`${tool} mark`).first().waitFor({ state: 'detached' });
});

test('Reset keeps the tree, and its branches can be shown again', async () => {
  await page.locator('ts-generation-bar [data-action=reset]').click();
  await page.locator(`${tool} ts-branch-tree [data-node="1"]:not(.on)`).waitFor();
  await token(13).dblclick();
  await page.locator(`${tool} ts-branch-tree [data-node="13"].on`).waitFor();
  await becomes(() => texts('.on'), written(drawn));
});

test('Insert and Show as ghost text send the text of the branch to the document', async () => {
  for (const [action, words] of [
    ['insert', 'Inserted into the document'],
    ['offer', 'Tab takes it'],
  ] as const) {
    const told = panel.toldNext(action);
    await button(action).click();
    assert.deepEqual(await told, [drawn.map((step) => step.token.text).join('')]);
    await page.locator('ts-generation-bar p', { hasText: words }).waitFor();
  }
});

test('the tree can be used by keys and screen readers, and fits into 320 px', async () => {
  await token(12).click({ modifiers: ['Shift'] });
  await page.locator(`${tool} mark`).first().waitFor();
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.setViewportSize({ width: 320, height: 700 });
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  await becomes(() => page.evaluate(() => document.documentElement.scrollWidth), 320);
  await page.setViewportSize({ width: 900, height: 1000 });
});

test('clearing leaves the branch that is shown', async () => {
  await button('clear-branches').click();
  await settled(12);
  await becomes(() => texts('.token'), written(drawn));
  await becomes(() => button('clear-branches').count(), 0);
});

test('to the end of the sentence: its last token ends one', async () => {
  await button('run-sentence').click();
  await page.locator(`${tool} ts-branch-tree .on .text`).nth(12).waitFor();
  await page.locator(`${tool} [data-action=tree-stop][disabled]`).waitFor();
  await comesToMatch(async () => (await texts('.on')).at(-1) ?? '', /[.!?][”"’']*[·⏎]*$|⏎$/u);
});

test('a candidate of the Lecture is gone on with, and its own tokens have no such button', async () => {
  await page.keyboard.press('l');
  const stop = 'ts-next-token-stop';
  const first = panel.run.tokens.length - 1;
  await page.locator(`ts-tokens-stop ts-token-list .token`).nth(first).click();
  await page.keyboard.press('6');
  const name = visibleText(panel.run.tokens[first]);
  await page.locator(`${stop} .answer[aria-busy=false] .after`, { hasText: `after “${name}”` }).waitFor();
  const names = page.locator(`${stop} .bar`).filter({ has: page.locator('[data-action=continue]') });
  const other = drawn[0].drawnFrom.candidates.findIndex(({ id }) => id !== drawn[0].token.id);
  await names.nth(other).locator('[data-action=continue]').click();
  const expected = visibleText(drawn[0].drawnFrom.candidates[other]);
  await page.locator('ts-generation-bar p', { hasText: `${first + 1} reused from the cache` }).waitFor();
  await becomes(() => page.locator('ts-generation-bar code').textContent(), expected);
  await page.keyboard.press('1');
  await page
    .locator('ts-tokens-stop ts-token-list .token')
    .nth(first + 2)
    .waitFor({ state: 'detached' });
  await page.locator('ts-tokens-stop ts-token-list .token').nth(0).click();
  await page.keyboard.press('6');
  await page.locator(`${stop} [data-action=continue]`).first().waitFor({ state: 'detached' });
  await page.keyboard.press('7');
  await page.locator('ts-generation-stop [data-action=tree]').click();
  await page.locator(`${tool} ts-branch-tree`).waitFor();
});

test('Traditional Chinese: no English is left, and it fits into 320 px', async () => {
  const strings = JSON.parse(readFileSync(new URL('../../../l10n/bundle.l10n.zh-tw.json', import.meta.url), 'utf8'));
  const [chinese] = await opened(anotherPage, { language: 'zh-tw', strings });
  await chinese.locator(`${tool} [data-action=run-for]`).click();
  await chinese.locator(`${tool} [data-node="10"].on`).waitFor();
  await chinese.locator(`${tool} [data-action=tree-stop][disabled]`).waitFor();
  const words = await chinese.locator(`${tool} :is(h2, .lead, .hint, vscode-button, h3)`).allTextContents();
  for (const one of words)
    assert.doesNotMatch(one.replaceAll(/“[^”]*”|「[^」]*」|top-[kp]|Enter|Shift|ms/g, ''), /[a-z]{3}/i, one);
  await chinese.setViewportSize({ width: 320, height: 700 });
  assert.deepEqual(await cutElements(chinese.mainFrame()), []);
  await chinese.close();
});
