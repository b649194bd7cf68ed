// The same panel in every theme and with a model that runs in an unusual way, and what reaches it other than the palette.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import { visibleText } from '../../webview/text/visibleText.ts';
import { accessibilityProblems } from './accessibility.ts';
import { becomes, comesToMatch } from './becomes.ts';
import { sliderContrasts } from './contrast.ts';
import { MODEL, startEngine } from './engine.ts';
import { explainedInEightBits } from './explainedInEightBits.ts';
import { explainParagraph, tokensShown } from './explainParagraph.ts';
import { ROOT, type Session } from './session.ts';
import { LONG, sharedWorkbench } from './sharedWorkbench.ts';
import { testsWith } from './testsWith.ts';

const FILE = 'sample.md';
const SAMPLE = readFileSync(join(ROOT, 'media/samples', FILE), 'utf8');
const LINES = SAMPLE.split('\n');

let session: Session;
/** It serves all tests: they leave no setting behind, and a theme is chosen anew by each that looks at one. */
let shared: Workbench;
const test = testsWith({
  once: async () => {
    ({ session, workbench: shared } = await sharedWorkbench());
  },
});

/** The sum of red, green and blue tells which side a background is on. */
const PANEL_IS_DARK = `getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) < 384`;

for (const [theme, isDark] of [
  ['Dark Modern', true],
  ['Light Modern', false],
  ['Dark High Contrast', true],
  ['Light High Contrast', false],
] as const) {
  test(`${theme}: axe finds nothing, and sliders stand out`, async () => {
    const panel = await explainParagraph(shared, FILE, 5);
    await shared.theme(theme);
    await panel.locator('ts-merge-replay').waitFor();
    await shared.until(theme, async () => (await panel.evaluate(PANEL_IS_DARK)) === isDark);
    assert.deepEqual(await accessibilityProblems(panel), []);
    const contrasts = await sliderContrasts(shared.page, panel.locator('ts-merge-replay input'));
    assert.ok(
      contrasts.every((ratio) => ratio >= 3),
      `${contrasts}`,
    );
  });
}

test('the context menu of the editor explains the selection', async () => {
  const line = 9;
  await select(shared, line);
  const row = shared.editor.locator('.view-line', { hasText: 'The cat sat' }).first();
  const offered = await shared.contextMenu(row);
  assert.deepEqual(
    offered.filter((item) => item.startsWith('Explain')),
    ['Explain Tokens', 'Explain as Chat'],
  );
  await becomes(() => keysBeside(shared, 'Explain Tokens'), 'Ctrl+K Ctrl+Y');
  await shared.pick('Explain Tokens');
  const engine = startEngine();
  const tokens = await engine.tokenize(LINES[line - 1], { kind: 'folder', folder: MODEL });
  engine.dispose();
  await shared.webview('tokenscope-panel ts-token-list .token');
  await shared.until('the line', async () => (await tokensShown(shared))?.length === tokens.length);
  await becomes(() => tokensShown(shared), tokens.map(visibleText));
});

test('the context menu of the editor offers the chat, which a model without a template refuses in words', async () => {
  await select(shared, 9);
  await shared.contextMenu(shared.editor.locator('.view-line', { hasText: 'The cat sat' }).first());
  await shared.pick('Explain as Chat');
  const said = await shared.notification('has no chat template: this model continues text');
  await shared.command('Notifications: Clear All Notifications');
  await said.waitFor({ state: 'detached' });
});

test('English: weights in 8 bits and what they cost, DirectML and why it is not used', async () => {
  await explainedInEightBits(session, await explainParagraph(shared, FILE, 5), {
    kept: /^weights in 8 bits, logits ±0\.0\d+$/,
    instead: 'ONNX Runtime has no DirectML on this platform, the model runs on the CPU.',
  });
});

test('lines instead of paragraphs, by an encoding of OpenAI, for the selection too, then off', async () => {
  const linesWithText = LINES.filter((line) => line.trim() !== '').length;
  await shared.openFile(FILE);
  await session.setWorkspace(shared, { 'tokenscope.inlineCounts': 'lines', 'tokenscope.tokenizer': 'model' });
  try {
    await shared.until('lines', async () => (await shared.writtenBehind(/tokens/)).length === linesWithText);
    await shared.choose('Choose Tokenizer for Counting', 'o200k_base');
    const count = encode(LINES[4]).length;
    await shared.writtenBehind(new RegExp(`^${count} tokens$`));
    await select(shared, 5);
    await shared.page.locator('.statusbar-item', { hasText: `${count} of` }).waitFor();
    await shared.command('Toggle Inline Token Counts');
    await shared.nothingWrittenBehind();
  } finally {
    await session.setWorkspace(shared, {});
  }
});

