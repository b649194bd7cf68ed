// The page of the Context X-ray: its tree, its map, its lists, and what it copies.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ContextNode } from '../../../src/contract/contextReport.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch, eventually } from '../becomes.ts';
import {
  active,
  cell,
  docs,
  largest,
  many,
  page,
  press,
  show,
  sum,
  contextTest as test,
  told,
  tree,
} from './contextPage.ts';

const BUNDLE = resolve(import.meta.dirname, '../../../l10n/bundle.l10n.zh-tw.json');

test('arrow keys walk through the tree, open and close it, and letters lead to a name', async () => {
  await show(docs);
  const [root] = docs.nodes;
  await tree().focus();
  await comesToMatch(() => active(), /^docs, /);
  await press('ArrowDown');
  await eventually(async () => assert.ok((await active()).startsWith(largest(root).label)));
  await press('ArrowLeft');
  await comesToMatch(() => active(), /^docs, /);
  await press('ArrowLeft');
  await becomes(() => page.locator('ts-context-tree .row').count(), 1);
  await press('ArrowRight', 'ArrowRight');
  await eventually(async () => assert.ok((await active()).startsWith(largest(root).label)));
  await press('s', 't');
  await comesToMatch(() => active(), /^style\.md, /);
  await press('Home');
  await comesToMatch(() => active(), /^docs, /);
  await press('End');
  const last = root.children.toSorted((a, b) => b.tokens - a.tokens).at(-1);
  await eventually(async () => assert.ok((await active()).startsWith(last?.label ?? ' '), await active()));
  await comesToMatch(
    () => page.locator('ts-context-tree [aria-selected=true]').getAttribute('aria-posinset'),
    new RegExp(`^${root.children.length}$`),
  );
});

test('space takes a part out of the sum and the folder is checked in part; Enter opens the file', async () => {
  await show(docs, { budget: 1000 });
  const [root] = docs.nodes;
  const file = largest(root);
  await tree().focus();
  await press('ArrowDown', ' ');
  await becomes(() => sum(), docs.tokens - file.tokens);
  await becomes(() => page.locator('ts-context-tree .row').first().getAttribute('aria-checked'), 'mixed');
  await comesToMatch(() => page.locator('[data-budget]').innerText(), /over the budget of 1,000/);
  await cell(file.label).and(page.locator('[data-faded]')).first().waitFor();
  await press('ArrowUp', ' ');
  await becomes(() => sum(), docs.tokens);
  await press(' ');
  await becomes(() => sum(), 0);
  await press('s', 't', 'Enter');
  const [[, places]] = await told('open');
  assert.match((places as readonly { readonly path: string }[])[0].path, /style\.md$/);
});

test('the map zooms into what has parts, by keys and by the mouse, and Escape leads out', async () => {
  await show(docs);
  const folder = docs.nodes[0].children.find(({ kind }) => kind === 'folder') as ContextNode;
  await cell('docs').press('ArrowDown');
  const inside = page.locator('ts-treemap .cell:focus .spoken');
  assert.ok(!(await inside.innerText()).startsWith('docs'), 'a part of it has the focus');
  assert.notEqual(
    await page.evaluate('document.querySelector("tokenscope-context").shadowRoot.activeElement.localName'),
    null,
  );
  await cell('docs').press('Enter');
  await page.locator('ts-context-map nav [aria-current]', { hasText: 'docs' }).waitFor();
  await becomes(() => cell('docs').count(), 0);
  await cell(folder.label).click({ position: { x: 8, y: 8 } });
  await page.locator('ts-context-map nav [aria-current]', { hasText: folder.label }).waitFor();
  await eventually(async () => assert.ok((await active()).startsWith(folder.label), 'the tree has the same part'));
  await page.locator('ts-treemap .cell').first().press('Escape');
  await page.locator('ts-context-map nav [aria-current]', { hasText: 'docs' }).waitFor();
  await page.locator('ts-context-map nav button', { hasText: 'Everything' }).click();
  await cell('docs').waitFor();
});

