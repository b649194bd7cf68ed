import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FollowedText, MAX_KEPT } from '../../../src/editor/followedText.ts';
import { closeEverything, opened } from '../explaining.ts';

/** The text that is followed is its third line. */
const TEXT = 'in front\n\nfollowed\n\nbehind';
const START = TEXT.indexOf('followed');
const END = START + 'followed'.length;

/** Edits of one change event: replaced range as [line, character, line, character], and what stands there then. */
type Edit = readonly [at: readonly [number, number, number, number], text: string];
const EDITS: [name: string, edits: Edit[], after: [start: number, end: number, stale: boolean], told: number][] = [
  ['typing in front pushes it along', [[[0, 0, 0, 0], 'more\n']], [START + 5, END + 5, false], 1],
  ['typing right before it pushes it along', [[[2, 0, 2, 0], 'x']], [START + 1, END + 1, false], 1],
  ['deleting in front pulls it back', [[[0, 2, 1, 0], '']], [START - 7, END - 7, false], 1],
  ['replacing in front by as much leaves it', [[[0, 0, 0, 2], 'IN']], [START, END, false], 0],
  ['typing behind leaves it', [[[4, 0, 4, 6], 'x']], [START, END, false], 0],
  ['typing right behind it leaves it', [[[2, 8, 2, 8], ' on']], [START, END, false], 0],
  ['typing inside makes it stale', [[[2, 3, 2, 5], '']], [START, END - 2, true], 1],
  ['deleting across its beginning makes it stale', [[[1, 0, 2, 2], '']], [START, END - 3, true], 1],
  ['deleting across its end makes it stale', [[[2, 6, 4, 0], '']], [START, END - 4, true], 1],
  [
    'two changes in front and one behind, in one event',
    [
      [[0, 0, 0, 0], 'abc'],
      [[0, 3, 0, 8], ''],
      [[4, 0, 4, 6], 'much more text than before'],
    ],
    [START - 2, END - 2, false],
    1,
  ],
  [
    'one in front and one inside, in one event',
    [
      [[0, 0, 0, 0], 'abc'],
      [[2, 4, 2, 4], '!'],
    ],
    [START + 3, END + 4, true],
    1,
  ],
  [
    'a long deletion in front and one inside, in one event',
    [
      [[0, 0, 1, 0], ''],
      [[2, 1, 2, 2], ''],
    ],
    [START - 9, END - 10, true],
    1,
  ],
];

suite('a text that is followed through edits', () => {
  teardown(closeEverything);

  for (const [name, edits, after, told] of EDITS) {
    test(name, async () => {
      const editor = await opened(TEXT);
      const place = follow(editor.document);
      let heard = 0;
      place.onDidChange(() => heard++);
      await editor.edit((edit) => {
        for (const [[fromLine, from, toLine, to], text] of edits)
          edit.replace(new vscode.Range(fromLine, from, toLine, to), text);
      });
      const { start, end } = place.source.place;
      assert.deepEqual([start, end, place.stale], after);
      assert.equal(place.start, start);
      assert.equal(heard, told);
      if (!place.stale) assert.equal(editor.document.getText(place.range), 'followed');
      place.dispose();
    });
  }
});

suite('a text that is followed', () => {
  teardown(closeEverything);

  test('stays stale when the edit is undone', async () => {
    const editor = await opened(TEXT);
    const place = follow(editor.document);
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 4), '!'));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(place.range), 'followed');
    assert.equal(place.stale, true);
    place.dispose();
  });

  test('with other line ends it is another text', async () => {
    const editor = await opened(TEXT);
    const place = follow(editor.document);
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    assert.equal(place.stale, true);
    place.dispose();
  });

  test('another document may change as it likes', async () => {
    const { document } = await opened(TEXT);
    const place = follow(document);
    const other = await opened(TEXT);
    await other.edit((edit) => edit.insert(new vscode.Position(0, 0), 'more'));
    assert.equal(place.start, START);
    place.dispose();
  });

  test('is followed no longer once it is disposed of', async () => {
    const editor = await opened(TEXT);
    const place = follow(editor.document);
    place.dispose();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'more'));
    assert.equal(place.start, START);
  });

  test('tells file name, line and what is needed to find it again', async () => {
    const editor = await opened(TEXT);
    const place = follow(editor.document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
    const { uri } = editor.document;
    assert.deepEqual(place.source, {
      label: uri.path.slice(1),
      line: 4,
      stale: false,
      place: { uri: uri.toString(), start: START + 1, end: END + 1, text: 'followed' },
    });
    place.dispose();
  });

  test('keeps the beginning of a long text, and all of its place', async () => {
    const { document } = await opened('x'.repeat(MAX_KEPT + 1));
    const place = new FollowedText({ document, start: 0, text: document.getText() });
    assert.equal(place.source.place.text.length, MAX_KEPT);
    assert.equal(place.source.place.end, MAX_KEPT + 1);
    place.dispose();
  });

  test('that was edited before is stale, and stands up to where its place ends by now', async () => {
    const { document } = await opened(TEXT);
    const place = new FollowedText({ document, start: START, text: 'fol', editedEnd: END });
    assert.equal(place.stale, true);
    assert.equal(document.getText(place.range), 'followed');
    place.dispose();
  });
});

function follow(document: vscode.TextDocument): FollowedText {
  return new FollowedText({ document, start: START, text: 'followed' });
}
