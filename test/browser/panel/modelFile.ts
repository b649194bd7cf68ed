// The editor of models' files in a real workbench: a quantised model is opened, searched, measured and explains a text; a file that
// changes on disk, and files that are none.
import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import type { Workbench } from '../../../scripts/workbench/workbench.ts';
import { lfsPointer } from '../../unit/inspection/writtenFiles.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes } from '../becomes.ts';
import { pick } from '../dom/pick.ts';
import { ROOT, type Session } from '../session.ts';
import { sharedWorkbench } from '../sharedWorkbench.ts';
import { testsWith } from '../testsWith.ts';
import { uncaughtInPages } from '../uncaught.ts';

const FIXTURE = join(ROOT, 'test/golden/fixtures/gguf-qwen2-q4_k/model.gguf');
const FILE = 'small.gguf';
const COPY = 'copy.gguf';
const POINTER = 'pointer.gguf';
const SAMPLE = 'sample.md';

let session: Session;
let workbench: Workbench;
let view: Frame;

const path = (name: string) => join(session.folderOf(workbench), name);
const row = (name: string) =>
  workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();

const test = testsWith({
  once: async () => {
    ({ session, workbench } = await sharedWorkbench());
    await copyFile(FIXTURE, path(FILE));
    await writeFile(path(POINTER), lfsPointer(4_000_000_000));
    await workbench.command('Refresh Explorer'); // what others write into the folder it notices when it likes
    await row(FILE).waitFor();
    view = await openedFrom(FILE);
  },
  after: () => assert.deepEqual(uncaughtInPages([workbench]), []),
});

/** The page of the file, opened by the explorer's menu. */
async function openedFrom(name: string): Promise<Frame> {
  await workbench.contextMenu(row(name));
  await workbench.pick('Open Model File');
  await workbench.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  return await workbench.webview(
    `tokenscope-model-file h1[title*="${name}"], tokenscope-model-file h1:text("${name}")`,
  );
}

test('a GGUF file shows its card and its drawing, without anything for axe to find', async () => {
  await view.locator('dl.card dd', { hasText: /^qwen2$/ }).waitFor();
  await view.locator('dl.card dd', { hasText: '324 entries' }).waitFor();
  await becomes(() => view.locator('[data-step]').count(), 3);
  assert.deepEqual(await accessibilityProblems(view), []);
});

test('a tensor is found by its name, and its numbers are drawn', async () => {
  await view.locator('.overview').press('/');
  await view.locator('ts-tensors .search').fill('blk.1 ffn_down');
  await view.locator('.found', { hasText: '1 of 26' }).waitFor();
  await view.locator('ts-tensors .search').press('ArrowDown');
  await view.locator('ts-tensor-detail h2', { hasText: 'blk.1.ffn_down.weight' }).waitFor();
  await view.locator('ts-virtual-grid .grid').press('Enter');
  await view.locator('ts-histogram rect').first().waitFor();
  assert.deepEqual(await accessibilityProblems(view), []);
});

test('an entry of the vocabulary is found', async () => {
  await view.locator('#tab-vocabulary').click();
  await view.locator('.row .piece').first().waitFor();
  await pick(view.locator('ts-choice.kind'), (options) => options.filter({ hasText: 'special' }));
  await view.locator('.row [data-cell=kind]', { hasText: 'special' }).first().waitFor();
});

test('a file that changes on disk is offered anew, and says what is wrong with it', async () => {
  await writeFile(path(FILE), 'GGUF');
  await view.locator('.notice', { hasText: 'changed on disk' }).locator('[data-action=reload]').click();
  await view.locator('[role=alert]', { hasText: 'ends in the middle of its header' }).waitFor();
  await copyFile(FIXTURE, path(FILE));
  await view.locator('[data-action=reload]').click();
  await view.locator('[role=tablist]').waitFor();
});

test('the paragraph at the caret is explained with the model of the file', async () => {
  await workbench.openFile(SAMPLE);
  await workbench.goTo(9);
  await workbench.page.locator(`.tab[data-resource-name="${FILE}"]`).click();
  await view.locator('#text-in-hand', { hasText: SAMPLE }).waitFor();
  await view.locator('[data-action=explain]').click();
  const panel = await workbench.webview('ts-token-list .token');
  await panel.locator('.facts', { hasText: 'small: qwen2' }).waitFor();
});

test('two files of one model are compared, and one beside its copy differs in nothing', async () => {
  await copyFile(FIXTURE, path(COPY));
  await view.locator('[data-action=compare]').click();
  await workbench.acceptPath((folder) => folder.endsWith('/'), path(COPY));
  await view.locator('.fact', { hasText: '0 / 26' }).waitFor();
  await view.locator('[data-kind=text]').click();
  await view.locator('[data-action=compare-text]').click();
  await view.locator('.fact', { hasText: /^0 bits/ }).waitFor();
  await view.locator('.fact', { hasText: /^0 \/ \d+\s*most expected/ }).waitFor();
  assert.deepEqual(await accessibilityProblems(view), []);
});

test('a pointer of Git LFS is told from a model', async () => {
  const pointer = await openedFrom(POINTER);
  await pointer.locator('[role=alert]', { hasText: 'a pointer of Git LFS to 4 GB' }).waitFor();
});
