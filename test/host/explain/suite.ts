import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, explain, opened, tokenscope } from '../explaining.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Every one is explained as it stands, and the document stays as it is. */
const TEXTS: Readonly<Record<string, string>> = {
  'plain English': 'Once upon a time there was a cat.',
  'Traditional Chinese': '他買了一顆蘋果來吃，果實又紅又甜。',
  'an unpaired surrogate': 'a\ud83db',
  'NUL and control characters': 'a\u0000b\u0007c\u001b[0m',
  'a special token in the text': 'before <|endoftext|> after',
  'right-to-left text': 'שלום עולם، مرحبا',
  'emoji joined by ZWJ': '👩‍🚀👨‍👩‍👧‍👦 🏳️‍🌈',
  'combining marks, not composed': 'e\u0301 n\u0303 가',
  'a byte order mark inside': 'a\ufeffb',
  'white space only': ' \t \n  ',
  'one character': 'x',
};

suite('explain', () => {
  teardown(closeEverything);

  for (const [name, text] of Object.entries(TEXTS)) {
    test(`explains ${name}`, async () => {
      const { document } = await opened(text);
      const before = document.getText();
      await explain();
      const { tokens, explainedTo, textLength } = (await tokenscope()).explanation() ?? assert.fail('no explanation');
      const bytes = Uint8Array.from(tokens.flatMap((token) => token.bytes));
      assert.equal(decoder.decode(bytes), before.toWellFormed());
      assert.deepEqual([explainedTo, textLength], [before.length, before.length]);
      assert.equal(document.getText(), before);
      assert.equal(document.version, 1);
    });
  }

  test('line ends of CRLF are part of the text', async () => {
    const { document } = await opened('first line\r\nsecond line');
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    await explain();
    const { tokens } = (await tokenscope()).explanation() ?? assert.fail('no explanation');
    assert.equal(decoder.decode(Uint8Array.from(tokens.flatMap((token) => token.bytes))), 'first line\r\nsecond line');
  });

  test('without a selection takes the paragraph at the caret', async () => {
    const editor = await opened('one\n\ntwo a\ntwo b\n\nthree');
    editor.selection = new vscode.Selection(3, 2, 3, 2);
    await explain();
    const { textLength } = (await tokenscope()).explanation() ?? assert.fail('no explanation');
    assert.equal(textLength, 'two a\ntwo b'.length);
  });

  test('a megabyte is explained up to the context, and says so', async () => {
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(23_000);
    const { document } = await opened(text);
    await explain();
    const summary = (await tokenscope()).explanation() ?? assert.fail('no explanation');
    assert.equal(summary.tokens.length, summary.model.context);
    assert.equal(summary.textLength, text.length);
    assert.ok(summary.explainedTo > 0 && summary.explainedTo < text.length);
    assert.equal(document.getText(), text);
  });

  test('an empty document opens no panel and starts no run', async () => {
    await opened('');
    const before = (await tokenscope()).explanation()?.run;
    await vscode.commands.executeCommand('tokenscope.explainTokens');
    assert.equal((await tokenscope()).explanation()?.run, before);
  });
});
