// The whole journey of a user, on the packaged extension installed into a real workbench. The numbers on the screen are
// compared with those of an engine asked here.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Frame } from 'playwright-core';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import type { RunSummary } from '../../src/contract/engineApi.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { createEngineClient, type EngineClient } from '../../src/engine/client.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { percent } from '../../webview/text/numbers.ts';
import { visibleText } from '../../webview/text/visibleText.ts';
import { ROOT, Session } from './session.ts';

/** Line 5 of the sample, a paragraph. */
const TEXT =
  'Once upon a time there was a little girl who lived in a small house near the forest. Every morning she went to the river to fetch water, and every evening she told her brother a story.';
const SAMPLING = { temperature: 0.8, topK: 40, topP: 0.95, minP: 0, seed: 1 };

/** Runs in the panel, where there is a document. */
const FIRST_TOKEN_IS_TINTED = `(() => {
  const list = document.querySelector('tokenscope-panel').shadowRoot.querySelector('ts-tokens-stop').shadowRoot.querySelector('ts-token-list').shadowRoot;
  return Number(list.querySelector('.token').style.getPropertyValue('--weight')) > 0;
})()`;

let session: Session;
let workbench: Workbench;
let panel: Frame;
let engine: EngineClient;
let expected: RunSummary;

before(async () => {
  session = await Session.start('journey');
  workbench = await session.open();
  engine = createEngineClient({ spawn: () => spawnEngine(join(ROOT, 'dist/engine.js'), () => {}), log: () => {} });
  expected = await engine.explain({ run: randomUUID(), modelFolder: join(ROOT, 'media/model'), text: TEXT });
});
after(async () => {
  engine.dispose();
  await session.end();
});

test('counts stand behind paragraphs and headings', async () => {
  await workbench.openFile('sample.md');
  const written = await workbench.writtenBehind(new RegExp(`^${expected.tokens.length} tokens$`));
  const counted = await engine.count([await sample()], {
    kind: 'folder',
    folder: join(ROOT, 'media/model'),
  });
  assert.equal(written[0], `${counted[0]} tokens`);
});

test('Explain Tokens shows the paragraph at the caret as the engine cuts it', async () => {
  await workbench.goTo(5, 3);
  await workbench.command('Explain Tokens');
  panel = await workbench.webview('tokenscope-panel ts-token-list .token');
  const shown = await panel.locator('.token .text').allInnerTexts();
  assert.deepEqual(
    shown,
    expected.tokens.map((token) => visibleText(token)),
  );
});

test('hovering a token tells its id, bytes and places', async () => {
  await panel.locator('.token').nth(8).hover();
  const card = await panel.locator('.card').innerText();
  const { id, bytes, span } = expected.tokens[8];
  for (const part of [
    String(id),
    bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' '),
    `${span.start}–${span.end}`,
  ]) {
    assert.ok(card.includes(part), `${part} is not in ${card}`);
  }
});

test('a token pointed at in the panel is marked in the editor, and the other way round', async () => {
  await panel.locator('.token').nth(7).hover();
  const marked = workbench.editor.locator('.cdr[class*="ced-"]');
  await marked.first().waitFor();
  await workbench.editor
    .locator('.view-line', { hasText: 'Once upon' })
    .first()
    .click({ position: { x: 5, y: 8 } });
  await panel.locator('.token[data-pointed]').first().waitFor();
  assert.equal(await panel.locator('.token[data-pointed]').getAttribute('data-token'), '0');
});

test('the next tokens are those of the engine, most probable first', async () => {
  await panel.locator('ts-model-map [data-stop=next]').click();
  const last = (expected.tokens.length - 1) as TokenIndex;
  const next = await engine.nextTokens(expected.run, last, 12, SAMPLING);
  await panel.locator('ts-next-token-stop .bar').nth(11).waitFor();
  const shown = await panel.locator('ts-next-token-stop .bar .value:nth-last-child(2)').allInnerTexts();
  assert.deepEqual(
    shown.slice(0, 12),
    next.candidates.map((one) => percent(one.probability)),
  );
});

