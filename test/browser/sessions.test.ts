// Sessions in the real workbench: saved to a file, opened with a double click, with the same numbers; and files that are none.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import type { SessionFile } from '../../src/contract/session.ts';
import { accessibilityProblems } from './accessibility.ts';
import { becomes } from './becomes.ts';
import { explainParagraph, tokensShown } from './explainParagraph.ts';
import type { Session } from './session.ts';
import { sharedWorkbench } from './sharedWorkbench.ts';
import { testsWith } from './testsWith.ts';

const SAMPLE = 'sample.md';
const FILE = `${SAMPLE}.tokenscope.json`;

let session: Session;
let workbench: Workbench;
const test = testsWith({
  once: async () => {
    ({ session, workbench } = await sharedWorkbench());
  },
});

const path = (name: string) => join(session.folderOf(workbench), name);
/** The panel's own, which it has where it shows no session. */
const ownTab = () =>
  workbench.page.locator('.tab', { has: workbench.page.locator('.label-name', { hasText: /^Tokens$/ }) });
const row = (name: string) =>
  workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();

test('a session is saved, and opened in its own tab with the same numbers', async () => {
  const panel = await explainParagraph(workbench, SAMPLE, 5);
  const shown = await tokensShown(workbench);
  await becomes(() => ownTab().count(), 1);
  await panel.locator('ts-generation-bar [data-action=step]').click();
  await panel.locator('ts-generation-bar').getByText('1 ').first().waitFor();
  await workbench.begin('Save Session'); // the palette gives way to the dialog, and may not be hidden in between
  await workbench.acceptPath((suggested) => suggested.endsWith(FILE));
  await workbench.notification(`Saved ${FILE}`);
  const saved: SessionFile = JSON.parse(await readFile(path(FILE), 'utf8'));
  assert.equal(saved.text.label, SAMPLE);
  assert.ok(!JSON.stringify(saved).includes(session.folderOf(workbench)));
  assert.equal(saved.setup.branches.length, 1);
  assert.ok(saved.model.files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256 ?? '')));

  await row(FILE).dblclick();
  const opened = await workbench.webview('tokenscope-panel .session[data-tone=same]');
  const notice = opened.locator('.session');
  await notice.getByText('The same numbers came out, to the last digit.').waitFor();
  await notice.getByText('Weights and tokenizer are the same files').waitFor();
  assert.deepEqual(await accessibilityProblems(opened), []);
  assert.deepEqual((await tokensShown(workbench))?.slice(0, -1), shown);
  const tabs = workbench.page.locator('.tab');
  await becomes(() => tabs.filter({ hasText: FILE }).count(), 1);
  await becomes(() => ownTab().count(), 0); // one panel at a time
});

test('a file that is cut in half says so, and leaves what was computed', async () => {
  const whole = await readFile(path(FILE), 'utf8');
  await writeFile(path('cut.tokenscope.json'), whole.slice(0, whole.length / 2));
  await row('cut.tokenscope.json').dblclick();
  const refused = await workbench.webview('main h1:text("cut.tokenscope.json")');
  await refused.getByText('ends in the middle').waitFor();
  const notified = await workbench.notification('ends in the middle');
  await notified.getByRole('button', { name: 'Open as Text' }).click();
  await workbench.page.locator('.monaco-editor .view-line', { hasText: 'tokenscope-session' }).first().waitFor();
  assert.notEqual(await tokensShown(workbench), undefined);
});

test('another text takes the place of the session, whose file stays as it is', async () => {
  const before = await readFile(path(FILE), 'utf8');
  await workbench.openFile(SAMPLE);
  await workbench.goTo(9);
  await workbench.command('Explain Tokens');
  await ownTab().waitFor();
  await becomes(() => workbench.page.locator(`.tab[data-resource-name="${FILE}"]`).count(), 0);
  assert.equal(await readFile(path(FILE), 'utf8'), before);
  // What the tests of the next file begin with.
  await workbench.command('Notifications: Clear All Notifications');
  for (const name of [FILE, 'cut.tokenscope.json']) await rm(path(name));
  await row(FILE).waitFor({ state: 'detached' });
});