test('a budget: the share of it in the status bar, the place where it ends, and a mark in the explorer', async () => {
  const text = 'One two three four five six seven eight nine ten.\n\nEleven.\n';
  await writeFile(join(session.folderOf(shared), 'AGENTS.md'), text);
  await shared.openFile('AGENTS.md');
  await session.setWorkspace(shared, { 'tokenscope.budget': 8, 'tokenscope.tokenizer': 'o200k_base' });
  try {
    const count = encode(text).length;
    const item = shared.page.locator('.statusbar-item', { hasText: `${count} / 8 tokens` });
    await item.filter({ has: shared.page.locator('.codicon-error') }).waitFor();
    await shared.writtenBehind(/^budget of 8 tokens ends here$/);
    await shared.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'AGENTS.md' }).waitFor();
    await shared.until('a mark', async () => (await markOf('AGENTS.md')) === '!');
    // Editors keep the tables of hovers that they have hidden, such as those of colours.
    const hover = shared.page.locator('.workbench-hover-container .monaco-hover table').filter({ visible: true });
    await shared.until('three tokenizers', async () => {
      // A hover ends where its item is drawn anew for a count that came late.
      if ((await hover.count()) === 0) await item.hover();
      return (await hover.locator('tbody tr').count()) === 3;
    });
    await comesToMatch(() => hover.locator('tbody tr').first().innerText(), new RegExp(`^o200k_base\\s+${count}$`));
    await session.setWorkspace(shared, { 'tokenscope.budget': 800, 'tokenscope.tokenizer': 'o200k_base' });
    await shared.page.locator('.statusbar-item', { hasText: `${count} / 800 tokens` }).waitFor();
    await shared.until('no mark', async () => (await markOf('AGENTS.md')) === '');
  } finally {
    await session.setWorkspace(shared, {});
  }
});

/** Runs in the page: what is drawn behind the parts of a file's row in the explorer. */
const drawnBehind = (row: string) => `[...${row}.querySelectorAll('*')]
  .map((part) => getComputedStyle(part, '::after').content)
  .filter((content) => content.startsWith('"'))
  .map((content) => content.slice(1, -1))
  .join('')`;

/** What stands behind a file's name in the explorer. */
async function markOf(name: string): Promise<string> {
  const rows = `[...document.querySelectorAll('.explorer-folders-view .monaco-list-row')]`;
  const row = `${rows}.find((one) => one.textContent.includes(${JSON.stringify(name)}))`;
  return await shared.page.evaluate<string>(drawnBehind(row));
}

/** The characters of the first line on the screen, the width of all lines, and the width that is there for them. */
const LINES_ON_SCREEN = `(() => {
  const editor = document.querySelector('.editor-instance .monaco-editor');
  const { width } = editor.querySelector('.view-lines').style;
  const room = editor.querySelector('.editor-scrollable').clientWidth;
  return { characters: editor.querySelector('.view-line').textContent.length, width: parseFloat(width), room };
})()`;
interface LinesOnScreen {
  readonly characters: number;
  readonly width: number;
  readonly room: number;
}

test('a count behind a wrapped line that is full makes nothing scroll', async () => {
  const measured = async () => await shared.page.evaluate<LinesOnScreen>(LINES_ON_SCREEN);
  await shared.openFile(LONG);
  await shared.until('a wrapped line', async () => (await measured()).characters < 1000);
  const { characters } = await measured();
  await shared.goTo(1);
  await shared.page.keyboard.press('Control+a');
  await shared.page.keyboard.insertText('a'.repeat(characters));
  await shared.writtenBehind(/tokens/);
  await shared.page.keyboard.press('End');
  const { characters: shown, width, room } = await measured();
  assert.equal(shown, characters);
  assert.ok(width <= room, `${width} of ${room}`);
  await shared.command('File: Revert File');
});

/** The whole of a line that is wrapped in two at most. */
async function select(workbench: Workbench, line: number): Promise<void> {
  await workbench.openFile(FILE);
  await workbench.goTo(line);
  await workbench.page.keyboard.press('Shift+End');
  await workbench.page.keyboard.press('Shift+End');
}

async function keysBeside(workbench: Workbench, item: string): Promise<string> {
  const row = workbench.page.locator('.monaco-menu .action-item', { hasText: item }).first();
  return await row.locator('.keybinding').innerText();
}