test('the keyboard alone reaches another head, and its map is the engine’s', async () => {
  await panel.locator('ts-model-map [data-stop=attention]').click();
  await panel.locator('ts-attention-stop ts-heat-map canvas').waitFor();
  await panel.locator('ts-thumb-grid [role=radio][aria-checked=true]').focus();
  await workbench.page.keyboard.press('ArrowDown');
  const layer = Math.floor(expected.model.layers / 2) + 1; // it begins in the middle
  await panel
    .locator('ts-attention-stop h3', { hasText: `Layer ${layer}, mean` })
    .first()
    .waitFor();
  await workbench.page.keyboard.press('Home');
  await panel
    .locator('ts-attention-stop h3', { hasText: `Layer ${layer}, head 0` })
    .first()
    .waitFor();
  const all = { start: 0 as TokenIndex, end: expected.tokens.length as TokenIndex };
  const matrix = await engine.attention(expected.run, { layer, head: 0 }, all, all);
  await panel.locator('ts-attention-stop ts-heat-map canvas').focus();
  await workbench.page.keyboard.press('ArrowRight');
  const reading = panel.locator('ts-attention-stop .reading').first();
  await reading.filter({ hasText: /→.*\d$/ }).waitFor();
  const weight = matrix.values[(matrix.rows - 1) * matrix.columns + 1];
  assert.ok((await reading.innerText()).endsWith(weight.toFixed(3)), `${await reading.innerText()} is not ${weight}`);
});

test('Step appends the token the engine draws, with what it attended to', async () => {
  await panel.locator('ts-model-map [data-stop=tokens]').click();
  const step = await engine.generate(expected.run, SAMPLING, 12);
  await panel.locator('[data-action=step]').click();
  const generated = panel.locator('.token.generated');
  await generated.first().waitFor();
  assert.equal(await generated.first().locator('.text').innerText(), visibleText(step.token));
  await panel.locator('ts-generation-bar p', { hasText: `1 computed, ${expected.tokens.length} reused` }).waitFor();
  // The page's policy forbids what waitForFunction() does.
  for (let i = 0; i < 100 && !(await panel.evaluate(FIRST_TOKEN_IS_TINTED)); i++)
    await workbench.page.waitForTimeout(50);
  assert.ok(await panel.evaluate(FIRST_TOKEN_IS_TINTED));
});

test('Run goes on until Stop, Reset takes everything back', async () => {
  await panel.locator('[data-action=run]').click();
  await panel.locator('.token.generated').nth(4).waitFor();
  await panel.locator('[data-action=stop]').click();
  await panel.locator('[data-action=run]').waitFor();
  assert.ok((await panel.locator('.token.generated').count()) >= 5);
  await panel.locator('[data-action=reset]').click();
  await panel.locator('.token.generated').first().waitFor({ state: 'detached' });
  assert.equal(await panel.locator('.token').count(), expected.tokens.length);
});

test('the side view follows the caret', async () => {
  await workbench.page.locator('.activitybar [aria-label="Tokenscope"]').first().click();
  await workbench.editor.locator('.view-line', { hasText: 'The cat sat' }).first().click();
  const side = await workbench.webview('tokenscope-side .list button');
  await side.locator('.token span', { hasText: / of \d+/ }).waitFor();
  const listed = await side.locator('.list .value').allInnerTexts();
  const shares = listed.map((text) => Number.parseFloat(text));
  assert.deepEqual(
    shares,
    shares.toSorted((a, b) => b - a),
  );
});

test('editing the explained text says so and offers to explain again', async () => {
  await workbench.editor
    .locator('.view-line', { hasText: 'Once upon' })
    .first()
    .click({ position: { x: 60, y: 8 } });
  await workbench.page.keyboard.type('X');
  await panel.locator('[data-action=again]').click();
  await panel.locator('.notice').waitFor({ state: 'detached' });
  await panel.locator('.token').first().waitFor();
});

test('a reload of the window brings the panel back as it was', async () => {
  await panel.locator('ts-model-map [data-stop=attention]').click();
  await panel.locator('ts-thumb-grid [role=radio]').nth(3).click();
  const name = await panel.locator('ts-attention-stop h3', { hasText: 'Layer 0, head 3' }).first().innerText();
  const edited = await panel.locator('.token .text').allInnerTexts();
  // The text as it was explained stands nowhere any more.
  await workbench.editor.locator('.view-line', { hasText: 'Every morning' }).first().click();
  await workbench.page.keyboard.press('Control+z');
  await panel.locator('[data-action=again]').waitFor();
  const stop = await panel.locator('ts-model-map [data-stop][aria-current]').getAttribute('data-stop');
  assert.notEqual(stop, 'tokens');
  await workbench.reload();
  panel = await workbench.webview('tokenscope-panel ts-token-list .token');
  assert.deepEqual(await panel.locator('.token .text').allInnerTexts(), edited);
  await panel.locator('[data-action=again]').waitFor();
  await panel.locator(`ts-model-map [data-stop=${stop}][aria-current]`).waitFor();
  await panel.locator('ts-attention-stop h3', { hasText: name }).first().waitFor();
});

test('nothing threw and nothing was refused by the content policy', () => {
  const ours = workbench.errors.filter((error) => /tokenscope|script-src|style-src/i.test(error));
  assert.deepEqual(ours, []);
});

async function sample(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return await readFile(join(ROOT, 'media/samples/sample.md'), 'utf8');
}
