import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { ExplainedText } from '../../../src/editor/explainedText.ts';
import { FollowedText } from '../../../src/editor/followedText.ts';
import { closeEverything, opened } from '../explaining.ts';
import { tokensOf } from './tokens.ts';

const FRONT = 'in front\r\n\r\n';
const TEXT = 'a 猫\r\ncat';
/** <s>, "a", " ", 猫 in two tokens, the line break, "ca", "t". */
const SPANS = [
  [0, 0],
  [0, 1],
  [1, 2],
  [2, 3],
  [2, 3],
  [3, 5],
  [5, 7],
  [7, 8],
] as const;

suite('an explained text', () => {
  teardown(closeEverything);

  test('its tokens stand in the document, line breaks counted', async () => {
    const { text } = await explained();
    assert.deepEqual(
      SPANS.map((_, i) => text.rangeOf(i as TokenIndex)),
      [
        undefined, // <s> stands on nothing
        new vscode.Range(2, 0, 2, 1),
        new vscode.Range(2, 1, 2, 2),
        new vscode.Range(2, 2, 2, 3),
        new vscode.Range(2, 2, 2, 3),
        new vscode.Range(2, 3, 3, 0),
        new vscode.Range(3, 0, 3, 2),
        new vscode.Range(3, 2, 3, 3),
      ],
    );
  });

  test('a range has the tokens that it has a part of', async () => {
    const { text } = await explained();
    const inside = (...range: readonly [number, number, number, number]) => text.tokensIn(new vscode.Range(...range));
    assert.deepEqual(inside(2, 0, 2, 1), { start: 1, end: 2 });
    assert.deepEqual(inside(2, 2, 3, 1), { start: 3, end: 7 }); // both halves of the character, the break, and "ca"
    assert.deepEqual(inside(0, 0, 4, 0), { start: 1, end: 8 }); // <s> stands on nothing
    assert.equal(inside(2, 1, 2, 1), undefined);
    assert.equal(inside(0, 0, 1, 0), undefined);
  });

  test('generated tokens have no place', async () => {
    const { text } = await explained();
    assert.equal(text.rangeOf(SPANS.length as TokenIndex), undefined);
  });

  test('a position is in the token of the character behind it', async () => {
    const { text } = await explained();
    const at = (line: number, character: number) => text.tokenAt(new vscode.Position(line, character));
    assert.deepEqual([at(2, 0), at(2, 1), at(3, 0), at(3, 1), at(3, 2)], [1, 2, 6, 6, 7]);
  });

  test('a character that tokens share is in the first of them', async () => {
    const { text } = await explained();
    assert.equal(text.tokenAt(new vscode.Position(2, 2)), 3);
  });

  test('the end of a line is in its break, the end of the text in its last token', async () => {
    const { text } = await explained();
    assert.equal(text.tokenAt(new vscode.Position(2, 3)), 5);
    assert.equal(text.tokenAt(new vscode.Position(3, 3)), 7);
  });

  test('positions in front of it and behind it are in no token', async () => {
    const { text } = await explained();
    assert.equal(text.tokenAt(new vscode.Position(0, 0)), undefined);
    assert.equal(text.tokenAt(new vscode.Position(1, 0)), undefined);
    assert.equal(text.tokenAt(new vscode.Position(4, 0)), undefined);
  });
});

suite('an explained text that tokens do not cover', () => {
  teardown(closeEverything);

  test('a character that no token stands for is taken for the next token', async () => {
    const { document } = await opened('ab cd');
    const text = explainedIn(document, 0, 'ab cd', [
      [0, 2],
      [3, 5],
    ]);
    assert.equal(text.tokenAt(new vscode.Position(0, 2)), 1);
  });

  test('what lies behind the last token of a text that was cut off is in none', async () => {
    const { document } = await opened('abcd');
    const text = explainedIn(document, 0, 'abcd', [[0, 2]]);
    assert.equal(text.tokenAt(new vscode.Position(0, 2)), 0);
    assert.equal(text.tokenAt(new vscode.Position(0, 3)), undefined);
  });

  test('without tokens there is nothing to find', async () => {
    const { document } = await opened('abcd');
    assert.equal(explainedIn(document, 0, '', []).tokenAt(new vscode.Position(0, 0)), undefined);
  });
});

suite('an explained text that is edited', () => {
  teardown(closeEverything);

  test('its tokens move with edits in front of it', async () => {
    const { editor, text } = await explained();
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 1, 0), 'x'));
    assert.deepEqual(text.rangeOf(6 as TokenIndex), new vscode.Range(2, 0, 2, 2));
    assert.equal(text.tokenAt(new vscode.Position(2, 1)), 6);
    assert.equal(text.source.line, 2);
  });

  test('once it is stale no token has a place', async () => {
    const { editor, text } = await explained();
    await editor.edit((edit) => edit.insert(new vscode.Position(3, 1), '!'));
    assert.equal(text.stale, true);
    assert.equal(text.rangeOf(1 as TokenIndex), undefined);
    assert.equal(text.tokenAt(new vscode.Position(2, 0)), undefined);
  });
});

async function explained() {
  const editor = await opened(`${FRONT}${TEXT}\r\nbehind`);
  return { editor, text: explainedIn(editor.document, FRONT.length, TEXT, SPANS) };
}

function explainedIn(
  document: vscode.TextDocument,
  start: number,
  text: string,
  spans: readonly (readonly [number, number])[],
): ExplainedText {
  return new ExplainedText(new FollowedText({ document, start, text }), tokensOf(text, spans));
}
