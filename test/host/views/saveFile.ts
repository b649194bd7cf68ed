import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { suggestedPlace, writeProblem } from '../../../src/views/saveFile.ts';
import { closeEverything, opened } from '../explaining.ts';

const [folder] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
const inFolder = vscode.Uri.joinPath(folder.uri, 'tokens.html').toString();

suite('where a file is to be saved', () => {
  teardown(closeEverything);

  test('beside the document', () => {
    const beside = vscode.Uri.joinPath(folder.uri, 'deeper', 'readme.txt');
    const place = suggestedPlace('tokens.html', beside);
    assert.equal(String(place), String(vscode.Uri.joinPath(folder.uri, 'deeper', 'tokens.html')));
  });

  test('in the folder that is open where there is no document', () => {
    assert.equal(String(suggestedPlace('tokens.html', undefined)), inFolder);
  });

  test('in the folder that is open for a document that was never saved', async () => {
    const { document } = await opened('one');
    assert.equal(String(suggestedPlace('tokens.html', document.uri)), inFolder);
  });

  test('in the folder that is open for a cell of a notebook, whose place is no file system', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, 'a cell', 'markdown');
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell]));
    const { uri } = notebook.cellAt(0).document;
    assert.equal(String(suggestedPlace('tokens.html', uri)), inFolder);
  });

  test('in the folder that is open for a document that a program shows', () => {
    assert.equal(String(suggestedPlace('tokens.html', vscode.Uri.parse('tokenscope-test:/a/b'))), inFolder);
  });

  test('under a name that every system takes', () => {
    const place = suggestedPlace('../a\\b:c*d?e"f<g>h|i 猫.svg', undefined) ?? assert.fail('no place');
    assert.equal(place.path, `${folder.uri.path}/.._a_b_c_d_e_f_g_h_i 猫.svg`);
  });
});

suite('a file that is saved', () => {
  test('is written as it is', async () => {
    const target = vscode.Uri.joinPath(folder.uri, 'saved.html');
    assert.equal(await writeProblem(target, '<p>猫</p>'), undefined);
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(target)), '<p>猫</p>');
  });

  test('cannot be written where there is a folder of that name: its name and what helps are said', async () => {
    const target = vscode.Uri.joinPath(folder.uri, 'a folder');
    await vscode.workspace.fs.createDirectory(target);
    const problem = (await writeProblem(target, 'x')) ?? assert.fail('it was written');
    assert.match(problem, /^a folder could not be saved: .+ Save it in a folder/);
  });
});
