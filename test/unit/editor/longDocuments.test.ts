// A document that is too long to be counted in passing is measured, and its text is never made: VS Code would copy it, and
// the extension host, which all extensions share, would stand still meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { countedParts } from '../../../src/editor/countedParts.ts';
import { type Mode, spansInSight } from '../../../src/editor/countedSpans.ts';
import { documentLength, lengthOfLines, MAX_IN_PASSING } from '../../../src/editor/documentLength.ts';

const NOTHING_SELECTED = [{ isEmpty: true }] as unknown as readonly vscode.Selection[];

/** What is read of a document with these lines, and the characters that were handed out as texts. */
function documentOf(lines: readonly string[], languageId = 'markdown') {
  const starts = [0];
  for (const [i, line] of lines.entries()) starts.push(starts[i] + line.length + 1);
  const read = { characters: 0 };
  const document = {
    languageId,
    version: 1,
    isClosed: false,
    uri: { scheme: 'file' },
    lineCount: lines.length,
    lineAt: (line: number) => ({
      text: lines[line],
      isEmptyOrWhitespace: lines[line].trim() === '',
      range: { start: { line, character: 0 }, end: { line, character: lines[line].length } },
    }),
    offsetAt: ({ line, character }: vscode.Position) => starts[line] + character,
    getText: () => {
      const text = lines.join('\n');
      read.characters += text.length;
      return text;
    },
  } as unknown as vscode.TextDocument;
  const visibleRanges = [{ start: { line: 0 }, end: { line: lines.length - 1 } }];
  const editor = { document, visibleRanges, selections: NOTHING_SELECTED } as unknown as vscode.TextEditor;
  return { editor, read };
}

test('lengths are those of the texts', () => {
  const lines = ['one', '', 'three 3', 'x'];
  const { document } = documentOf(lines).editor;
  assert.equal(documentLength(document), lines.join('\n').length);
  assert.equal(lengthOfLines(document, 0, 2), lines.slice(0, 3).join('\n').length);
  assert.equal(lengthOfLines(document, 1, 1), 0);
});

const LONG = 'x'.repeat(10_000_000);

test('of one line of 10 MB nothing is read, and nothing is counted', async () => {
  const { editor, read } = documentOf([LONG]);
  assert.equal(countedParts(editor), undefined);
  for (const shown of ['paragraphs', 'lines'] satisfies Mode[]) assert.deepEqual(await spansInSight(editor, shown), []);
  assert.equal(read.characters, 0);
});

test('beside such a line everything short has its count', async () => {
  const { editor } = documentOf(['# A', 'short', '', LONG, '', '# B', 'x'.repeat(MAX_IN_PASSING)]);
  const at = async (shown: Mode) => (await spansInSight(editor, shown))?.map((span) => [span.first, span.last]);
  // The section of A holds the long line; that of B is longer than its paragraph.
  assert.deepEqual(await at('paragraphs'), [
    [1, 1],
    [6, 6],
  ]);
  assert.deepEqual(await at('lines'), [
    [0, 0],
    [1, 1],
    [5, 5],
    [6, 6],
  ]);
});

test('a document of just that length is counted', () => {
  const text = 'x'.repeat(MAX_IN_PASSING);
  assert.deepEqual(countedParts(documentOf([text]).editor), { selections: [], whole: true, characters: text.length });
  assert.equal(countedParts(documentOf([text, '']).editor), undefined);
});
