// What a Context X-ray has counted is watched from the beginning of the count, and an editor's text goes before its file's.
import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ContextSubject } from '../../../src/contract/contextApi.ts';
import type { ContextNode } from '../../../src/contract/contextReport.ts';
import { CountedFiles } from '../../../src/views/countedFiles.ts';
import { openPlaces } from '../../../src/views/openPlaces.ts';
import { unsavedText } from '../../../src/views/unsavedText.ts';
import { closeEverything } from '../explaining.ts';

const [folder] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
const file = (name: string) => vscode.Uri.joinPath(folder.uri, 'xray', name);
const write = async (name: string, text: string) =>
  await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));

suite('the files that were counted', () => {
  teardown(closeEverything);

  test('tells once that a counted file was saved with another text', async () => {
    await write('watched.md', 'before');
    const watched = watch([file('watched.md').fsPath]);
    await watched.files.counted([nodeOf(file('watched.md').fsPath)], false);
    const document = await vscode.workspace.openTextDocument(file('watched.md'));
    for (const text of ['a', 'b']) {
      await insert(document, text);
      await document.save();
    }
    await watched.told;
    watched.files.dispose();
    assert.equal(watched.times(), 1);
  });

  test('a file that changes while it is counted is told as soon as the count is done', async () => {
    const paths = [file('early.md').fsPath, file('gone.md').fsPath];
    for (const name of ['early.md', 'gone.md']) {
      await write(name, 'before');
      const watched = watch([file(name).fsPath]);
      if (name === 'gone.md') await vscode.workspace.fs.delete(file(name));
      else await write(name, 'after');
      assert.equal(watched.times(), 0);
      await watched.files.counted(paths.map(nodeOf), false);
      assert.equal(watched.times(), 1);
      watched.files.dispose();
    }
  });

  test('a file outside the workspace is watched, alone and in its folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'outside-'));
    const path = join(folder, 'a.md');
    for (const chosen of [folder, path]) {
      await writeFile(path, 'before');
      await moment(path);
      const watched = watch([chosen]);
      await watched.files.counted([nodeOf(path)], false);
      // The system's watcher begins at a time of its own: whatever it misses is written again.
      for (let turn = 0; watched.times() === 0; turn++) {
        await writeFile(path, `after ${turn}`);
        await Promise.race([watched.told, moment(path)]);
      }
      watched.files.dispose();
    }
    await rm(folder, { recursive: true });
  });
});

suite('the editor of a conversation', () => {
  teardown(closeEverything);

  test('an unsaved conversation is counted as it stands in its editor, and its edits are told', async () => {
    const content = JSON.stringify([{ role: 'user', content: 'Hello there' }]);
    const document = await vscode.workspace.openTextDocument({ language: 'json', content });
    const subject = { kind: 'conversation', paths: ['Untitled'], document: document.uri.toString() } as const;
    assert.deepEqual(await unsavedText(subject), { path: 'Untitled', text: content });
    const watched = watch(subject.paths, subject);
    await watched.files.counted([], true);
    await insert(document, ' ');
    await watched.told;
    watched.files.dispose();
  });

  test('of a file the text is that of its editor once that is edited, and no other file is', async () => {
    await write('chat.json', '[]');
    const uri = file('chat.json');
    const subject = { kind: 'conversation', paths: [uri.fsPath], document: uri.toString() } as const;
    assert.equal(await unsavedText(subject), undefined);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(await unsavedText(subject), undefined);
    await insert(document, ' ');
    assert.deepEqual(await unsavedText(subject), { path: uri.fsPath, text: ' []' });
    await openPlaces([{ path: 'Untitled', span: undefined, line: 0 }], undefined, () => uri);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    await document.save();
  });
});

function nodeOf(path: string): ContextNode {
  const place = { path, span: undefined, line: 0 };
  return {
    id: path,
    label: '',
    kind: 'file',
    category: 'documents',
    tokens: 1,
    before: undefined,
    place,
    children: [],
  };
}

function watch(paths: readonly string[], subject: ContextSubject = { kind: 'files', paths }) {
  let times = 0;
  const { promise: told, resolve } = Promise.withResolvers<void>();
  const files = new CountedFiles(subject, () => {
    times++;
    resolve();
  });
  return { files, told, times: () => times };
}

/** Until the system's clock, as files have it, has gone on: what is written before is older than what comes. */
async function moment(path: string): Promise<void> {
  const { ctimeMs } = await stat(path);
  while (Date.now() < ctimeMs + 100) await setTimeout(20);
}

async function insert(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
}
