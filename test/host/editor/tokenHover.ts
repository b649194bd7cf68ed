import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ExplainedText } from '../../../src/editor/explainedText.ts';
import { FollowedText } from '../../../src/editor/followedText.ts';
import { registerTokenHover } from '../../../src/editor/tokenHover.ts';
import type { TokenSource } from '../../../src/editor/tokensInSight.ts';
import { closeEverything, opened } from '../explaining.ts';
import { tokensOf } from './tokens.ts';

const NO_TOKENS: TokenSource = {
  documents: { tokensIn: async () => undefined },
  tokenizer: () => undefined,
  size: async () => 0,
  untrained: async () => undefined,
  nameOf: () => '',
};
const TEXT = 'a 猫 sat';
const SPANS = [
  [0, 1],
  [1, 3],
  [3, 7],
] as const;

suite('the hover of a token', () => {
  teardown(closeEverything);

  test('tells its place among the others, id, bytes and characters', async () => {
    const { document } = await opened(`in front\n${TEXT}`);
    const text = new ExplainedText(new FollowedText({ document, start: 9, text: TEXT }), tokensOf(TEXT, SPANS));
    const shown = await hoverOf(document, new vscode.Position(1, 2), text);
    assert.deepEqual(shown, [
      '**Token 2** of 3 (position 1), id 101\n\nBytes 20 E7 8C AB (1 to 5), characters 1 to 3',
      new vscode.Range(1, 1, 1, 3),
    ]);
  });

  test('is not shown beside the text, nor in another document', async () => {
    const { document } = await opened(`in front\n${TEXT}`);
    const text = new ExplainedText(new FollowedText({ document, start: 9, text: TEXT }), tokensOf(TEXT, SPANS));
    assert.equal(await hoverOf(document, new vscode.Position(0, 1), text), undefined);
    const other = await opened(`in front\n${TEXT}`);
    assert.equal(await hoverOf(other.document, new vscode.Position(1, 2), text), undefined);
  });

  test('is not shown where nothing is explained', async () => {
    const { document } = await opened(TEXT);
    assert.equal(await hoverOf(document, new vscode.Position(0, 0), undefined), undefined);
  });
});

async function hoverOf(
  document: vscode.TextDocument,
  at: vscode.Position,
  text: ExplainedText | undefined,
): Promise<[string, vscode.Range | undefined] | undefined> {
  const registered = registerTokenHover(() => text, NO_TOKENS);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
  registered.dispose();
  const said = hovers.map(({ contents, range }): [string, vscode.Range | undefined] => [
    contents.map((one) => (one as vscode.MarkdownString).value).join(),
    range,
  ]);
  return said.find(([content]) => content.includes('Token'));
}
