// What is shown of a budget: the count in the status bar, the line where it is passed, the marks of files.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type BadgeParts, BudgetBadges } from '../../../src/editor/budgetBadges.ts';
import { placeOver, restOfLine } from '../../../src/editor/budgetLine.ts';
import { countsByKind } from '../../../src/editor/countsByKind.ts';
import type { DocumentCounts } from '../../../src/editor/documentCounts.ts';
import { languageModelCounts } from '../../../src/editor/languageModelCounts.ts';
import { type ShownCount, showCount, showNoCount } from '../../../src/editor/shownCount.ts';
import { firstSentence } from '../../../src/editor/tokenizerStatus.ts';
import { budgetSetting, comparedTokenizers } from '../../../src/settings/budgetSettings.ts';
import { closeEverything, opened, tokenscope } from '../explaining.ts';

const { Global } = vscode.ConfigurationTarget;
const BUDGET = 'tokenscope.budget';
const MODEL = { kind: 'languageModel', model: 'a/b' } as const;
const FOLDER = { kind: 'folder', folder: '/model' } as const;
const words = async (texts: readonly string[]) => texts.map((text) => text.split(/\s+/).filter(Boolean).length);

const SHOWN: ShownCount = {
  document: 1234,
  selected: undefined,
  characters: 5678,
  name: 'o200k_base',
  budget: { tokens: 0, warnAt: 80 },
  others: [],
  prices: [],
};

/** What the item says, its colour, and what of its hover is not the same for all. */
function shown(count: Partial<ShownCount>) {
  const item = { text: '', show: () => {} } as unknown as vscode.StatusBarItem;
  showCount(item, { ...SHOWN, ...count });
  const hover = (item.tooltip as vscode.MarkdownString).value;
  return { text: item.text, color: (item.backgroundColor as { id?: string } | undefined)?.id, hover, item };
}

suite('the count in the status bar of', () => {
  for (const [name, count, text, color] of [
    ['a document', {}, '1,234 tokens · o200k_base', undefined],
    ['a selection', { selected: 56 }, '$(list-selection) 56 of 1,234 tokens selected · o200k_base', undefined],
    [
      'a selection of a long document',
      { selected: 56, document: undefined },
      '$(list-selection) 56 tokens selected · o200k_base',
      undefined,
    ],
    ['a document with a budget', { budget: 2000 }, '1,234 / 2,000 tokens · 61% · o200k_base', undefined],
    [
      'a document near its budget',
      { budget: 1500 },
      '$(warning) 1,234 / 1,500 tokens · 82% · o200k_base',
      'statusBarItem.warningBackground',
    ],
    [
      'a document over its budget',
      { budget: 1000 },
      '$(error) 1,234 / 1,000 tokens · 124% · o200k_base',
      'statusBarItem.errorBackground',
    ],
    [
      'a selection with a budget',
      { budget: 2000, selected: 56 },
      '$(list-selection) 56 of 1,234 tokens selected · o200k_base',
      undefined,
    ],
  ] as const) {
    test(name, () => {
      const { budget = 0, ...rest }: { budget?: number; selected?: number; document?: number } = count;
      const said = shown({ ...rest, budget: { tokens: budget, warnAt: 80 } });
      assert.equal(said.text, text);
      assert.equal(said.color, color);
      assert.ok(said.item.accessibilityInformation?.label.includes('tokens'));
    });
  }

  test('a document by several tokenizers, at a price', () => {
    const { hover } = shown({
      others: [
        { name: 'a|b', tokens: 1300 },
        { name: 'broken', tokens: undefined },
        { name: 'o200k_base', tokens: 1 },
      ],
      prices: [{ name: '*gpt*', input: 1.25, currency: 'USD' }],
    });
    const table = hover.slice(hover.indexOf('| Tokenizer'), hover.indexOf('\n\nWhat this text costs'));
    assert.deepEqual(table.replaceAll('&emsp;', '').split('\n'), [
      '| Tokenizer | Tokens | \\*gpt\\* |',
      '| :-- | --: | --: |',
      '| o200k\\_base | 1,234 | \\$0\\.0015 |',
      '| a\\|b | 1,300 | \\$0\\.0016 |',
      '| broken | cannot be read |  |',
    ]);
  });

  test('nobody: why', () => {
    const item = { text: '', show: () => {} } as unknown as vscode.StatusBarItem;
    showNoCount(item, 'x', 'It is not there.');
    assert.equal(item.text, '$(warning) no count · x');
    assert.equal(item.tooltip, 'It is not there. Click and choose another tokenizer.');
  });

  for (const [why, shown] of [
    ['/a.b/tokenizer.json is missing. A tokenizer is more.', '/a.b/tokenizer.json is missing.'],
    ['找不到 /a.b。分詞器是別的。', '找不到 /a.b。'],
    ['one sentence', 'one sentence'],
  ]) {
    test(`nobody, behind the braces: ${shown}`, () => assert.equal(firstSentence(why), shown));
  }
});

