// The colours of a document in a real workbench: on by a key, a legend and the token at the caret beside them, what was
// expected on hover, faded by an edit, and off by the same key.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import type { TokenPrediction } from '../../src/contract/documentReading.ts';
import type { Span, TokenIndex, Utf16Offset } from '../../src/contract/tokens.ts';
import { hundredths, percent } from '../../webview/text/numbers.ts';
import { visibleText } from '../../webview/text/visibleText.ts';
import { accessibilityProblems } from './accessibility.ts';
import { becomes } from './becomes.ts';
import { cutElements } from './cutElements.ts';
import { MODEL, startEngine } from './engine.ts';
import { ROOT, type Session } from './session.ts';
import { sharedWorkbench } from './sharedWorkbench.ts';
import { testsWith } from './testsWith.ts';

const FILE = 'sample.md';
const SAMPLE = readFileSync(join(ROOT, 'media/samples', FILE), 'utf8');
/** Inside a token of the ninth line. */
const [LINE, COLUMN] = [9, 20];
const KEYS = ['Control+k', 'Control+g'];

let session: Session;
let workbench: Workbench;
let side: Frame;
const test = testsWith({
  once: async () => {
    ({ session, workbench } = await sharedWorkbench({ 'tokenscope.recomputeColors': false }));
    await workbench.openFile(FILE);
    await workbench.goTo(LINE, COLUMN);
  },
});

const colored = () => workbench.editor.locator('.cdr[class*="ced-"]');

async function toggle(): Promise<void> {
  await workbench.page.locator(`.tab[data-resource-name="${FILE}"]`).click();
  await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor(); // keys are the editor's alone
  for (const key of KEYS) await workbench.page.keyboard.press(key);
}

/** What an engine says that is asked here. */
async function expectedAtCaret(): Promise<TokenPrediction> {
  const engine = startEngine();
  try {
    const run = 'document';
    await engine.readDocument({ run, modelFolder: MODEL, text: SAMPLE });
    const caret =
      SAMPLE.split('\n')
        .slice(0, LINE - 1)
        .join('\n').length + COLUMN;
    const sight = { start: caret, end: caret } as Span<Utf16Offset>;
    const [{ ends }] = (await engine.documentSurprisals(run, sight, 1000)).parts;
    const token = ends.findIndex((end) => end > caret) as TokenIndex;
    return (await engine.expected(run, token, 5)) ?? assert.fail('nothing predicts it');
  } finally {
    engine.dispose();
  }
}

test('a key colours the document, and the side view has a legend and what was expected at the caret', async () => {
  await toggle();
  await workbench.until('colours', async () => (await colored().count()) > 10);
  await workbench.command('Focus on Token at the Caret View');
  side = await workbench.webview('tokenscope-side [data-state=read]');
  await becomes(() => side.locator('.scale .step').count(), 8);
  await side.locator('[data-mode=surprisal][aria-checked=true]').waitFor();
  const { bits, actual, candidates, context } = await expectedAtCaret();
  await side.locator('.caret', { hasText: `Computed from the ${context} tokens before it in the document.` }).waitFor();
  const card = side.locator('.caret');
  await becomes(() => card.locator('code').innerText(), visibleText(actual));
  const facts = async () => (await card.locator('dd').allInnerTexts()).slice(2, 4);
  await becomes(facts, [`${hundredths(bits)} bits`, percent(actual.probability)]);
  await becomes(
    () => card.locator('.expected .value').allInnerTexts(),
    candidates.map(({ probability }) => percent(probability)),
  );
  await side.locator('.list button').first().waitFor();
  assert.deepEqual(await accessibilityProblems(side), []);
  assert.deepEqual(await cutElements(side), []);
});

test('the hover says what was expected in the place of the token, and who computed it', async () => {
  await workbench.goTo(LINE, COLUMN);
  await workbench.command('Show or Focus Hover');
  const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'Computed by embedded model' });
  await hover.first().waitFor();
  const { candidates } = await expectedAtCaret();
  await becomes(() => hover.locator('td code').allInnerTexts(), candidates.map(visibleText));
  await workbench.page.keyboard.press('Escape');
});

test('arrows in the side view lead from mode to mode', async () => {
  await side.locator('[data-mode=surprisal]').focus();
  await side.locator('[data-mode=surprisal]').press('ArrowRight');
  await side.locator('[data-mode=rank][aria-checked=true]').waitFor();
  await side.locator('.caption', { hasText: 'rank' }).waitFor();
  await side.locator('[data-mode=rank]').press('ArrowLeft');
  await side.locator('.caption', { hasText: 'bits' }).waitFor();
});

test('an edit fades what stands behind it, and colours are computed again on command', async () => {
  await workbench.goTo(LINE, 1);
  const again = side.locator('[data-action=recompute]');
  // The workbench hears of a setting when it likes.
  await workbench.until('stale colours', async () => {
    if (await again.count()) return true;
    await workbench.page.keyboard.type('z');
    return false;
  });
  await side.locator('[data-state=stale]', { hasText: 'is from before' }).waitFor();
  assert.deepEqual(await accessibilityProblems(side), []);
  await again.click();
  await side.locator('[data-state=read]').waitFor();
  await workbench.page.locator(`.tab[data-resource-name="${FILE}"]`).click();
  await workbench.command('File: Revert File');
});

test('the key takes the colours away', async () => {
  await toggle();
  await side.locator('[data-mode=off][aria-checked=true]').waitFor();
  await workbench.until('no colours', async () => (await colored().count()) === 0);
  await workbench.choose('Colour by the Model', 'Attention');
  await side.locator('[data-mode=attention][aria-checked=true]').waitFor();
  await session.setMachine({});
});
