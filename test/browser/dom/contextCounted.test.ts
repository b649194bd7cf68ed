// The page of the Context X-ray while something is counted again, and what it shows of conversations.
import assert from 'node:assert/strict';
import type { ChatReading } from '../../../src/contract/contextApi.ts';
import type { ContextNode } from '../../../src/contract/contextReport.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch } from '../becomes.ts';
import { cell, DOCS, docs, many, page, show, sum, contextTest as test } from './contextPage.ts';

test('while the same is counted again, tree, boxes, scroll position and zoom stay, and Cancel stands in the head', async () => {
  const report = many(300);
  await show(report);
  const folder = page.locator('ts-context-map nav [aria-current]', { hasText: 'docs' });
  await cell('docs').press('Enter');
  await folder.waitFor();
  await page.locator('ts-context-tree .row', { hasText: '3-' }).first().locator('.box').click();
  const list = page.locator('ts-context-tree');
  await list.evaluate((element) => (element.scrollTop = 2400));
  const before = await sum();
  assert.ok(before < report.tokens);
  const same = { title: 'docs', subject: { kind: 'files', paths: [DOCS] } };
  const tell = async (content: object) =>
    await page.evaluate((shown) => window.tellContext('show', shown), { ...same, ...content });
  await tell({ kind: 'counting', done: 12, of: 300 });
  await page.locator('header [role=status]', { hasText: '12 of 300 files' }).waitFor();
  const stays = async () => {
    assert.equal(await sum(), before);
    assert.equal(await list.evaluate(({ scrollTop }) => scrollTop), 2400);
    assert.ok(await folder.isVisible());
  };
  await stays();
  // Asked for once more, it looks for files again.
  await tell({ kind: 'counting', done: 0, of: 0 });
  await page.locator('header [role=status]', { hasText: 'Looking for files…' }).waitFor();
  await stays();
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.locator('header [data-action=cancel]').click();
  await page.waitForFunction(() => window.toldHost.some(([name]) => name === 'cancel'));
  await tell({ kind: 'counted', report, budget: 0, chat: undefined, remarks: [] });
  await page.locator('header [data-action=refresh]').waitFor();
  await stays();
});

test('a conversation shows its tokens, those that the template added and special ones apart', async () => {
  const message: ContextNode = {
    id: 'm0',
    label: 'user',
    kind: 'message',
    category: 'conversation',
    tokens: 3,
    before: undefined,
    place: undefined,
    children: [],
  };
  const token = (text: string, special: boolean, from: 'said' | 'template' | 'prompt', said = 0) => ({
    text,
    bytes: [...Buffer.from(text)],
    special,
    from,
    message: from === 'prompt' ? undefined : said,
  });
  const tokens = [
    token('<|im_start|>', true, 'template'),
    token('user\n', false, 'template'),
    token('Hello', false, 'said'),
    token('<|im_start|>', true, 'prompt'),
  ];
  const chat: ChatReading = { kind: 'read', model: 'a model', tokens, roles: ['user'], exact: true, isCounted: true };
  await show({ ...docs, tokens: 3, nodes: [message] }, { chat });
  await becomes(
    () => page.locator('[data-conversation]').innerText(),
    'as a model receives it, with its chat template',
  );
  await page.locator('#tab-chat').click();
  await page.locator('.tokens .chip').first().scrollIntoViewIfNeeded(); // what is out of sight has no text yet
  await becomes(
    () => page.locator('.tokens .chip').allInnerTexts(),
    ['<|im_start|>', 'user⏎', 'Hello', '<|im_start|>'],
  );
  await becomes(() => page.locator('.chat .role').allInnerTexts(), ['User', 'Beginning of the answer']);
  await becomes(() => page.locator('.tokens .special').count(), 2);
  await becomes(() => page.locator('.tokens .template').count(), 1);
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
});

test('of a conversation without a template the head says that contents alone are counted', async () => {
  await show(docs, { chat: { kind: 'none', why: 'Nobody knows.' } });
  await comesToMatch(() => page.locator('[data-conversation]').innerText(), /^contents alone, without/);
  await page.locator('#tab-chat').click();
  await page.locator('.lead', { hasText: 'Nobody knows.' }).waitFor();
});
