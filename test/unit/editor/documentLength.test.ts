import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { documentLength } from '../../../src/editor/documentLength.ts';

test('a document is measured without its text', () => {
  const lines = ['one', '', 'three 3', 'x'];
  const starts = lines.map((_, i) => lines.slice(0, i).join('\n').length + Math.min(i, 1));
  const document = {
    lineCount: lines.length,
    lineAt: (line: number) => ({ range: { end: { line, character: lines[line].length } } }),
    offsetAt: ({ line, character }: vscode.Position) => starts[line] + character,
  } as unknown as vscode.TextDocument;
  assert.equal(documentLength(document), lines.join('\n').length);
});
