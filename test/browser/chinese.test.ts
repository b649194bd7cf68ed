// The panel in Traditional Chinese.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import { explainedInEightBits } from './explainedInEightBits.ts';
import { explainParagraph } from './explainParagraph.ts';
import { ROOT, type Session } from './session.ts';
import { closeShared, sharedSession } from './sharedWorkbench.ts';
import { testsWith } from './testsWith.ts';

const FILE = '範例.md';
const EXPLAIN = '解說詞元';

let session: Session;
let workbench: Workbench;
const test = testsWith({
  once: async () => {
    await closeShared(); // the panel in it would be drawn all the time
    session = await sharedSession();
    await session.setMachine({});
    workbench = await session.open({ language: 'zh-tw' });
  },
});

test('Traditional Chinese: every heading, button and count', async () => {
  const panel = await explainParagraph(workbench, FILE, 7, EXPLAIN);
  await panel.locator('ts-merge-replay').waitFor();
  const shown = await panel.locator('h2, h3, button, label, th').allInnerTexts();
  // Names of methods and of formats stay as they are written everywhere.
  const english = shown.filter(
    (text) => /[A-Za-z]{3,}/.test(text) && !/\p{Script=Han}|Top-|Min-|^(CSV|JSON)$/u.test(text),
  );
  assert.ok(shown.length > 8);
  assert.deepEqual(english, []);
  assert.match((await workbench.writtenBehind(/個詞元/))[0], /^\d+ 個詞元$/);
});

test('Traditional Chinese: weights in 8 bits and what they cost, DirectML and why it is not used', async () => {
  await explainedInEightBits(session, await explainParagraph(workbench, FILE, 5, EXPLAIN), {
    kept: /^權重 8 位元，logits ±0\.0\d+$/,
    instead: '這個平台的 ONNX Runtime 沒有 DirectML，模型改在 CPU 上執行。',
  });
});

test('a tour on a model without Chinese says so, and goes on with the embedded one', async () => {
  await workbench.command('View: Close All Editors'); // the tour opens another panel
  await workbench.page.locator('.editor-group-container .tab').first().waitFor({ state: 'detached' });
  await workbench.openFile(FILE);
  await session.setMachine({ 'tokenscope.model': join(ROOT, 'test/golden/fixtures/qwen2') });
  try {
    await workbench.page.locator('.statusbar-item', { hasText: /個詞元 · qwen2/ }).waitFor();
    await workbench.command('開始導覽'); // answered before the new panel is loaded
    const panel = await workbench.webview('tokenscope-panel ts-tour .misfit');
    await panel.locator('.misfit', { hasText: '字的碎片' }).waitFor();
    await panel.locator('[data-action=tour-embedded]').click();
    await panel.locator('.misfit').waitFor({ state: 'detached' });
    await panel.locator('.header', { hasText: '內建模型' }).waitFor();
    await panel.locator('ts-tour strong', { hasText: '1/8' }).waitFor();
  } finally {
    await session.setMachine({});
  }
});
