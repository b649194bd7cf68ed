// Counts above sections and symbols, as VS Code itself asks for them, and of the cells of notebooks.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CellCounts } from '../../../src/editor/cellCounts.ts';
import type { DocumentCounts } from '../../../src/editor/documentCounts.ts';
import { hasCellCounts, inlineMode, lensesOf } from '../../../src/settings/countSettings.ts';
import { closeEverything, opened, tokenscope } from '../explaining.ts';

const LENSES = 'tokenscope.codeLens';
const CELLS = 'tokenscope.cellCounts';
const INLINE = 'tokenscope.inlineCounts';
const TOKENIZER = 'tokenscope.tokenizer';
const MARKDOWN = '# A\none two three\n\n```\n# no\n```\n\n## B\nfour';
const LANGUAGE = 'json';
const CODE = '{\n  "a": {\n    "b": 1\n  },\n  "c": 2\n}\n';

suite('code lenses with counts', () => {
  setup(begin);
  teardown(end);

  test('are off at first', async () => {
    assert.deepEqual(await lenses(await opened(MARKDOWN, 'markdown')), []);
  });

  for (const mode of ['sections', 'all'])
    test(`${mode}: above sections, each with its tokens`, async () => {
      await set(LENSES, mode);
      const editor = await opened(MARKDOWN, 'markdown');
      assert.deepEqual(
        (await lenses(editor)).map(({ range, command }) => [range.start.line, command?.title]),
        [
          [0, '18 tokens'],
          [7, '4 tokens'],
        ],
      );
    });

  test('symbols: none above sections', async () => {
    await set(LENSES, 'symbols');
    assert.deepEqual(await lenses(await opened(MARKDOWN, 'markdown')), []);
  });

  test('say whose tokens they are, and select what they count', async () => {
    await set(LENSES, 'sections');
    const editor = await opened(MARKDOWN, 'markdown');
    const [, { command }] = await lenses(editor);
    assert.match(command?.tooltip ?? '', /o200k_base/);
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    const { active, anchor } = vscode.window.activeTextEditor?.selection ?? assert.fail('no editor');
    assert.deepEqual([anchor.line, active.line, active.character], [7, 8, 4]);
  });
});

suite('code lenses by symbols and settings', () => {
  setup(begin);
  teardown(end);

  test('stand above symbols of several lines, and above the functions of a class', async () => {
    await set(LENSES, 'symbols');
    const provider = vscode.languages.registerDocumentSymbolProvider(
      { language: LANGUAGE },
      { provideDocumentSymbols: () => [symbolOfClass()] },
    );
    const editor = await opened(CODE, LANGUAGE);
    const found = await lenses(editor);
    provider.dispose();
    // What VS Code's own extension for the language says may be among them.
    const said = found.map(({ range, command }) => [range.start.line, command?.title]);
    for (const [line, title] of [
      [0, '23 tokens'],
      [1, '12 tokens'],
    ] as const)
      assert.ok(
        said.some(([at, count]) => at === line && count === title),
        JSON.stringify(said),
      );
    assert.ok(said.every(([line]) => line !== 4));
  });

  test('take the place of the counts behind headings, unless the editor shows no lenses', async () => {
    await set(LENSES, 'sections');
    const { document } = await opened(MARKDOWN, 'markdown');
    assert.deepEqual(lensesOf(document), { sections: true, symbols: false });
    await set('editor.codeLens', false);
    assert.deepEqual(lensesOf(document), { sections: false, symbols: false });
  });

  test('may be on for one language', async () => {
    const { document } = await opened(MARKDOWN, 'markdown');
    const ofMarkdown = vscode.workspace.getConfiguration(undefined, document);
    await ofMarkdown.update(LENSES, 'all', vscode.ConfigurationTarget.Global, true);
    assert.equal(lensesOf(document).sections, true);
    assert.equal(lensesOf((await opened('text')).document).symbols, false);
    await ofMarkdown.update(LENSES, undefined, vscode.ConfigurationTarget.Global, true);
  });
});

