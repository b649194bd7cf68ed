// When a page is made: after all answers, and not at all where it was cancelled.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { config } from '@vscode/l10n';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import { PageExport } from '../../../webview/page/pageExport.ts';
import { pageTitle } from '../../../webview/page/pageTitle.ts';
import { QuestionQueue } from '../../../webview/state/questionQueue.ts';

/** A page whose drawing asks what the stops would ask: `asks[i]` with the i-th drawing. */
function exporting(...asks: readonly string[][]) {
  const queue = new QuestionQueue(() => {});
  const answered: string[] = [];
  let whole = false;
  let drawings = 0;
  const answers = new Map<string, () => void>();
  const ask = (name: string) => {
    const question = () => new Promise<void>((resolve) => answers.set(name, resolve));
    queue
      .ask('soon', question, () => whole)
      .then(
        () => answered.push(name),
        () => {},
      );
  };
  const page = new PageExport(queue, {
    isWhole: () => whole,
    showWhole: (shown) => {
      whole = shown;
    },
    drawn: async () => {
      if (whole) for (const name of asks[drawings++] ?? []) ask(name);
      await new Promise(setImmediate);
    },
    snapshot: () => `page with ${answered.join(' ')}`,
  });
  const answer = async (name: string) => {
    answers.get(name)?.();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  };
  return { page, answer, queue, isWhole: () => whole, answered };
}

test('a page has the answers, and what was asked because of them', async () => {
  const { page, answer, isWhole } = exporting(['a', 'b'], ['c'], []);
  const made = page.make();
  await new Promise(setImmediate);
  for (const name of ['a', 'b', 'c']) await answer(name);
  assert.equal(await made, 'page with a b c');
  assert.equal(isWhole(), false);
});

test('nothing is to be computed: the page is made at once', async () => {
  assert.equal(await exporting([]).page.make(), 'page with ');
});

test('cancelled: no page, and what waits is never asked', async () => {
  const { page, answer, queue, answered } = exporting(['a', 'b']);
  const made = page.make();
  await new Promise(setImmediate);
  await page.cancel();
  await answer('a');
  assert.equal(await made, undefined);
  assert.deepEqual([queue.length, answered], [0, ['a']]);
});

test('a page that is being made is not begun a second time', async () => {
  const { page, answer } = exporting(['a']);
  const made = page.make();
  assert.equal(await page.make(), undefined);
  await new Promise(setImmediate);
  await answer('a');
  assert.equal(await made, 'page with a');
});

const summary = (text: string) =>
  ({
    tokens: [...text].map((character) => ({ bytes: [...new TextEncoder().encode(character)], special: false })),
    model: { name: 'gpt2' },
  }) as unknown as RunSummary;

test('a page is called after its text, the model and the day', () => {
  const day = new Date(2026, 10, 29);
  assert.equal(pageTitle(summary(' The cat\n sat. '), day, 'en'), '“The cat sat.”: gpt2, November 29, 2026');
  assert.equal(pageTitle(summary('貓'.repeat(61)), day, 'zh-tw'), `“${'貓'.repeat(60)}…”: gpt2, 2026年11月29日`);
  // The marks are those of the language.
  config({ contents: JSON.parse(readFileSync('l10n/bundle.l10n.zh-tw.json', 'utf8')) });
  assert.equal(pageTitle(summary('貓'), day, 'zh-tw'), '「貓」：gpt2，2026年11月29日');
});
