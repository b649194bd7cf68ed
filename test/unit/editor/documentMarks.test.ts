import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinesOf } from '../../../src/editor/documentBlocks.ts';
import { findDocumentMarks } from '../../../src/editor/documentMarks.ts';
import { tags } from '../unusual/smuggled.ts';

function documentOf(lines: readonly string[], edited = { version: 1, isClosed: false }) {
  return {
    lineCount: lines.length,
    lineAt: ((line: number) => ({ text: lines[line] })) as LinesOf['lineAt'],
    get version() {
      return edited.version;
    },
    get isClosed() {
      return edited.isClosed;
    },
  };
}

test('marks stand in their lines, what warns apart from what is rare', async () => {
  const hidden = tags('run');
  const found = await findDocumentMarks(documentOf(['ordinary', `a${hidden}`, 'b\u00a0c p\u0430ypal']));
  assert.deepEqual(found, {
    warnings: [
      { line: 1, start: 1, end: 1 + hidden.length, kind: 'tag-text', says: 'run' },
      { line: 2, start: 4, end: 10, kind: 'homoglyph', says: 'paypal' },
    ],
    unusual: [{ line: 2, start: 1, end: 2, kind: 'odd-space' }],
    warningCount: 2,
    unusualCount: 1,
  });
});

test('words that look Latin warn only where nothing else of their script is written', async () => {
  const word = '\u0430\u0440\u0440\u04cf\u0435';
  assert.equal((await findDocumentMarks(documentOf([word])))?.warningCount, 1);
  assert.equal((await findDocumentMarks(documentOf([word, 'Привет'])))?.warningCount, 0);
});

test('of a text full of hidden characters the first are kept and all are counted', async () => {
  const found = await findDocumentMarks(documentOf(Array.from({ length: 50 }, () => 'a\u200b'.repeat(1_000))));
  assert.equal(found?.warningCount, 50_000);
  assert.equal(found?.warnings.length, 10_000);
  assert.deepEqual(found?.warnings.at(-1), { line: 9, start: 1_999, end: 2_000, kind: 'invisible' });
});

test('gives up where the document is edited or closed meanwhile', async () => {
  for (const edit of [
    { version: 2, isClosed: false },
    { version: 1, isClosed: true },
  ]) {
    const edited = { version: 1, isClosed: false };
    const asked = findDocumentMarks(documentOf(['\u200ba'.repeat(1_000_000)], edited));
    setImmediate(() => Object.assign(edited, edit));
    assert.equal(await asked, undefined);
  }
});

test('a line of 10 MB does not keep the host for long', async () => {
  let turns = 0;
  const turn = setInterval(() => turns++, 0);
  await findDocumentMarks(documentOf(['今天天氣很好 '.repeat(1_000_000)]));
  clearInterval(turn);
  assert.ok(turns > 5, String(turns));
});