suite('counts of cells', () => {
  suiteSetup(tokenscope);
  teardown(async () => {
    await closeEverything();
    await set(CELLS, undefined);
  });

  test('are those of the cell, with the name of the tokenizer', async () => {
    const cells = cellCounts(async (document) => document.getText().length);
    const [code, empty] = (await notebook()).getCells();
    const item = await cells.provideCellStatusBarItems(code);
    assert.equal(item?.text, '5 tokens');
    assert.match(item?.tooltip ?? '', /o200k/);
    assert.equal(item?.alignment, vscode.NotebookCellStatusBarAlignment.Right);
    assert.equal(await cells.provideCellStatusBarItems(empty), undefined);
    cells.dispose();
  });

  test('are none where the counter fails, or the cell was edited meanwhile', async () => {
    const [cell] = (await notebook()).getCells();
    for (const total of [() => Promise.reject(new Error('no tokenizer')), async () => undefined]) {
      const cells = cellCounts(total);
      assert.equal(await cells.provideCellStatusBarItems(cell), undefined);
      cells.dispose();
    }
  });

  test('stand in place of the counts in the text, or these in place of them', async () => {
    const [, , markdown] = (await notebook()).getCells();
    const cells = cellCounts(async () => 1);
    assert.equal(markdown.document.languageId, 'markdown');
    assert.equal(inlineMode(markdown.document), 'off');
    let told = 0;
    const watch = cells.onDidChangeCellStatusBarItems(() => told++);
    await set(CELLS, false);
    assert.ok(told > 0);
    assert.equal(hasCellCounts(markdown.document), false);
    assert.equal(inlineMode(markdown.document), 'paragraphs');
    assert.equal(await cells.provideCellStatusBarItems(markdown), undefined);
    watch.dispose();
    cells.dispose();
  });
});

async function begin(): Promise<void> {
  await tokenscope();
  await set(TOKENIZER, 'o200k_base');
}

async function end(): Promise<void> {
  await closeEverything();
  for (const name of [LENSES, TOKENIZER, INLINE, 'editor.codeLens']) await set(name, undefined);
}

/** A class with a function, `a`; `c` takes one line. */
function symbolOfClass(): vscode.DocumentSymbol {
  const symbol = (name: string, kind: vscode.SymbolKind, first: number, last: number, end: number) => {
    const range = new vscode.Range(first, 0, last, end);
    return new vscode.DocumentSymbol(name, '', kind, range, new vscode.Range(first, 0, first, 1));
  };
  const whole = symbol('whole', vscode.SymbolKind.Class, 0, 5, 1);
  whole.children = [symbol('a', vscode.SymbolKind.Method, 1, 3, 4), symbol('c', vscode.SymbolKind.Method, 4, 4, 8)];
  return whole;
}

async function lenses({ document }: vscode.TextEditor): Promise<readonly vscode.CodeLens[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    100,
  );
  return found.filter(({ command }) => command?.command === 'tokenscope.selectCounted');
}

function cellCounts(total: DocumentCounts['total']): CellCounts {
  const none = async () => undefined;
  const documents: DocumentCounts = { total, ofRanges: none, lineBeyond: none };
  return new CellCounts(
    documents,
    () => ({ kind: 'openai', encoding: 'o200k_base' }),
    () => 'o200k_base',
  );
}

/** A cell of code, an empty one, and one of Markdown. */
async function notebook(): Promise<vscode.NotebookDocument> {
  const { Code, Markup } = vscode.NotebookCellKind;
  const cells = [
    new vscode.NotebookCellData(Code, 'a = 1', 'python'),
    new vscode.NotebookCellData(Code, '', 'python'),
    new vscode.NotebookCellData(Markup, '# A', 'markdown'),
  ];
  return await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData(cells));
}

async function set(name: string, to: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, to, vscode.ConfigurationTarget.Global);
}
