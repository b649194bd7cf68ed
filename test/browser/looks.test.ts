// The same panel in every theme and in Traditional Chinese, and what reaches it other than the palette.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import { accessibilityProblems } from './accessibility.ts';
import { explainParagraph } from './explainParagraph.ts';
import { ROOT, Session } from './session.ts';

let session: Session;
let workbench: Workbench;
before(async () => {
  session = await Session.start('looks');
});
afterEach(() => workbench.close());
after(() => session.end());

/** The sum of red, green and blue tells which side a background is on. */
const PANEL_IS_DARK = `getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) < 384`;

for (const [theme, isDark] of [
  ['Dark Modern', true],
  ['Light Modern', false],
  ['Dark High Contrast', true],
  ['Light High Contrast', false],
] as const) {
  test(`${theme}: axe finds nothing`, async () => {
    workbench = await session.open();
    const panel = await explainParagraph(workbench, 'sample.md', 5);
    await panel.locator('ts-merge-replay').waitFor();
    await workbench.theme(theme);
    for (let i = 0; i < 100 && (await panel.evaluate(PANEL_IS_DARK)) !== isDark; i++)
      await workbench.page.waitForTimeout(50);
    assert.deepEqual(await accessibilityProblems(panel), []);
  });
}

test('Traditional Chinese: every heading, button and count', async () => {
  workbench = await session.open({ language: 'zh-tw' });
  const panel = await explainParagraph(workbench, '範例.md', 7, '解說詞元');
  await panel.locator('ts-merge-replay').waitFor();
  const shown = await panel.locator('h2, h3, button, label, th').allInnerTexts();
  // Names of methods stay as they are written everywhere.
  const english = shown.filter((text) => /[A-Za-z]{3,}/.test(text) && !/\p{Script=Han}|Top-|Min-/u.test(text));
  assert.ok(shown.length > 8);
  assert.deepEqual(english, []);
  assert.match((await workbench.writtenBehind(/個詞元/))[0], /^\d+ 個詞元$/);
});

test('the context menu of the editor explains the selection', async () => {
  workbench = await session.open();
  await workbench.openFile('sample.md');
  await workbench.writtenBehind(/tokens/);
  await workbench.editor.locator('.view-line', { hasText: 'The cat sat' }).first().dblclick();
  await workbench.editor.locator('.view-line', { hasText: 'The cat sat' }).first().click({ button: 'right' });
  const item = workbench.page.locator('.monaco-menu .action-item', { hasText: 'Explain Tokens' }).first();
  await item.hover();
  await workbench.page.waitForTimeout(300); // a menu takes no click in its first 100 ms
  await item.click();
  const panel = await workbench.webview('tokenscope-panel ts-token-list .token');
  await panel.locator('.token').first().waitFor();
});

test('counts by an encoding of OpenAI, in the text and for the selection', async () => {
  workbench = await session.open();
  await workbench.openFile('sample.md');
  await workbench.writtenBehind(/tokens/);
  await workbench.choose('Choose Tokenizer for Counting', 'o200k_base');
  const sample = await readFile(join(ROOT, 'media/samples/sample.md'), 'utf8');
  const paragraph = sample.split('\n')[4];
  await workbench.writtenBehind(new RegExp(`^${encode(paragraph).length} tokens$`));
  await workbench.goTo(5);
  await workbench.page.keyboard.press('Shift+End');
  await workbench.page.keyboard.press('Shift+End');
  await workbench.page.locator('.statusbar-item', { hasText: `${encode(paragraph).length} tokens` }).waitFor();
});

test('lines instead of paragraphs, then off', async () => {
  workbench = await session.open({ settings: { 'tokenscope.inlineCounts': 'lines' } });
  await workbench.openFile('sample.md');
  const sample = await readFile(join(ROOT, 'media/samples/sample.md'), 'utf8');
  const written = await workbench.writtenBehind(/tokens/);
  assert.equal(written.length, sample.split('\n').filter((line) => line.trim() !== '').length);
  await workbench.command('Toggle Inline Token Counts');
  await workbench.nothingWrittenBehind();
});
