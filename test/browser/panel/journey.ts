// What a user does with the panel and beside it, on the packaged extension installed into a real workbench. The numbers
// on the screen are compared with those of an engine asked here.
import assert from 'node:assert/strict';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { meanRow } from '../../../webview/state/attentionRow.ts';
import { percent } from '../../../webview/text/numbers.ts';
import { visibleText } from '../../../webview/text/visibleText.ts';
import { becomes, eventually } from '../becomes.ts';
import { MODEL, SAMPLING } from '../engine.ts';
import { tokensShown } from '../explainParagraph.ts';
import {
  at,
  engine,
  explainHere,
  FILE,
  LINE,
  LINES,
  panel,
  run,
  SAMPLE,
  TEXT,
  test,
  workbench,
} from './explainedPanel.ts';
import { moveOnMap } from './moveOnMap.ts';

/** Another one: the side view reads it. */
const OTHER_LINE = 5;
const OTHER = LINES[OTHER_LINE - 1];
/** Tokens that the side view lists. */
const LISTED = 12;

/** Runs in the panel, where there is a document. */
const FIRST_TOKEN_IS_TINTED = `(() => {
  const list = document.querySelector('tokenscope-panel').shadowRoot.querySelector('ts-tokens-stop').shadowRoot.querySelector('ts-token-list').shadowRoot;
  return Number(list.querySelector('.token').style.getPropertyValue('--weight')) > 0;
})()`;

test('counts stand behind paragraphs and headings', async () => {
  await workbench.openFile(FILE);
  const written = await workbench.writtenBehind(new RegExp(`^${run.tokens.length} tokens$`));
  const counted = await engine.count([SAMPLE], { kind: 'folder', folder: MODEL });
  assert.equal(written[0], `${counted[0]} tokens`);
});

test('Explain Tokens shows the paragraph at the caret as the engine cuts it', async () => {
  await workbench.openFile(FILE);
  await workbench.goTo(OTHER_LINE, 3);
  await workbench.command('Explain Tokens');
  const tokens = await engine.tokenize(OTHER, { kind: 'folder', folder: MODEL });
  await workbench.until('the other paragraph', async () => (await tokensShown(workbench))?.length === tokens.length);
  await becomes(() => tokensShown(workbench), tokens.map(visibleText));
});

test('the button of the editor explains, and so does the menu of the count in the status bar', async () => {
  await workbench.openFile(FILE);
  await workbench.goTo(OTHER_LINE, 3);
  await workbench.page.locator('.editor-actions [aria-label^="Explain Tokens"]').first().click();
  const other = await engine.tokenize(OTHER, { kind: 'folder', folder: MODEL });
  await workbench.until('the other paragraph', async () => (await tokensShown(workbench))?.length === other.length);
  await workbench.goTo(LINE, 3);
  await workbench.page.locator('.statusbar-item', { hasText: /^\d+ tokens · embedded model$/ }).click();
  await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Explain Tokens' }).click();
  const { length } = run.tokens;
  await workbench.until('the paragraph', async () => (await tokensShown(workbench))?.length === length);
});

test('hovering a token tells its id, bytes and places', async () => {
  await panel.locator('.token').nth(8).hover();
  const card = await panel.locator('.card').innerText();
  const { id, bytes, span } = run.tokens[8];
  assert.match(card, /#9\n/);
  assert.match(card, /position\s+8\n/);
  for (const part of [
    String(id),
    bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' '),
    `${span.start}–${span.end}`,
  ]) {
    assert.ok(card.includes(part), `${part} is not in ${card}`);
  }
});

test('a token pointed at in the panel is marked in the editor, and the other way round', async () => {
  await workbench.openFile(FILE);
  await panel.locator('.token').nth(7).hover();
  const marked = workbench.editor.locator('.cdr[class*="ced-"]');
  await marked.first().waitFor();
  await workbench.goTo(LINE, 1 + run.tokens[12].span.start);
  await panel.locator('.token[data-token="12"][data-pointed]').waitFor();
  await becomes(() => panel.locator('.token[data-pointed]').count(), 1);
});

