import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ChosenText, chosenText, paragraphAt, textIn } from '../../../src/editor/chosenText.ts';
import { closeEverything, opened, select } from '../explaining.ts';

/** What a caret chooses: offset in the document and text. */
const CARETS: [name: string, document: string, caret: [number, number], chosen: [number, string] | undefined][] = [
  ['at the end of the last line, which has no break', 'one\n\ntwo a\ntwo b', [3, 5], [5, 'two a\ntwo b']],
  ['at the beginning of the first line', 'one a\none b\n\ntwo', [0, 0], [0, 'one a\none b']],
  ['between breaks of CRLF', 'one\r\n\r\ntwo a\r\ntwo b\r\n\r\nthree', [2, 1], [7, 'two a\r\ntwo b']],
  ['in a text that ends with a break', 'one\n\ntwo\n', [2, 3], [5, 'two']],
  ['beside a line of white space', 'one\n \t\ntwo', [2, 0], [7, 'two']],
  ['on an empty line', 'one\n\ntwo', [1, 0], undefined],
  ['on a line of white space', 'one\n \t\ntwo', [1, 1], undefined],
  ['behind the last break', 'one\n', [1, 0], undefined],
  ['in an empty document', '', [0, 0], undefined],
  ['beyond the last line', 'one\n\ntwo', [9, 4], [5, 'two']],
  ['beyond the end of its line', 'one\n\ntwo', [0, 99], [0, 'one']],
];

suite('the chosen text', () => {
  teardown(closeEverything);

  for (const [name, content, [line, character], chosen] of CARETS) {
    test(`with a caret ${name}`, async () => {
      const { document } = await opened(content);
      assert.deepEqual(placed(paragraphAt(document, new vscode.Position(line, character))), chosen);
    });
  }

  test('is none of a paragraph that is longer than asked for, line breaks included', async () => {
    const { document } = await opened('x\r\n\r\none\r\ntwo');
    const caret = new vscode.Position(3, 0);
    assert.deepEqual(placed(paragraphAt(document, caret, 8)), [5, 'one\r\ntwo']);
    assert.equal(paragraphAt(document, caret, 7), undefined);
  });

  test('is the selection, as it stands, where there is one', async () => {
    const editor = await opened('one\r\n\r\ntwo');
    await select(editor, new vscode.Selection(2, 2, 0, 1));
    assert.deepEqual(placed(chosenText(editor)), [1, 'ne\r\n\r\ntw']);
  });

  test('is the paragraph where nothing is selected', async () => {
    const editor = await opened('one\n\ntwo a\ntwo b');
    await select(editor, new vscode.Selection(2, 1, 2, 1));
    assert.deepEqual(placed(chosenText(editor)), [5, 'two a\ntwo b']);
  });

  test('is nothing where the caret stands on an empty line', async () => {
    const editor = await opened('one\n\ntwo');
    await select(editor, new vscode.Selection(1, 0, 1, 0));
    assert.equal(chosenText(editor), undefined);
  });

  test('is what is left of a selection that reaches beyond the document', async () => {
    const editor = await opened('one\n\ntwo');
    editor.selection = new vscode.Selection(2, 1, 9, 2); // as after an edit that VS Code has not told the caret of
    assert.deepEqual(placed(chosenText(editor)), [6, 'wo']);
  });

  test('is the last paragraph where nothing is left of the selection', async () => {
    const editor = await opened('one\n\ntwo');
    editor.selection = new vscode.Selection(7, 0, 9, 2);
    assert.deepEqual(placed(chosenText(editor)), [5, 'two']);
  });

  test('of a range begins at its first character', async () => {
    const { document } = await opened('one\r\ntwo');
    assert.deepEqual(placed(textIn(document, new vscode.Range(1, 1, 1, 2))), [6, 'w']);
  });
});

function placed(chosen: ChosenText | undefined): [number, string] | undefined {
  return chosen && [chosen.start, chosen.text];
}
