// The numbers of the Lab as files, and the Lab as a page, on a real engine with the embedded model.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { anotherPage, emptiedPage } from './sharedPage.ts';

const TEXT = 'Once upon a time there was a girl';
let page: Page;
let panel: RealPanel;
const test = testsWith({
  once: async () => {
    page = await emptiedPage(
      '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #3b3b3b"><head><title>Tokens</title></head><body></body></html>',
      { viewport: { width: 900, height: 1000 } },
    );
    panel = await openRealPanel(page, TEXT);
  },
});

/** The name and the content of the file that is saved. */
async function saved(work: () => Promise<unknown>): Promise<readonly [string, string]> {
  const told = panel.toldNext('save');
  await work();
  return (await told) as readonly [string, string];
}

async function tool(id: string): Promise<string> {
  await page.locator('[data-place=lab]').click();
  await page.locator(`[data-tool=${id}]`).click();
  return `ts-${id}-tool`;
}

test('votes are saved as they are shown, a table at a time, and sum to the logit', async () => {
  const why = await tool('why');
  await page.locator(`${why} .votes`).waitFor();
  await page.locator(`${why} header [data-action=numbers-csv]`).click();
  await becomes(
    () => page.locator(`${why} header [data-table]`).allInnerTexts(),
    ['Votes of all parts', 'Votes of all heads by the token they read'],
  );
  const [name, csv] = await saved(() => page.locator(`${why} header [data-table=votes]`).click());
  assert.equal(name, 'votes.csv');
  const [head, ...rows] = csv.trimEnd().split('\r\n');
  assert.equal(head, '\ufeffpart,kind,layer,head,vote (logit)');
  const sum = rows.reduce((all, row) => all + Number(row.split(',').at(-1)), 0);
  const shown = await page.locator(`${why} .votes tfoot .number-cell`).innerText();
  assert.ok(Math.abs(sum - Number(shown.replace('−', '-'))) < 0.01, `${sum}, ${shown}`);
  const [file, json] = await saved(() => page.locator(`${why} header [data-action=numbers-json]`).click());
  assert.equal(file, 'votes.json');
  assert.deepEqual(JSON.parse(json).tables[1].rows[1].token, ' upon');
});

test('a tool without numbers says so', async () => {
  await tool('tree');
  await page.locator('ts-tree-tool [data-action=numbers-json]').click();
  await page.locator('ts-tree-tool ts-numbers [role=status]', { hasText: 'There are no numbers yet.' }).waitFor();
});

test('the menu of a chart offers the numbers of its own tool', async () => {
  await tool('why');
  const graph = page.locator('ts-flow-graph');
  await graph.scrollIntoViewIfNeeded();
  await graph.click({ button: 'right', position: { x: 5, y: 5 } });
  const [name, csv] = await saved(() => page.locator('ts-chart-menu [data-action=numbers-csv]').first().click());
  assert.equal(name, 'flow.csv');
  assert.match(csv, /^\ufeffkind,half of the block,layer,head,from position,from token,.*share \(0 to 1\)\r\n/);
});

test('the Lab as a page has all its tools, and no buttons for files', async () => {
  await tool('why');
  const [name, html] = await saved(() => page.evaluate(() => window.tell('exportPage')));
  assert.equal(name, 'a.md.tokens.html');
  for (const id of ['why', 'mattered', 'what-if', 'patching', 'tree'])
    assert.match(html, new RegExp(`<section id="${id}"`), id);
  assert.doesNotMatch(html, /ts-numbers|<script/);
  const exported = await anotherPage(html);
  await exported.locator('ts-why-tool .votes').waitFor();
  await exported.close();
});

test('in a narrow panel nothing is cut, and every button has a name', async () => {
  await page.setViewportSize({ width: 340, height: 900 });
  const why = await tool('why');
  await page.locator(`${why} header [data-action=numbers-csv]`).click();
  await page.locator(`${why} header [data-table]`).first().waitFor();
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  assert.deepEqual(await cutElements(page.mainFrame()), []);
});
