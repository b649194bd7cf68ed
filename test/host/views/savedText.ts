import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChosenText } from '../../../src/editor/chosenText.ts';
import { MAX_KEPT } from '../../../src/editor/followedText.ts';
import { savedText } from '../../../src/views/savedPanel.ts';

const [folder] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
const TEXT = 'in front\r\n\r\nfollowed\r\n';
const START = TEXT.indexOf('followed');
const END = START + 'followed'.length;

suite('what a panel kept over a reload', () => {
  test('is found again where it still stands', async () => {
    const uri = await file('kept.txt', TEXT);
    const found = await savedText({ version: 2, place: placeIn(uri) });
    assert.deepEqual(told(found), { uri: uri.toString(), start: START, text: 'followed' });
  });

  test('was edited since: what was explained is told, and where something else stands now', async () => {
    const uri = await file('edited.txt', TEXT.replace('followed', 'followes'));
    const found = await savedText({ version: 2, place: placeIn(uri) });
    assert.deepEqual(told(found), { uri: uri.toString(), start: START, text: 'followed', editedEnd: END });
  });

  test('stands beyond the end of a document that has become shorter', async () => {
    const uri = await file('shorter.txt', 'in');
    const found = await savedText({ version: 2, place: placeIn(uri) });
    assert.deepEqual(told(found), { uri: uri.toString(), start: START, text: 'followed', editedEnd: END });
  });

  test('is the whole of a long text, of which only the beginning was kept', async () => {
    const text = 'x'.repeat(MAX_KEPT + 10);
    const uri = await file('long.txt', text);
    const place = { uri: uri.toString(), start: 0, end: text.length, text: text.slice(0, MAX_KEPT) };
    assert.deepEqual(told(await savedText({ version: 2, place })), { uri: uri.toString(), start: 0, text });
  });

  test('is nothing where its file is gone', async () => {
    const gone = vscode.Uri.joinPath(folder.uri, 'gone.txt');
    assert.equal(await savedText({ version: 2, place: placeIn(gone) }), undefined);
  });

  test('is nothing where no text was explained', async () => {
    assert.equal(await savedText({ version: 2, place: undefined }), undefined);
  });

  const NONSENSE: [name: string, saved: (place: object) => unknown][] = [
    ['nothing', () => undefined],
    ['null', () => null],
    ['another version', (place) => ({ version: 1, place })],
    ['a later version', (place) => ({ version: 3, place })],
    ['no version', (place) => ({ place })],
    ['a place that is null', () => ({ version: 2, place: null })],
    ['an address without a scheme', (place) => ({ version: 2, place: { ...place, uri: 'kept.txt' } })],
    ['an address of nothing that VS Code can read', (place) => ({ version: 2, place: { ...place, uri: 'x-no:/a' } })],
    ['a beginning that is no whole number', (place) => ({ version: 2, place: { ...place, start: 0.5 } })],
    ['an end that is a text', (place) => ({ version: 2, place: { ...place, end: '20' } })],
    ['no text', (place) => ({ version: 2, place: { ...place, text: undefined } })],
  ];
  for (const [name, saved] of NONSENSE) {
    test(`is nothing where it holds ${name}`, async () => {
      const place = placeIn(await file('kept.txt', TEXT));
      assert.ok(await savedText({ version: 2, place }));
      assert.equal(await savedText(saved(place)), undefined);
    });
  }
});

function placeIn(uri: vscode.Uri) {
  return { uri: uri.toString(), start: START, end: END, text: 'followed' };
}

async function file(name: string, text: string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

function told(chosen: ChosenText | undefined): object | undefined {
  if (!chosen) return undefined;
  const { document, ...rest } = chosen;
  return { uri: document.uri.toString(), ...rest };
}
