import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { afterSetting, closeEverything, explain, explainedText, opened, select, tokenscope } from '../explaining.ts';

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
      const { version } = document;
      const before = document.getText();
      await explain();
      const { explainedTo, textLength } = (await tokenscope()).explanation() ?? assert.fail('no explanation');
      assert.equal(await explainedText(), before.toWellFormed());
      assert.deepEqual([explainedTo, textLength], [before.length, before.length]);
      assert.equal(document.getText(), before);
      assert.equal(document.version, version);
    });
  }

  test('line ends of CRLF are part of the text', async () => {
    const { document } = await opened('first line\r\nsecond line');
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    await explain();
    assert.equal(await explainedText(), 'first line\r\nsecond line');
  });

  test('a chat of a text with CRLF has the line ends that the template writes', async () => {
    const setting = vscode.workspace.getConfiguration();
    await setting.update('tokenscope.model', await chatModel(), vscode.ConfigurationTarget.Global);
    try {
      await opened('first line\r\nsecond line');
      await vscode.commands.executeCommand('tokenscope.explainAsChat');
      assert.equal(await explainedText(), '<user>\nfirst line\nsecond line\n<bot>\n');
    } finally {
      await setting.update('tokenscope.model', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('without a selection takes the paragraph at the caret', async () => {
    const editor = await opened('one\n\ntwo a\ntwo b\n\nthree');
    await select(editor, new vscode.Selection(3, 2, 3, 2));
    await explain();
    assert.equal(await explainedText(), 'two a\ntwo b');
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

suite('explain, a document that changes', () => {
  teardown(closeEverything);

  test('a caret beyond the end of the document takes the last paragraph', async () => {
    const editor = await opened('one\n\ntwo');
    editor.selection = new vscode.Selection(9, 2, 9, 2); // as after an edit that VS Code has not told the caret of
    await explain();
    assert.equal(await explainedText(), 'two');
  });

  test('a selection of what is no longer there takes the paragraph that is left', async () => {
    const editor = await opened('one\n\ntwo');
    editor.selection = new vscode.Selection(5, 1, 9, 2);
    await explain();
    assert.equal(await explainedText(), 'two');
  });

  test('an edit in front of the text while it is being explained moves its tokens along', async () => {
    const editor = await opened('in front\n\nOnce upon a time there was a cat.');
    await select(editor, new vscode.Selection(2, 0, 2, 0));
    await vscode.commands.executeCommand('tokenscope.restartEngine'); // a run that takes a while
    const explaining = explain();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'one more line\n'));
    await explaining;
    const [hover] = await hovers(editor.document, new vscode.Position(3, 0));
    assert.deepEqual(hover?.range, new vscode.Range(3, 0, 3, 'Once'.length));
  });

  test('a text that could not be explained is found again behind an edit in front of it', async () => {
    const api = await tokenscope();
    const editor = await opened('in front\n\nOnce upon a time');
    await select(editor, new vscode.Selection(2, 0, 2, 0));
    await explain();
    await afterSetting('tokenscope.precision', 'int3', () => api.failure()?.code === 'setting-invalid');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'more '));
    await afterSetting('tokenscope.precision', undefined, () => api.explanation() !== undefined);
    assert.equal(await explainedText(), 'Once upon a time');
  });
});

suite('explain, other documents', () => {
  teardown(closeEverything);

  test('a cell of a notebook', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, 'a cell of text', 'markdown');
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell]));
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('notebook.cell.edit');
    assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'vscode-notebook-cell');
    await explain();
    assert.equal((await tokenscope()).explanation()?.textLength, 'a cell of text'.length);
  });

  test('a document that nobody can write to', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('tokenscope-test', {
      provideTextDocumentContent: () => 'written by a program',
    });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('tokenscope-test:one'));
    await vscode.window.showTextDocument(document);
    await explain();
    assert.equal((await tokenscope()).explanation()?.textLength, 'written by a program'.length);
    provider.dispose();
  });

  test('bytes that are no text, opened as text', async () => {
    // No NUL among them: with one VS Code would not open the file.
    const bytes = Uint8Array.from({ length: 120 }, (_, i) => 128 + ((i * 7919) % 128));
    const file = await fileOf('noise.txt', bytes);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('editor.action.selectAll');
    await explain();
    const { explainedTo } = (await tokenscope()).explanation() ?? assert.fail('no explanation');
    assert.equal(explainedTo, document.getText().length);
    assert.deepEqual(new Uint8Array(await readFile(file)), bytes);
  });

  test('a binary file in a viewer of its own: nothing is started', async () => {
    const before = (await tokenscope()).explanation()?.run;
    const file = await fileOf(
      'image.png',
      Uint8Array.from({ length: 512 }, (_, i) => i % 256),
    );
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    await vscode.commands.executeCommand('tokenscope.explainTokens');
    assert.equal((await tokenscope()).explanation()?.run, before);
  });

  test('run from the panel, explains what is selected beside it', async () => {
    await opened('beside the panel');
    await explain();
    await vscode.commands.executeCommand('tokenscope.focusPanel');
    await explain();
    assert.equal((await tokenscope()).explanation()?.textLength, 'beside the panel'.length);
  });

  test('a worked example explains its own text, as it stands, with the embedded model', async () => {
    await vscode.commands.executeCommand('tokenscope.showWorkedExample', 'code');
    const { document } = vscode.window.activeTextEditor ?? assert.fail('no editor');
    assert.equal(document.languageId, 'javascript');
    assert.equal(await explainedText(), document.getText());
    assert.match(document.getText(), /console\.log\($/);
  });

  test('without an editor it says so and starts nothing', async () => {
    const before = (await tokenscope()).explanation()?.run;
    await vscode.commands.executeCommand('tokenscope.explainTokens');
    assert.equal((await tokenscope()).explanation()?.run, before);
  });
});

async function hovers(document: vscode.TextDocument, at: vscode.Position): Promise<vscode.Hover[]> {
  return await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
}

async function fileOf(name: string, bytes: Uint8Array): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'tokenscope-')), name);
  await writeFile(file, bytes);
  return file;
}

/** A folder with a model whose template writes line ends of its own. */
async function chatModel(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tokenscope-'));
  const { extensionPath } = vscode.extensions.getExtension('tokenscope.tokenscope') ?? assert.fail('not installed');
  await cp(join(extensionPath, 'test/golden/fixtures/qwen2'), folder, { recursive: true });
  const template = '{% for m in messages %}<{{ m.role }}>\n{{ m.content }}\n{% endfor %}<bot>\n';
  await writeFile(join(folder, 'chat_template.jinja'), `${template}\n`);
  return folder;
}
