// A file of which VS Code gives no extension a document: what is said in place of a count.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { showTooLarge } from '../../../src/editor/shownCount.ts';
import { MOST_SHARED_BYTES, tooLargeInFront } from '../../../src/editor/tooLargeFile.ts';
import { closeEverything, opened } from '../explaining.ts';

const [folder] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
const file = vscode.Uri.joinPath(folder.uri, 'large.log');
const LINE = `${'a'.repeat(1023)}\n`;

suite('a file of more than 50 MB', () => {
  teardown(closeEverything);
  const askFrom = async (megabytes: number | undefined) =>
    await vscode.workspace
      .getConfiguration()
      .update('workbench.editorLargeFileConfirmation', megabytes, vscode.ConfigurationTarget.Global);
  suiteSetup(async () => await askFrom(100)); // a workbench in the browser asks before it opens 50 MB
  suiteTeardown(async () => {
    await vscode.workspace.fs.delete(file);
    await askFrom(undefined);
  });

  test('is found where it is in front, and only there', async () => {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(LINE.repeat(MOST_SHARED_BYTES / 1024 + 1)));
    assert.equal(await tooLargeInFront(), undefined);
    await vscode.commands.executeCommand('vscode.open', file);
    assert.equal(String(await tooLargeInFront()), String(file));
    await opened('short');
    assert.equal(await tooLargeInFront(), undefined);
  });

  test('is said not to be counted, why, and that a click counts it on the disk', () => {
    const item = { text: '', show: () => {} } as unknown as vscode.StatusBarItem;
    const why = showTooLarge(item, file);
    assert.equal(item.text, '$(warning) no count · over 50 MB');
    assert.match(why, /^VS Code gives files of more than 50 MB to no extension/);
    assert.equal(item.tooltip, `${why} Click to count it as it is saved, in the Context X-ray.`);
    assert.deepEqual((item.command as vscode.Command).arguments, [file]);
    showTooLarge(item, vscode.Uri.parse('memory:/large.log'));
    assert.deepEqual([item.tooltip, item.command], [why, 'tokenscope.showMenu']);
  });
});
