import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { ExplainedText } from '../../../src/editor/explainedText.ts';
import { FollowedText } from '../../../src/editor/followedText.ts';
import { revealToken } from '../../../src/editor/tokenHighlight.ts';
import { closeEverything, opened, select } from '../explaining.ts';
import { tokensOf } from './tokens.ts';

const TEXT = 'one two';
const SPANS = [
  [0, 0],
  [0, 3],
  [3, 7],
] as const;
const TWO = 2 as TokenIndex;
const CARET = new vscode.Selection(0, 0, 0, 0);

suite('revealing a token', () => {
  teardown(closeEverything);

  test('selects it in the editor that shows its document', async () => {
    const { editor, text } = await explained();
    const other = await vscode.workspace.openTextDocument({ content: 'another' });
    await vscode.window.showTextDocument(other, vscode.ViewColumn.Two);
    await revealToken(text, TWO);
    const active = vscode.window.activeTextEditor ?? assert.fail('no editor');
    assert.deepEqual([active.document, active.viewColumn], [editor.document, vscode.ViewColumn.One]);
    assert.deepEqual(selected(active), [0, 3, 0, 7]);
  });

  test('brings its document to the front where no editor shows it', async () => {
    const { editor, text } = await explained();
    const other = await opened('another');
    assert.ok(!vscode.window.visibleTextEditors.some(({ document }) => document === editor.document));
    await revealToken(text, TWO);
    const active = vscode.window.activeTextEditor ?? assert.fail('no editor');
    assert.equal(active.document, editor.document);
    assert.notEqual(active.document, other.document);
    assert.deepEqual(selected(active), [0, 3, 0, 7]);
  });

  test('does nothing for one that stands on nothing', async () => {
    const { editor, text } = await explained();
    const other = await opened('another');
    await revealToken(text, 0 as TokenIndex);
    assert.equal(vscode.window.activeTextEditor, other);
    assert.deepEqual(selected(editor), [0, 0, 0, 0]);
  });

  test('does nothing once the text was edited', async () => {
    const { editor, text } = await explained();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 1), '!'));
    const before = selected(editor);
    await revealToken(text, TWO);
    assert.deepEqual(selected(editor), before);
  });
});

async function explained() {
  const editor = await opened(TEXT);
  await select(editor, CARET);
  const place = new FollowedText({ document: editor.document, start: 0, text: TEXT });
  return { editor, text: new ExplainedText(place, tokensOf(TEXT, SPANS)) };
}

function selected({ selection: { start, end } }: vscode.TextEditor): number[] {
  return [start.line, start.character, end.line, end.character];
}
