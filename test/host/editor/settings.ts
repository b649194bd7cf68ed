// Settings that are read and written beside the editor.
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { changeSetting } from '../../../src/settings/changeSetting.ts';
import { inlineMode, isCounted } from '../../../src/settings/countSettings.ts';
import { engineOptionsSetting, onDidChangeRunning } from '../../../src/settings/engineSettings.ts';
import {
  counterNamed,
  nameOfCounter,
  onDidChangeTokenizer,
  tokenizerSetting,
} from '../../../src/settings/tokenizerSetting.ts';
import { closeEverything, opened, tokenscope } from '../explaining.ts';

const { Global, Workspace } = vscode.ConfigurationTarget;
const TOKENIZER = 'tokenscope.tokenizer';
const MODEL = 'tokenscope.model';
const BOUNDARIES = 'tokenscope.tokenBoundaries';
const COUNTS = 'tokenscope.inlineCounts';
const LANGUAGES = 'tokenscope.countedLanguages';
const PRECISION = 'tokenscope.precision';
const PROVIDER = 'tokenscope.executionProvider';
const REMOTE = 'tokenscope.remoteEngine.url';

const FOLDERS = { embeddedModel: '/embedded', model: '/model' };

suite('settings', () => {
  setup(tokenscope);
  teardown(forget);

  test('are changed for the user where the workspace has no value of its own', async () => {
    await changeSetting(TOKENIZER, 'r50k_base');
    assert.deepEqual(inspected(TOKENIZER), { global: 'r50k_base', workspace: undefined });
  });

  test("are changed in the workspace where its value hides the user's", async () => {
    await set(TOKENIZER, 'cl100k_base');
    await set(TOKENIZER, 'p50k_base', Workspace);
    await changeSetting(TOKENIZER, 'r50k_base');
    assert.deepEqual(inspected(TOKENIZER), { global: 'cl100k_base', workspace: 'r50k_base' });
  });

  test('counts of lines come back as counts of lines', async () => {
    await set(COUNTS, 'lines');
    await vscode.commands.executeCommand('tokenscope.toggleInlineCounts');
    assert.equal(value(COUNTS), 'off');
    await vscode.commands.executeCommand('tokenscope.toggleInlineCounts');
    assert.equal(value(COUNTS), 'lines');
  });

  test('counts are toggled for the language that has a value of its own', async () => {
    const { document } = await opened('# A', 'markdown');
    const ofMarkdown = vscode.workspace.getConfiguration(undefined, document);
    await ofMarkdown.update(COUNTS, 'headings', Global, true);
    assert.equal(inlineMode(document), 'headings');
    await vscode.commands.executeCommand('tokenscope.toggleInlineCounts');
    assert.equal(inlineMode(document), 'off');
    assert.equal(value(COUNTS), 'paragraphs');
    await vscode.commands.executeCommand('tokenscope.toggleInlineCounts');
    assert.equal(inlineMode(document), 'headings');
    await ofMarkdown.update(COUNTS, undefined, Global, true);
    await closeEverything();
  });
});

suite('the counted languages', () => {
  setup(tokenscope);
  teardown(async () => {
    await closeEverything();
    await forget();
  });

  for (const [language, counted] of [
    ['markdown', true],
    ['plaintext', true],
    ['json', false],
  ] as const)
    test(`${language}: ${counted}`, async () => {
      const { document } = await opened('{}', language);
      assert.equal(isCounted(document), counted);
      assert.equal(inlineMode(document), counted ? 'paragraphs' : 'off');
    });

  test('are those of the setting', async () => {
    await set(LANGUAGES, ['json', 7]);
    const [json, markdown] = [await opened('{}', 'json'), await opened('# A', 'markdown')];
    assert.deepEqual(
      [json, markdown].map(({ document }) => isCounted(document)),
      [true, false],
    );
    await set(LANGUAGES, 'markdown');
    assert.equal(isCounted(markdown.document), false);
  });

  test('a mode that there is not is the one that is set at first', async () => {
    await set(COUNTS, 'everything');
    assert.equal(inlineMode((await opened('# A', 'markdown')).document), 'paragraphs');
  });
});

