// What is shown in an editor follows the language of its document, since settings differ between languages.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CounterRef } from '../../../src/contract/tokens.ts';
import { createBudgetLine } from '../../../src/editor/budgetLine.ts';
import { DocumentBlocks } from '../../../src/editor/documentBlocks.ts';
import type { DocumentCounts } from '../../../src/editor/documentCounts.ts';
import { EditorRefresh } from '../../../src/editor/editorRefresh.ts';
import { createSelectionCount } from '../../../src/editor/selectionCount.ts';
import { createTokenCounts } from '../../../src/editor/tokenCounts.ts';
import { closeEverything, opened } from '../explaining.ts';
import { coloring, state } from './coloring.ts';

const documents: DocumentCounts<CounterRef> = {
  total: async () => 1,
  ofRanges: async (_document, ranges) => ranges.map(() => 1),
  lineBeyond: async () => undefined,
};

/** Each is begun with what it asks about a document whenever it looks at it anew. */
const FOLLOWERS: Readonly<Record<string, (ask: (document: vscode.TextDocument) => CounterRef) => vscode.Disposable>> = {
  'the count in the status bar': (tokenizer) => {
    const status = { show: () => {}, showNone: () => {}, dispose: () => {} };
    const parts = { documents, tokenizer, compared: () => [], nameOf: () => '', status, explain: () => '' };
    return createSelectionCount(parts);
  },
  'counts in the text': (tokenizer) => createTokenCounts(documents, new DocumentBlocks(), tokenizer),
  'the end of the budget': (tokenizer) => createBudgetLine(documents, tokenizer),
  'tints and marks': (tokenizer) =>
    new EditorRefresh(async ({ document }) => void tokenizer(document), { scrolledMs: 0, editedMs: 0 }),
};

suite('where a document is given another language', () => {
  teardown(closeEverything);

  for (const [name, begin] of Object.entries(FOLLOWERS)) {
    test(`${name} is looked at anew`, async () => {
      const { document } = await opened('One. Two.', 'plaintext');
      let asked = () => {};
      const askedAs = (language: string) =>
        new Promise<void>((resolve) => {
          asked = () => document.languageId === language && resolve();
        });
      const first = askedAs('plaintext');
      const follower = begin((one) => {
        if (one === document) asked();
        return { kind: 'openai', encoding: 'o200k_base' };
      });
      try {
        await first;
        const again = askedAs('markdown');
        await vscode.languages.setTextDocumentLanguage(document, 'markdown');
        await again;
      } finally {
        follower.dispose();
      }
    });
  }

  test('colours are not lost', async () => {
    await coloring(async ({ colors, reader }) => {
      const { document } = await opened('One two three. ', 'plaintext');
      await state(colors, document, 'read');
      await vscode.languages.setTextDocumentLanguage(document, 'markdown');
      assert.equal(document.languageId, 'markdown');
      await state(colors, document, 'read');
      assert.equal(reader.texts.length, 2);
    });
  });
});
