import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openedAgain } from '../../../src/views/openedAgain.ts';
import { closeEverything, opened } from '../explaining.ts';

const [folder] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
const gone = (path: string) =>
  ({ isClosed: true, isUntitled: false, uri: vscode.Uri.joinPath(folder.uri, path) }) as vscode.TextDocument;

suite('a document that is explained again', () => {
  teardown(closeEverything);

  test('is the same one while it is open', async () => {
    const { document } = await opened('open');
    assert.equal(await openedAgain(document), document);
  });

  test('is read from its file where it was closed', async () => {
    await vscode.workspace.fs.writeFile(gone('closed.txt').uri, new TextEncoder().encode('closed'));
    assert.equal((await openedAgain(gone('closed.txt')))?.getText(), 'closed');
  });

  test('is none where its file is gone', async () => {
    assert.equal(await openedAgain(gone('never there.txt')), undefined);
  });

  test('is none where an untitled one was closed', async () => {
    const { document } = await opened('untitled');
    await closeEverything();
    assert.equal(await openedAgain({ ...document, isClosed: true, isUntitled: true }), undefined);
  });
});
