import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Utf16Offset } from '../../../src/contract/tokens.ts';
import type { ExplainedText } from '../../../src/editor/explainedText.ts';
import { insertBehind } from '../../../src/views/insertBehind.ts';
import { closeEverything, opened } from '../explaining.ts';
import { explainedWhere } from './explainedWhere.ts';

const TEXT = 'one two';
const WRITTEN = ' three\nfour';
const length = (units: number) => units as Utf16Offset;
const WHOLE = { explainedTo: length(TEXT.length), textLength: length(TEXT.length) };

const explainedIn = (document: vscode.TextDocument) => explainedWhere(document, TEXT);

async function shown(file: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return document;
}

const refuse = () => {
  throw vscode.FileSystemError.NoPermissions();
};
/** Can be written to, but for its one file, which holds TEXT. */
const READ_ONLY: vscode.FileSystemProvider = {
  onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
  watch: () => new vscode.Disposable(() => {}),
  stat: () => ({
    type: vscode.FileType.File,
    ctime: 0,
    mtime: 0,
    size: TEXT.length,
    permissions: vscode.FilePermission.Readonly,
  }),
  readFile: () => new TextEncoder().encode(TEXT),
  readDirectory: () => [],
  createDirectory: refuse,
  writeFile: refuse,
  delete: refuse,
  rename: refuse,
};

suite('what the model wrote', () => {
  teardown(closeEverything);

  test('stands behind the explained text, and one undo takes it back', async () => {
    const { document } = await opened(`before\n${TEXT}\nafter`);
    const text = explainedIn(document);
    assert.equal(await insertBehind(text, WHOLE, WRITTEN), undefined);
    assert.equal(document.getText(), `before\n${TEXT}${WRITTEN}\nafter`);
    assert.equal(text.stale, false);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), `before\n${TEXT}\nafter`);
  });

  test('follows the text that edits before it have moved', async () => {
    const editor = await opened(`before\n${TEXT}`);
    const text = explainedIn(editor.document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'far '));
    assert.equal(await insertBehind(text, WHOLE, WRITTEN), undefined);
    assert.equal(editor.document.getText(), `far before\n${TEXT}${WRITTEN}`);
  });

  test('is not inserted into a text that was edited, cut short or closed, nor where nothing is explained', async () => {
    const editor = await opened(TEXT);
    const { document } = editor;
    const text = explainedIn(document);
    const cut = { ...WHOLE, explainedTo: length(3) };
    assert.match((await insertBehind(text, cut, WRITTEN)) ?? '', /has not read the text to its end/);
    const closed = { document: { ...document, isClosed: true }, source: text.source, stale: false } as ExplainedText;
    assert.match((await insertBehind(closed, WHOLE, WRITTEN)) ?? '', /is closed\. Open it and explain the text again/);
    assert.match((await insertBehind(undefined, WHOLE, WRITTEN)) ?? '', /Nothing is explained/);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 2), 'x'));
    assert.match((await insertBehind(text, WHOLE, WRITTEN)) ?? '', /was edited since\. Explain it again/);
    assert.equal(document.getText(), 'onxe two');
  });

  test('is inserted into a file', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
    const file = vscode.Uri.joinPath(folder.uri, 'written.txt');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(TEXT));
    const document = await shown(file);
    assert.equal(await insertBehind(explainedIn(document), WHOLE, WRITTEN), undefined);
    assert.equal(document.getText(), `${TEXT}${WRITTEN}`);
  });

  test('is not inserted into a file that its file system calls read-only', async () => {
    const files = vscode.workspace.registerFileSystemProvider('tokenscope-fs', READ_ONLY);
    const document = await shown(vscode.Uri.parse('tokenscope-fs:/kept.txt'));
    const reason = await insertBehind(explainedIn(document), WHOLE, WRITTEN);
    assert.match(reason ?? '', /^kept\.txt cannot be edited/);
    assert.equal(document.getText(), TEXT);
    files.dispose();
  });

  test('is not inserted into a document that a program shows', async () => {
    const shows = vscode.workspace.registerTextDocumentContentProvider('tokenscope-test', {
      provideTextDocumentContent: () => TEXT,
    });
    const document = await shown(vscode.Uri.parse('tokenscope-test:/shown.txt'));
    const reason = await insertBehind(explainedIn(document), WHOLE, WRITTEN);
    assert.match(reason ?? '', /^shown\.txt cannot be edited: it may be read-only/);
    assert.equal(document.getText(), TEXT);
    shows.dispose();
  });
});
