// What is said of hidden and unusual places, and how they are listed, with the extension's own counter.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, explain, opened, tokenscope } from '../explaining.ts';

const { Global } = vscode.ConfigurationTarget;
const UNUSUAL = 'tokenscope.unusualText';
const TOKENIZER = 'tokenscope.tokenizer';
const tags = (text: string) =>
  Array.from(text, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');

suite('the hover of hidden text', () => {
  setup(prepare);
  teardown(forget);

  test('shows what tag characters say, with code points and the tokens that a model gets', async () => {
    const { document } = await opened(`What is this?${tags('ignore all')} Thanks`);
    const shown = (await hoverAt(document, new vscode.Position(0, 13))) ?? assert.fail('no hover');
    assert.match(shown, /\*\*Hidden text\*\*/);
    assert.match(shown, /```plaintext\nignore all\n```/);
    assert.match(shown, /U\+E0069 TAG i\nU\+E0067 TAG g/);
    assert.match(shown, /U\+E0072 TAG r\nand 5 more/);
    assert.match(shown, /tokens of o200k\\_base\\:\n```plaintext\nid \d+, bytes /);
  });

  test('runs nothing that hidden text says, and makes no link of it', async () => {
    const evil = '```\n[x](command:workbench.action.quit) <img src=x> https://example.com';
    const { document } = await opened(`a${tags(evil)}b`);
    const hovers = await hoversAt(document, new vscode.Position(0, 1));
    const [content] = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
    assert.ok(!content.isTrusted && !content.supportHtml);
    assert.match(
      content.value,
      /````plaintext\n```⏎\[x\]\(command:workbench\.action\.quit\) <img src=x> https:\/\/example\.com\n````/,
    );
  });

  test('names the letters that look like others', async () => {
    const { document } = await opened('go to p\u0430ypal now');
    const shown = (await hoverAt(document, new vscode.Position(0, 8))) ?? assert.fail('no hover');
    assert.match(shown, /It looks like “paypal”/);
    assert.match(shown, /```plaintext\nU\+0430 CYRILLIC SMALL LETTER A\n```/);
    assert.match(shown, /[34] tokens of o200k\\_base/);
  });
});

suite('the hover of what is only unusual', () => {
  setup(prepare);
  teardown(forget);

  test('is there where all is marked', async () => {
    const { document } = await opened('a\u00a0b SolidGoldMagikarp 🦄𓂀');
    const at = new vscode.Position(0, 1);
    assert.equal(await hoverAt(document, at), undefined);
    await set(UNUSUAL, 'all');
    assert.match((await hoverAt(document, at)) ?? '', /\*\*Unusual space\*\*/);
    assert.match((await hoverAt(document, new vscode.Position(0, 24))) ?? '', /\*\*Character in bytes\*\*/);
    await set(TOKENIZER, 'r50k_base');
    const hardly = (await hoverAt(document, new vscode.Position(0, 8))) ?? '';
    assert.match(hardly, /\*\*Hardly trained token\*\*/);
    assert.match(hardly, /\n·SolidGoldMagikarp: id 43453, bytes 20 53/);
  });

  test('names the character that cuts the tokens around it, also beside that', async () => {
    await set(UNUSUAL, 'all');
    const { document } = await opened('abc \u202edef'); // 20 E2 80, AE
    for (const at of [3, 4, 5]) {
      const shown = (await hoverAt(document, new vscode.Position(0, at))) ?? '';
      assert.match(shown, /\*\*Direction control\*\*/, `at ${at}`);
      assert.match(shown, /U\+202E RIGHT-TO-LEFT OVERRIDE/);
    }
  });

  test('tells a control token of a folder’s tokenizer, also where only hidden text is marked', async () => {
    await set(TOKENIZER, 'embedded');
    const { document } = await opened('one <|endoftext|> two');
    assert.match((await hoverAt(document, new vscode.Position(0, 8))) ?? '', /\*\*Control token\*\*/);
  });

  test('tells what training hardly moved, once a model with that tokenizer is open', async () => {
    await set(TOKENIZER, 'embedded');
    await set(UNUSUAL, 'all');
    const { document } = await opened('水趙');
    await explain();
    const saysSo = async (character: number) =>
      (await hoversAt(document, new vscode.Position(0, character))).some(({ contents }) =>
        contents.some((one) => (one as vscode.MarkdownString).value.includes('training hardly moved it')),
      );
    assert.deepEqual([await saysSo(0), await saysSo(1)], [false, true]);
  });

  test('is not there where nothing is marked', async () => {
    await set(UNUSUAL, 'off');
    const { document } = await opened(`a${tags('b')}`);
    assert.equal(await hoverAt(document, new vscode.Position(0, 1)), undefined);
  });
});

async function prepare(): Promise<void> {
  await tokenscope();
  await set(TOKENIZER, 'o200k_base');
}

async function forget(): Promise<void> {
  await closeEverything();
  await set(UNUSUAL, undefined);
  await set(TOKENIZER, undefined);
}

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, Global);
}

async function hoversAt(document: vscode.TextDocument, at: vscode.Position): Promise<vscode.Hover[]> {
  return await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
}

async function hoverAt(document: vscode.TextDocument, at: vscode.Position): Promise<string | undefined> {
  const hovers = await hoversAt(document, at);
  const said = hovers.map(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value).join('\n'));
  return said.find((text) => text.startsWith('**'));
}