suite('the budget of a document', () => {
  setup(tokenscope);
  teardown(async () => {
    await vscode.workspace.getConfiguration().update(BUDGET, undefined, Global);
    await closeEverything();
  });
  // Tokens are words for both kinds.
  const byWords = languageModelCounts(words);
  const documents = countsByKind(byWords as unknown as DocumentCounts, byWords);

  for (const ref of [FOLDER, MODEL]) {
    for (const [budget, place] of [
      [0, undefined],
      [1, [0, 4, 5]],
      [2, [2, 0, 1]],
      [3, [2, 6, 7]],
      [4, [3, 0, 2]],
      [5, undefined],
      [6, undefined],
    ] as const) {
      test(`of ${budget} tokens, counted by a ${ref.kind}, ends at ${place ?? 'no place'}`, async () => {
        const { document } = await opened('one two\n\nthree four\n😀five');
        const expected = place && new vscode.Range(place[0], place[1], place[0], place[2]);
        assert.deepEqual(await placeOver(documents, document, budget, ref), expected);
      });
    }
  }

  test('is none of a document that was edited meanwhile', async () => {
    const { document, edit } = await opened('one two\nthree');
    const slow = languageModelCounts(async (texts) => {
      await edit((builder) => builder.insert(new vscode.Position(0, 0), 'x'));
      return await words(texts);
    });
    assert.equal(await slow.total(document, MODEL), undefined);
  });

  test('stands at its line in words', async () => {
    const { document } = await opened('one two\nthree');
    const { range, renderOptions } = restOfLine(document, new vscode.Position(1, 2), 2000);
    assert.deepEqual(range, new vscode.Range(1, 2, 1, 5));
    assert.equal(renderOptions?.after?.contentText, 'budget of 2,000 tokens ends here');
  });

  test('may differ between languages; what is no number is none', async () => {
    const markdown = (await opened('word', 'markdown')).document;
    const plain = (await opened('word', 'plaintext')).document;
    const settings = vscode.workspace.getConfiguration(undefined, markdown);
    await settings.update(BUDGET, 7, Global, true);
    await vscode.workspace.getConfiguration().update(BUDGET, 3.9, Global);
    assert.deepEqual(budgetSetting(markdown), { tokens: 7, warnAt: 80 });
    assert.deepEqual(budgetSetting(plain), { tokens: 3, warnAt: 80 });
    await settings.update(BUDGET, undefined, Global, true);
    await vscode.workspace.getConfiguration().update(BUDGET, 'many', Global);
    assert.deepEqual(budgetSetting(markdown), { tokens: 0, warnAt: 80 });
  });

  test('compared tokenizers are named once each', async () => {
    const compared = ['model', 'o200k_base', 'model', 3];
    await vscode.workspace.getConfiguration().update('tokenscope.comparedTokenizers', compared, Global);
    const refs = comparedTokenizers({ embeddedModel: '/embedded', model: '/model' });
    await vscode.workspace.getConfiguration().update('tokenscope.comparedTokenizers', undefined, Global);
    assert.deepEqual(refs, [FOLDER, { kind: 'openai', encoding: 'o200k_base' }]);
  });
});

suite('files over their budget', () => {
  let badges: BudgetBadges | undefined;
  setup(tokenscope);
  teardown(async () => {
    badges?.dispose();
    await vscode.workspace.getConfiguration().update(BUDGET, undefined, Global);
    for (const name of ['AGENTS.md', 'OTHER.md', 'a.prompt.md'])
      await vscode.workspace.fs.delete(file(name)).then(undefined, () => {});
  });
  const parts: BadgeParts = { count: words, tokenizer: () => FOLDER, nameOf: () => 'model' };

  test('are marked, other files and those within it are not', async () => {
    await write('AGENTS.md', 'one two three');
    await write('OTHER.md', 'one two three');
    await write('a.prompt.md', 'one');
    await vscode.workspace.getConfiguration().update(BUDGET, 2, Global);
    badges = new BudgetBadges(parts);
    await badges.refresh();
    const mark = badges.provideFileDecoration(file('AGENTS.md'));
    assert.equal(mark?.badge, '!');
    assert.equal(mark.tooltip, '3 tokens by model, the budget is 2');
    for (const name of ['OTHER.md', 'a.prompt.md']) assert.equal(badges.provideFileDecoration(file(name)), undefined);
  });

  test('lose the mark with what was too much, and get it when they are saved with more', async () => {
    await write('AGENTS.md', 'one two three');
    await vscode.workspace.getConfiguration().update(BUDGET, 2, Global);
    badges = new BudgetBadges(parts);
    await badges.refresh();
    await changed(badges, () => write('AGENTS.md', 'one'));
    assert.equal(badges.provideFileDecoration(file('AGENTS.md')), undefined);
    await changed(badges, () => write('AGENTS.md', 'one two three four'));
    assert.match(badges.provideFileDecoration(file('AGENTS.md'))?.tooltip ?? '', /^4 tokens/);
    await changed(badges, () => vscode.workspace.fs.delete(file('AGENTS.md')));
    assert.equal(badges.provideFileDecoration(file('AGENTS.md')), undefined);
  });

  test('are not counted without a budget', async () => {
    await write('AGENTS.md', 'one two three');
    const count = async () => assert.fail('counted');
    badges = new BudgetBadges({ ...parts, count });
    await badges.refresh();
    assert.equal(badges.provideFileDecoration(file('AGENTS.md')), undefined);
  });
});

function file(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

async function write(name: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
}

async function changed(badges: BudgetBadges, change: () => Thenable<void>): Promise<void> {
  const told = new Promise<void>((resolve) => {
    const watch = badges.onDidChangeFileDecorations(() => {
      watch.dispose();
      resolve();
    });
  });
  await change();
  await told;
}
