// What the model wrote, as ghost text of a real editor.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Utf16Offset } from '../../../src/contract/tokens.ts';
import { BranchCompletion } from '../../../src/editor/branchCompletion.ts';
import { offerBehind } from '../../../src/views/insertBehind.ts';
import { closeEverything, opened } from '../explaining.ts';
import { explainedWhere } from './explainedWhere.ts';

const TEXT = 'one two';
const WRITTEN = ' three\nfour';
const LENGTH = TEXT.length as Utf16Offset;
const WHOLE = { explainedTo: LENGTH, textLength: LENGTH };
const commit = async () => await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');

suite('ghost text', () => {
  let on = true;
  const branch = new BranchCompletion(() => on);
  const ghostText = { branch, mayShow: async () => on };
  suiteTeardown(() => branch.dispose());
  teardown(async () => {
    on = true;
    branch.clear();
    await closeEverything();
  });
  const at = (document: vscode.TextDocument, offset: number) =>
    branch.provideInlineCompletionItems(document, document.positionAt(offset)).map(({ insertText }) => insertText);

  test('is taken behind the explained text as one edit, and then offered no more', async () => {
    const { document } = await opened(`before\n${TEXT}\nafter`);
    assert.equal(await offerBehind(explainedWhere(document, TEXT), WHOLE, WRITTEN, ghostText), undefined);
    const end = `before\n${TEXT}`.length;
    assert.equal(document.offsetAt(vscode.window.activeTextEditor?.selection.active ?? assert.fail('no editor')), end);
    const taken = `before\n${TEXT}${WRITTEN}\nafter`;
    // The editor shows it a moment later, and until then there is nothing to take.
    for (const end = Date.now() + 100_000; document.getText() !== taken && Date.now() < end; ) await commit();
    assert.equal(document.getText(), taken);
    for (const offset of [end, end + 3, end + WRITTEN.length]) assert.deepEqual(at(document, offset), [], `${offset}`);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), `before\n${TEXT}\nafter`);
  });

  test('goes on from what was typed of it, and nowhere else', async () => {
    const editor = await opened(TEXT);
    const { document } = editor;
    await branch.offer(explainedWhere(document, TEXT), WRITTEN);
    assert.deepEqual(at(document, LENGTH), [WRITTEN]);
    assert.deepEqual(at(document, LENGTH - 1), []);
    await editor.edit((edit) => edit.insert(document.positionAt(LENGTH), ' th'));
    assert.deepEqual(at(document, LENGTH + 3), ['ree\nfour']);
    assert.deepEqual(at(document, LENGTH + 2), ['hree\nfour']);
    await editor.edit((edit) => edit.insert(document.positionAt(LENGTH + 3), 'x'));
    assert.deepEqual(at(document, LENGTH + 4), []);
  });

  test('is gone where the text was edited, another document asks, or it was switched off', async () => {
    const editor = await opened(TEXT);
    const { document } = editor;
    await branch.offer(explainedWhere(document, TEXT), WRITTEN);
    on = false;
    assert.deepEqual(at(document, LENGTH), []);
    on = true;
    assert.deepEqual(at((await opened(TEXT)).document, LENGTH), []);
    assert.deepEqual(at(document, LENGTH), [WRITTEN]);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, 0, 1), 'O');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(at(document, LENGTH), []);
  });

  test('that may not be shown is said in words', async () => {
    on = false;
    const { document } = await opened(TEXT);
    assert.equal(await offerBehind(explainedWhere(document, TEXT), WHOLE, WRITTEN, ghostText), 'Ghost text stays off.');
    assert.deepEqual(at(document, LENGTH), []);
  });
});
