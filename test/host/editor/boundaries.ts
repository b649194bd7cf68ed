// Whose tokens are tinted where, and what is said of them: with the extension's own counter. What is drawn cannot be read
// back here; the browser's tests look at it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { boundariesIn } from '../../../src/editor/boundariesIn.ts';
import { rangesInSight } from '../../../src/editor/inSight.ts';
import { partsInSight, sightOf } from '../../../src/editor/sight.ts';
import { closeEverything, opened, tokenscope } from '../explaining.ts';

const { Global } = vscode.ConfigurationTarget;
const BOUNDARIES = 'tokenscope.tokenBoundaries';
const TOKENIZER = 'tokenscope.tokenizer';

suite('token boundaries', () => {
  setup(tokenscope);
  teardown(forget);

  for (const [value, mode] of [
    ['off', 'off'],
    ['explained', 'explained'],
    ['visible', 'visible'],
    [false, 'off'],
    [true, 'explained'],
    ['all', 'explained'],
    [undefined, 'explained'],
  ] as const)
    test(`${value}: ${mode}`, async () => {
      await set(BOUNDARIES, value);
      assert.equal(boundariesIn((await opened('text', 'markdown')).document), mode);
    });

  test('visible is for languages that are counted, and for those that it is set for', async () => {
    await set(BOUNDARIES, 'visible');
    const { document } = await opened('{}', 'json');
    assert.equal(boundariesIn(document), 'explained');
    await setFor('json', 'visible');
    assert.equal(boundariesIn(document), 'visible');
  });

  test('a language may have none', async () => {
    await set(BOUNDARIES, 'visible');
    await setFor('markdown', 'off');
    assert.equal(boundariesIn((await opened('text', 'markdown')).document), 'off');
    assert.equal(boundariesIn((await opened('text')).document), 'visible');
  });

  test('the command shows them where none are seen, and hides them where some are', async () => {
    const { document } = await opened('text');
    await toggle();
    assert.equal(boundariesIn(document), 'visible');
    await toggle();
    assert.equal(boundariesIn(document), 'off');
    await toggle();
    assert.equal(boundariesIn(document), 'visible');
  });

  test('the command shows those of another language for that language alone', async () => {
    const { document } = await opened('{}', 'json');
    await toggle();
    assert.equal(boundariesIn(document), 'visible');
    assert.equal(boundariesIn((await opened('text')).document), 'explained');
  });
});

suite('the hover of a token of any text', () => {
  setup(tokenscope);
  teardown(forget);

  test('says whose tokens they are, with id and bytes, also where tokens share a character', async () => {
    await set(BOUNDARIES, 'visible');
    await set(TOKENIZER, 'cl100k_base');
    const { document } = await opened('first line\nHello 🦄 `x`');
    assert.deepEqual(await hoverAt(document, new vscode.Position(1, 2)), [
      '1 token of cl100k\\_base\\:',
      'Hello: id 9906, bytes 48 65 6C 6C 6F\nCharacters 11 to 16 of the document',
      new vscode.Range(1, 0, 1, 5),
    ]);
    const [count, lines, range] = (await hoverAt(document, new vscode.Position(1, 6))) ?? assert.fail();
    assert.equal(count, '3 tokens of cl100k\\_base\\:');
    assert.match(lines, /bytes 20 F0 9F\n.*bytes A6\n.*bytes 84\nCharacters 16 to 19/);
    assert.deepEqual(range, new vscode.Range(1, 5, 1, 8));
  });

  test('is not there where tokens are not tinted', async () => {
    const { document } = await opened('Hello');
    assert.equal(await hoverAt(document, new vscode.Position(0, 1)), undefined);
  });
});

suite('what is in sight', () => {
  teardown(closeEverything);

  test('has a margin of some lines', async () => {
    const { document } = await opened('word\n'.repeat(200));
    const visibleRanges = [new vscode.Range(100, 0, 110, 4)];
    assert.deepEqual(rangesInSight({ document, visibleRanges }), [new vscode.Range(80, 0, 130, 4)]);
    assert.deepEqual(rangesInSight({ document, visibleRanges: [new vscode.Range(5, 0, 195, 4)] }), [
      new vscode.Range(0, 0, 200, 0),
    ]);
  });

  test('does not read a line twice that is in the margins of two folded parts', async () => {
    const { document } = await opened('word\n'.repeat(200));
    const visibleRanges = [new vscode.Range(100, 0, 101, 4), new vscode.Range(110, 0, 111, 4)];
    assert.deepEqual(rangesInSight({ document, visibleRanges }), [
      new vscode.Range(80, 0, 121, 4),
      new vscode.Range(121, 4, 131, 4),
    ]);
  });

  test('of a line of a million units is bounded, from where it is seen', async () => {
    const { document } = await opened(`first\n${'word '.repeat(200_000)}\nlast`);
    const length = (ranges: readonly vscode.Range[]) =>
      ranges.reduce((sum, { start, end }) => sum + document.offsetAt(end) - document.offsetAt(start), 0);
    const unwrapped = rangesInSight({ document, visibleRanges: [new vscode.Range(0, 0, 2, 4)] });
    assert.deepEqual(unwrapped[0].start, new vscode.Position(0, 0));
    assert.equal(length(unwrapped), 16_000);
    const wrapped = rangesInSight({ document, visibleRanges: [new vscode.Range(1, 500_000, 1, 505_000)] });
    assert.deepEqual(wrapped, [new vscode.Range(1, 498_000, 1, 507_000)]);
  });

  test('is coloured and read by a bounded part of such a line, where it is seen', async () => {
    const { document } = await opened(`first\n${'word '.repeat(200_000)}\nlast`);
    const seeing = (range: vscode.Range) => ({ document, visibleRanges: [range] }) as unknown as vscode.TextEditor;
    const whole = seeing(new vscode.Range(0, 0, 2, 4));
    const part = seeing(new vscode.Range(1, 500_000, 1, 505_000));
    assert.deepEqual(sightOf(document, [whole]), { start: 0, end: 16_000 });
    assert.deepEqual(sightOf(document, [part]), { start: 500_006, end: 505_006 });
    assert.deepEqual(sightOf(document, [part, whole]), { start: 498_006, end: 507_006 });
    assert.deepEqual(partsInSight(part), [new vscode.Range(1, 498_000, 1, 507_000)]);
    const short = await opened('word\n'.repeat(200));
    const lines = { document: short.document, visibleRanges: [new vscode.Range(100, 0, 130, 4)] };
    assert.deepEqual(partsInSight(lines), [new vscode.Range(70, 0, 160, 4)]);
  });
});

async function forget(): Promise<void> {
  await closeEverything();
  await set(BOUNDARIES, undefined);
  await set(TOKENIZER, undefined);
  for (const languageId of ['json', 'markdown']) await setFor(languageId, undefined);
}

async function toggle(): Promise<void> {
  await vscode.commands.executeCommand('tokenscope.toggleTokenBoundaries');
}

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, Global);
}

async function setFor(languageId: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(undefined, { languageId }).update(BOUNDARIES, value, Global, true);
}

/** The sentence, the block of code and the range of our hover. */
async function hoverAt(
  document: vscode.TextDocument,
  at: vscode.Position,
): Promise<[string, string, vscode.Range | undefined] | undefined> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
  const said = hovers.map(({ contents, range }): [string, string, vscode.Range | undefined] => {
    const [count, , block] = contents
      .map((one) => (one as vscode.MarkdownString).value)
      .join('')
      .split(/\n?```(plaintext\n)?/);
    return [count.trim(), (block ?? '').trim(), range];
  });
  return said.find(([count]) => count.includes('token'));
}