test('Enter on a token of the panel selects it in the editor', async () => {
  const token = panel.locator('.token').nth(10);
  await token.focus();
  await token.press('Enter');
  const { start, end } = run.tokens[10].span;
  const selected = `Ln ${LINE}, Col ${1 + end} (${end - start} selected)`;
  await workbench.page.locator('.statusbar-item', { hasText: selected }).waitFor();
});

test('the next tokens are those of the engine, most probable first', async () => {
  await panel.locator('ts-model-map [data-stop=next]').click();
  const next = await engine.nextTokens(run.run, at, 12, SAMPLING);
  await panel.locator('ts-next-token-stop .bar').nth(11).waitFor();
  const shown = panel.locator('ts-next-token-stop .bar .value:nth-last-child(2)');
  await becomes(
    async () => (await shown.allInnerTexts()).slice(0, 12),
    next.candidates.map((one) => percent(one.probability)),
  );
});

test('the keyboard alone reaches another head, and its map is the engine’s', async () => {
  await panel.locator('ts-model-map [data-stop=attention]').click();
  await panel.locator('ts-attention-stop ts-heat-map canvas').waitFor();
  await panel.locator('ts-thumb-grid [role=radio]').first().click();
  await panel.locator('ts-attention-stop h3', { hasText: 'Layer 0, head 0' }).first().waitFor();
  await panel.locator('ts-thumb-grid [role=radio][aria-checked=true]').focus();
  await workbench.page.keyboard.press('ArrowDown');
  await panel.locator('ts-attention-stop h3', { hasText: 'Layer 1, head 0' }).first().waitFor();
  await workbench.page.keyboard.press('End');
  await panel.locator('ts-attention-stop h3', { hasText: 'Layer 1, maximum' }).first().waitFor();
  await workbench.page.keyboard.press('Home');
  await panel.locator('ts-attention-stop h3', { hasText: 'Layer 1, head 0' }).first().waitFor();
  const all = { start: 0 as TokenIndex, end: run.tokens.length as TokenIndex };
  const matrix = await engine.attention(run.run, { layer: 1, head: 0 }, all, all);
  await moveOnMap(1);
  const reading = panel.locator('ts-attention-stop .reading').first();
  await reading.filter({ hasText: /→.*\d$/ }).waitFor();
  const weight = matrix.values[(matrix.rows - 1) * matrix.columns + 1];
  await eventually(async () => {
    const read = await reading.innerText();
    assert.ok(read.endsWith(weight.toFixed(3)), `${read} is not ${weight}`);
  });
});

test('Step appends the token the engine draws, with what it attended to', async () => {
  const { run: own } = await explainHere(TEXT);
  const step = await engine.generate(own, SAMPLING, 12);
  await panel.locator('ts-model-map [data-stop=tokens]').click();
  await panel.locator('[data-action=step]').click();
  const generated = panel.locator('.token.generated');
  await generated.first().waitFor();
  await becomes(() => generated.first().locator('.text').innerText(), visibleText(step.token));
  await panel.locator('ts-generation-bar p', { hasText: `1 computed, ${run.tokens.length} reused` }).waitFor();
  await workbench.until('a tint', () => panel.evaluate<boolean>(FIRST_TOKEN_IS_TINTED));
});

test('Run goes on until Stop, Reset takes everything back', async () => {
  await panel.locator('[data-action=run]').click();
  await panel.locator('.token.generated').nth(4).waitFor({ state: 'attached' });
  await panel.locator('[data-action=stop]').click();
  await panel.locator('[data-action=run]').waitFor();
  assert.ok((await panel.locator('.token.generated').count()) >= 5);
  await panel.locator('[data-action=reset]').click();
  await panel.locator('.token.generated').first().waitFor({ state: 'detached' });
  await becomes(() => panel.locator('.token').count(), run.tokens.length);
});

