// What is counted in passing, and where a count stands.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { countedParts } from '../../../src/editor/countedParts.ts';
import { spansInSight } from '../../../src/editor/countedSpans.ts';
import { DocumentBlocks } from '../../../src/editor/documentBlocks.ts';
import { countAt, rangeOf } from '../../../src/editor/tokenCounts.ts';
import type { InlineMode } from '../../../src/settings/countSettings.ts';
import { closeEverything, opened, select } from '../explaining.ts';

const MARKDOWN = '# A\r\n\r\none a\r\none b\r\n\r\n## B\r\n \r\ntwo';

/** Each count: line that shows it, text that is counted. */
const COUNTS: readonly [language: string, shown: InlineMode, counts: [number, string][]][] = [
  [
    'markdown',
    'paragraphs',
    [
      [3, 'one a\r\none b'],
      [7, 'two'],
      [0, MARKDOWN],
      [5, '## B\r\n \r\ntwo'],
    ],
  ],
  [
    'plaintext',
    'paragraphs',
    [
      [0, '# A'],
      [3, 'one a\r\none b'],
      [5, '## B'],
      [7, 'two'],
    ],
  ],
  [
    'markdown',
    'lines',
    [
      [0, '# A'],
      [2, 'one a'],
      [3, 'one b'],
      [5, '## B'],
      [7, 'two'],
    ],
  ],
  ['markdown', 'off', []],
  [
    'markdown',
    'headings',
    [
      [0, MARKDOWN],
      [5, '## B\r\n \r\ntwo'],
    ],
  ],
];

suite('counts in the text', () => {
  teardown(closeEverything);

  for (const [language, shown, counts] of COUNTS) {
    test(`${shown} of ${language}`, async () => {
      const editor = await inSight(await opened(MARKDOWN, language));
      const spans = await spansInSight(editor, { mode: shown }, new DocumentBlocks());
      assert.deepEqual(
        spans?.map((span) => [span.at, editor.document.getText(rangeOf(editor.document, span))]),
        counts,
      );
    });
  }

  test('of sections stand in one place only', async () => {
    const editor = await inSight(await opened(MARKDOWN, 'markdown'));
    const spans = await spansInSight(editor, { mode: 'paragraphs', noSections: true }, new DocumentBlocks());
    assert.deepEqual(
      spans?.map(({ at }) => at),
      [3, 7],
    );
    assert.deepEqual(await spansInSight(editor, { mode: 'headings', noSections: true }, new DocumentBlocks()), []);
  });

  for (const language of ['prompt', 'instructions', 'chatagent']) {
    test(`${language} is Markdown`, async () => {
      const editor = await inSight(await opened(MARKDOWN, language));
      const asMarkdown = await spansInSight(
        await inSight(await opened(MARKDOWN, 'markdown')),
        { mode: 'paragraphs' },
        new DocumentBlocks(),
      );
      assert.equal(asMarkdown?.length, 4);
      assert.deepEqual(await spansInSight(editor, { mode: 'paragraphs' }, new DocumentBlocks()), asMarkdown);
    });
  }

  for (const shown of ['paragraphs', 'lines'] as const) {
    test(`${shown}: only what is in sight`, async () => {
      const editor = await inSight(await opened('word\n\n'.repeat(400)));
      const moved = scrolled(editor);
      editor.revealRange(new vscode.Range(400, 0, 400, 0), vscode.TextEditorRevealType.AtTop);
      await moved;
      const [{ start, end }] = editor.visibleRanges;
      assert.ok(start.line > 100 && end.line < 700, `${start.line} to ${end.line}`);
      const lines = Array.from({ length: end.line - start.line + 1 }, (_, i) => start.line + i);
      assert.deepEqual(
        (await spansInSight(editor, { mode: shown }, new DocumentBlocks()))?.map(({ at }) => at),
        lines.filter((line) => line % 2 === 0),
      );
    });
  }

  test('a section is counted whole where only its heading is in sight', async () => {
    const editor = await inSight(await opened(`# A\n${'word\n'.repeat(800)}`, 'markdown'));
    assert.deepEqual(await spansInSight(editor, { mode: 'paragraphs' }, new DocumentBlocks()), [
      { first: 0, last: 801, at: 0 },
    ]);
  });

  test('a count stands behind the end of its line, one token in the singular', async () => {
    const { document } = await opened('one\r\ntwo three');
    const said = [1, 2, 1234].map((count) => countAt(document, 1, count, false));
    assert.deepEqual(
      said.map(({ renderOptions }) => renderOptions?.after?.contentText),
      ['1 token', '2 tokens', '1,234 tokens'],
    );
    for (const { range } of said) assert.deepEqual(range, new vscode.Range(1, 9, 1, 9));
  });
});

suite('the count in the status bar', () => {
  teardown(closeEverything);

  test('is of all selections, and of the document', async () => {
    const editor = await opened('one two\r\nthree');
    const selections = [
      new vscode.Selection(0, 0, 0, 3),
      new vscode.Selection(0, 5, 0, 5),
      new vscode.Selection(0, 6, 1, 1),
    ];
    editor.selections = selections;
    const counted = countedParts(editor);
    assert.deepEqual(counted, { selections: [selections[0], selections[2]], whole: true, characters: 7 });
    assert.deepEqual(
      counted.selections.map((range) => editor.document.getText(range)),
      ['one', 'o\r\nt'],
    );
  });

  test('is of the document where nothing is selected', async () => {
    const editor = await opened('one two\r\nthree');
    await select(editor, new vscode.Selection(0, 1, 0, 1));
    assert.deepEqual(countedParts(editor), { selections: [], whole: true, characters: 14 });
  });

  test('is of nothing in an empty document', async () => {
    assert.equal(countedParts(await opened('')), undefined);
  });
});

/** The editor, once VS Code has told what of it is in sight. */
async function inSight(editor: vscode.TextEditor): Promise<vscode.TextEditor> {
  const { lineCount } = editor.document;
  const seen = () => editor.visibleRanges.some(({ end }) => end.line === lineCount - 1 || end.line > 10);
  if (!seen()) await scrolled(editor, seen);
  return editor;
}

async function scrolled(editor: vscode.TextEditor, until = () => true): Promise<void> {
  await new Promise<void>((resolve) => {
    const watch = vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      if (textEditor !== editor || !until()) return;
      watch.dispose();
      resolve();
    });
  });
}