test('what is pointed at in the tree is marked in the map, and the other way round', async () => {
  await show(docs);
  const { label } = largest(docs.nodes[0]);
  await page.locator('ts-context-tree .row', { hasText: label }).hover();
  await cell(label).and(page.locator('[data-pointed]')).waitFor();
  await cell(label)
    .first()
    .hover({ position: { x: 6, y: 6 } });
  await page.locator('ts-context-tree .row[data-pointed]', { hasText: label }).waitFor();
  await comesToMatch(() => page.locator('ts-map-tooltip .tip').innerText(), new RegExp(`^${label}`));
});

test('of 5,000 files the document has those in sight, and keys reach the last', async () => {
  await show(many(5000));
  const rows = page.locator('ts-context-tree .row');
  assert.ok((await rows.count()) < 60, `${await rows.count()}`);
  assert.ok((await page.locator('ts-treemap .cell').count()) <= 900);
  await tree().focus();
  await press('End');
  await comesToMatch(() => active(), /^4999-/);
  const box = await page.locator('ts-context-tree [aria-selected=true]').boundingBox();
  assert.ok(box && box.y > 0 && box.y < 700, JSON.stringify(box));
  await page.locator('ts-context-tree').evaluate((element) => (element.scrollTop = 0));
  await rows
    .filter({ has: page.locator('.spoken', { hasText: /^0-/ }) })
    .first()
    .waitFor();
  await comesToMatch(() => active(), /^4999-/); // out of sight, and still what a screen reader is told
  await press('ArrowUp');
  await comesToMatch(() => active(), /^4998-/);
});

test('the filter shows what fits with what it is in', async () => {
  await show(many(5000));
  await page.locator('input[type=search]').fill('4321-');
  await page.waitForFunction(
    () =>
      document
        .querySelector('tokenscope-context')
        ?.shadowRoot?.querySelector('ts-context-tree')
        ?.shadowRoot?.querySelectorAll('.row').length === 2,
  );
  await page.locator('input[type=search]').fill('no such file');
  await page.locator('[role=status]', { hasText: 'No part fits.' }).waitFor();
});

test('a narrow view has the map as a tab, nothing is cut off, and axe finds nothing', async () => {
  await show(docs, { width: 400 });
  await becomes(() => page.locator('ts-context-map').isVisible(), false);
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.locator('#tab-map').click();
  await page.locator('ts-treemap .cell').first().waitFor();
  await becomes(() => page.evaluate(() => document.documentElement.scrollWidth), 400);
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
});

test('Markdown has the sums and the parts, without what was left out of the sum', async () => {
  await show(docs);
  await page.locator('ts-context-tree .row', { hasText: 'style.md' }).first().locator('.box').click();
  await page.locator('[data-action=markdown]').click();
  await page.waitForFunction(() => window.toldHost.some(([name]) => name === 'copy'));
  const [[, markdown]] = await told('copy');
  assert.match(
    String(markdown),
    /^## `docs`\n\n\*\*[\d,]+ tokens\*\*, counted with o200k_base, of [\d,]+; [\d,]+ unchecked\n/,
  );
  assert.match(
    String(markdown),
    /\n\| &emsp;`design\.md` \| [\d,]+ \| [\d.]+ % \| {2}\|\n|\n\| &emsp;`design\.md` \| [\d,]+ \| [\d.]+ % \| \|\n/,
  );
  assert.ok(!String(markdown).includes('style.md'));
});

test('in Traditional Chinese every button, tab and category is', async () => {
  const strings = JSON.parse(readFileSync(BUNDLE, 'utf8'));
  await show(docs, { start: { language: 'zh-tw', strings }, budget: 1000 });
  await page.locator('[data-action=categories]').click();
  const shown = await page
    .locator('header button, header li, [role=tab], [role=toolbar] button, [data-budget]')
    .allInnerTexts();
  const english = shown.filter((text) => text.trim() !== '' && !/\p{Script=Han}/u.test(text));
  assert.deepEqual(english, ['JSON', 'o200k_base']);
  await comesToMatch(() => active(), /個詞元/);
});