test('the side view follows the caret', async () => {
  await workbench.openFile(FILE);
  const { run: other, tokens } = await explainHere(OTHER);
  await workbench.command('Focus on Token at the Caret View');
  for (const token of [tokens.length - 4, 9] as TokenIndex[]) {
    await workbench.page.locator(`.tab[data-resource-name="${FILE}"]`).click();
    await workbench.goTo(OTHER_LINE, 1 + tokens[token].span.start);
    const side = await workbench.webview('tokenscope-side .list button');
    await side
      .locator('.token span', { hasText: `token ${token + 1} of ${tokens.length} (position ${token})` })
      .waitFor();
    await becomes(() => side.locator('.token code').innerText(), visibleText(tokens[token]));
    const weights = meanRow(await engine.attentionRows(other, token));
    assert.ok(Math.abs(sum(weights) - 1) < 1e-4, `the weights sum to ${sum(weights)}`);
    const strongest = [...weights.keys()].sort((a, b) => weights[b] - weights[a]);
    await side.locator('.list button').first().waitFor();
    await becomes(
      () => side.locator('.list .value').allInnerTexts(),
      strongest.slice(0, LISTED).map((at) => percent(weights[at])),
    );
    await becomes(
      () => side.locator('.list .name').allInnerTexts(),
      strongest.slice(0, LISTED).map((at) => visibleText(tokens[at])),
    );
    const others = strongest.slice(LISTED);
    const rest = `${others.length} more tokens share ${percent(sum(others.map((at) => weights[at])))}`;
    await becomes(() => side.locator('.rest').allInnerTexts(), others.length > 0 ? [rest] : []);
  }
});

/** Where the stops begin in the window. */
const STOPS_TOP = `document.querySelector('tokenscope-panel').shadowRoot.querySelector('main').getBoundingClientRect().top`;

test('editing the explained text says so, moves nothing, and offers to explain again', async () => {
  const top = await panel.evaluate<number>(STOPS_TOP);
  await typeIntoText('X');
  assert.equal(await panel.evaluate<number>(STOPS_TOP), top);
  await panel.locator('[data-action=again]').click();
  await panel.locator('.notice').waitFor({ state: 'detached' });
  const tokens = await engine.tokenize(`${TEXT[0]}X${TEXT.slice(1)}`, { kind: 'folder', folder: MODEL });
  await workbench.until('more tokens', async () => (await tokensShown(workbench))?.length === tokens.length);
  await becomes(() => tokensShown(workbench), tokens.map(visibleText));
});

test('a reload of the window brings the panel back as it was', async () => {
  await typeIntoText('X');
  await panel.locator('[data-action=again]').click();
  await panel.locator('.notice').waitFor({ state: 'detached' });
  await panel.locator('ts-model-map [data-stop=attention]').click();
  await panel.locator('ts-thumb-grid [role=radio]').nth(3).click();
  const name = 'Layer 0, head 3';
  await panel.locator('ts-attention-stop h3', { hasText: name }).first().waitFor();
  const edited = await panel.locator('.token .text').allInnerTexts();
  // The text as it was explained stands nowhere any more.
  await workbench.openFile(FILE);
  await workbench.command('File: Revert File');
  await panel.locator('[data-action=again]').waitFor();
  const stop = await panel.locator('ts-model-map [data-stop][aria-current]').getAttribute('data-stop');
  assert.notEqual(stop, 'tokens');
  await workbench.reload();
  const back = await workbench.webview('tokenscope-panel ts-token-list .token');
  await becomes(() => back.locator('.token .text').allInnerTexts(), edited);
  await back.locator('[data-action=again]').waitFor();
  await back.locator(`ts-model-map [data-stop=${stop}][aria-current]`).waitFor();
  await back.locator('ts-attention-stop h3', { hasText: name }).first().waitFor();
});

/** Behind its first character: in front of that it would only move the text along. */
async function typeIntoText(typed: string): Promise<void> {
  await workbench.openFile(FILE);
  await workbench.goTo(LINE, 2);
  await workbench.page.keyboard.type(typed);
  await panel.locator('[data-action=again]').waitFor();
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}