suite('the tokenizer setting', () => {
  setup(tokenscope);
  teardown(forget);

  for (const encoding of ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const) {
    test(`names ${encoding}`, async () => {
      await set(TOKENIZER, encoding);
      assert.deepEqual(tokenizerSetting(FOLDERS), { kind: 'openai', encoding });
    });
  }

  for (const name of [undefined, 'model', 'o200k', 'toString']) {
    test(`${name}: that of the model that explains`, async () => {
      await set(TOKENIZER, name);
      assert.deepEqual(tokenizerSetting(FOLDERS), { kind: 'folder', folder: '/model' });
    });
  }

  for (const [name, folder] of [
    ['/some/folder', '/some/folder'],
    ['/some/folder/', '/some/folder'],
    ['/some/folder/tokenizer.json', '/some/folder'],
    ['C:\\some\\tokenizer.json', 'C:\\some'],
    ['~/some', join(homedir(), 'some')],
    ['./some', './some'],
    ['/', '/'],
  ] as const) {
    test(`${name}: the tokenizer in that folder`, async () => {
      await set(TOKENIZER, name);
      assert.deepEqual(tokenizerSetting(FOLDERS), { kind: 'folder', folder });
    });
  }

  test('names a language model of VS Code', async () => {
    await set(TOKENIZER, 'language-model:somebody/some-model');
    assert.deepEqual(tokenizerSetting(FOLDERS), { kind: 'languageModel', model: 'somebody/some-model' });
    await set(TOKENIZER, 'language-model:somebody');
    assert.deepEqual(tokenizerSetting(FOLDERS), { kind: 'folder', folder: '/model' });
  });

  test('what it means is what it is called', () => {
    for (const name of ['o200k_base', '/some/folder', 'language-model:somebody/some-model'])
      assert.equal(nameOfCounter(counterNamed(name, FOLDERS)), name);
  });

  test("embedded: the embedded model's", async () => {
    await set(TOKENIZER, 'embedded');
    assert.deepEqual(tokenizerSetting(FOLDERS), { kind: 'folder', folder: '/embedded' });
  });
});

suite('the tokenizer setting of languages', () => {
  setup(tokenscope);
  teardown(forget);

  test('may differ between languages, and is changed where it is set', async () => {
    const { document } = await opened('word', 'markdown');
    const plain = (await opened('word', 'plaintext')).document;
    await set(TOKENIZER, 'r50k_base');
    const settings = vscode.workspace.getConfiguration(undefined, document);
    await settings.update(TOKENIZER, 'p50k_base', Global, true);
    assert.deepEqual(tokenizerSetting(FOLDERS, document), { kind: 'openai', encoding: 'p50k_base' });
    assert.deepEqual(tokenizerSetting(FOLDERS, plain), { kind: 'openai', encoding: 'r50k_base' });
    await changeSetting(TOKENIZER, 'cl100k_base', document);
    assert.deepEqual(tokenizerSetting(FOLDERS, document), { kind: 'openai', encoding: 'cl100k_base' });
    assert.deepEqual(tokenizerSetting(FOLDERS, plain), { kind: 'openai', encoding: 'r50k_base' });
    await changeSetting(TOKENIZER, 'o200k_base', plain);
    assert.deepEqual(tokenizerSetting(FOLDERS, plain), { kind: 'openai', encoding: 'o200k_base' });
    await settings.update(TOKENIZER, undefined, Global, true);
    await closeEverything();
  });

  test('a change of the tokenizer or the model is told, that of another setting is not', async () => {
    let heard = 0;
    const watch = onDidChangeTokenizer(() => heard++);
    await set(TOKENIZER, 'r50k_base');
    await set(MODEL, '/model');
    await set(BOUNDARIES, 'off');
    watch.dispose();
    assert.equal(heard, 2);
  });
});

suite('settings of the engine', () => {
  setup(tokenscope);
  teardown(forget);

  test('a change of precision or provider is told, that of another setting is not', async () => {
    let heard = 0;
    const watch = onDidChangeRunning(() => heard++);
    await set(PRECISION, 'int8');
    await set(PROVIDER, 'cpu');
    await set(BOUNDARIES, 'off');
    watch.dispose();
    assert.equal(heard, 2);
  });

  test('are read anew each time', async () => {
    const options = engineOptionsSetting({ info: () => {} });
    assert.deepEqual(options(), { precision: 'auto', executionProvider: 'auto' });
    await set(PRECISION, 'int4');
    await set(PROVIDER, 'cuda');
    await set(REMOTE, '  http://host:8000/v2 ');
    assert.deepEqual(options(), {
      remoteUrl: 'http://host:8000/v2',
      precision: 'int4',
      executionProvider: 'cuda',
    });
    await set(REMOTE, '  ');
    assert.deepEqual(options(), { precision: 'int4', executionProvider: 'cuda' });
  });

  test('the log is told once that numbers begin to go to another machine, and once that they no longer do', async () => {
    const said: string[] = [];
    const options = engineOptionsSetting({ info: (line) => void said.push(line) });
    options();
    assert.deepEqual(said, []);
    await set(REMOTE, 'http://host:8000');
    options();
    options();
    assert.deepEqual(said, ['token ids and vectors of explained texts are sent to host:8000']);
    await set(REMOTE, undefined);
    options();
    options();
    assert.deepEqual(said.slice(1), ['everything runs on this machine']);
  });
});

async function forget(): Promise<void> {
  for (const name of [TOKENIZER, MODEL, BOUNDARIES, COUNTS, LANGUAGES, PRECISION, PROVIDER, REMOTE]) {
    const { global, workspace } = inspected(name);
    if (global !== undefined) await set(name, undefined);
    if (workspace !== undefined) await set(name, undefined, Workspace);
  }
}

async function set(name: string, to: unknown, target = Global): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, to, target);
}

function value(name: string): unknown {
  return vscode.workspace.getConfiguration().get(name);
}

function inspected(name: string): { global: unknown; workspace: unknown } {
  const found = vscode.workspace.getConfiguration().inspect(name);
  return { global: found?.globalValue, workspace: found?.workspaceValue };
}
