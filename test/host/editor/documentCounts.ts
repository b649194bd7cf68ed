// Counts of documents that are edited, with a counter's real process: they are those of the text as it is, whatever happens to
// the document or to the process, and an edit costs the extension host one small message.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { TextEdit as SentEdit } from '../../../src/contract/openText.ts';
import type { TokenizerRef } from '../../../src/contract/tokens.ts';
import { type DocumentCounts, type DocumentTokens, documentCounts } from '../../../src/editor/documentCounts.ts';
import type { TextCounter } from '../../../src/editor/syncedTexts.ts';
import { createEngineClient, type EngineClient } from '../../../src/engine/client.ts';
import { spawnEngine } from '../../../src/engine/spawn.ts';
import { closeEverything, opened } from '../explaining.ts';

const TOKENIZER: TokenizerRef = { kind: 'openai', encoding: 'o200k_base' };
const TEXT = '# A title\r\n\r\nSome words, and 模型讀文字。\r\n'.repeat(40);
/** Short, so that these documents are sent in many slices. */
const SLICE = 101;

let counter: EngineClient;
let counts: DocumentCounts & DocumentTokens & vscode.Disposable;
/** The name and the arguments of everything that the counter was sent. */
let sent: (readonly [name: string, ...values: readonly unknown[]])[];
/** What is done between two slices. */
let rest: () => Promise<unknown>;

function startCounter(): EngineClient {
  const { extensionPath } =
    vscode.extensions.getExtension('tokenscope.tokenscope') ?? assert.fail('it is not installed');
  const program = join(extensionPath, 'dist/engine.js');
  return createEngineClient({ spawn: () => spawnEngine(program, () => {}), log: () => {} });
}

function recorded(questions: EngineClient): TextCounter {
  const record =
    <Values extends readonly unknown[]>(name: string, ask: (...values: Values) => Promise<void>) =>
    async (...values: Values) => {
      sent.push([name, ...values]);
      await ask(...values);
    };
  const { openText, editText, closeText } = questions;
  return {
    ...questions,
    openText: record('open', openText),
    editText: record('edit', editText),
    closeText: record('close', closeText),
  };
}

function editsSent(): readonly (readonly SentEdit[])[] {
  return sent.filter(([name]) => name === 'edit').map(([, , , edits]) => edits as readonly SentEdit[]);
}

function timesOpened(): number {
  return sent.filter(([name]) => name === 'open').length;
}

async function assertRight(document: vscode.TextDocument): Promise<void> {
  const [all] = await counter.count([document.getText()], TOKENIZER);
  assert.equal(await counts.total(document, TOKENIZER), all);
}

suiteSetup(() => {
  counter = startCounter();
});
suiteTeardown(() => counter.dispose());

function countingSuite(title: string, tests: () => void): void {
  suite(title, () => {
    setup(() => {
      sent = [];
      rest = () => setImmediate();
      counts = documentCounts(recorded(counter), { slice: SLICE, rest: () => rest() });
    });
    teardown(async () => {
      counts.dispose();
      await closeEverything();
    });
    tests();
  });
}

countingSuite('counts of a document that is edited', () => {
  test('follow every kind of edit', async () => {
    const editor = await opened(TEXT);
    const { document } = editor;
    await assertRight(document);
    const at = (line: number, from: number, to = from, last = line) => new vscode.Range(line, from, last, to);
    const edits: readonly (readonly [vscode.Range, string])[][] = [
      [[at(0, 3), 'x']],
      [[at(2, 4, 9), '']],
      [
        [at(3, 0), 'one\r\n'],
        [at(5, 2, 6), 'two\r\nlines'],
        [at(9, 0, 2, 20), ''],
      ],
      [[new vscode.Range(document.lineCount, 0, document.lineCount, 0), 'the end']],
      [[at(0, 0, 1, 50), '']],
    ];
    for (const edit of edits) {
      await editor.edit((builder) => {
        for (const [range, text] of edit) builder.replace(range, text);
      });
      await assertRight(document);
    }
    await vscode.commands.executeCommand('undo');
    await assertRight(document);
    await editor.edit((builder) => builder.setEndOfLine(vscode.EndOfLine.LF));
    await assertRight(document);
  });

  test('an edit is one message with what was typed', async () => {
    const editor = await opened(TEXT);
    await assertRight(editor.document);
    const before = sent.length;
    await editor.edit((builder) => builder.insert(new vscode.Position(4, 0), 'x'));
    await assertRight(editor.document);
    const start = editor.document.offsetAt(new vscode.Position(4, 0));
    assert.equal(sent.length, before + 1);
    assert.deepEqual(editsSent().at(-1), [{ start, removed: 0, inserted: 'x' }]);
  });

  test('a document is sent in slices, and edits that come meanwhile are in it', async () => {
    const editor = await opened(TEXT);
    const { document } = editor;
    assert.equal(sent.length, 0, 'nobody has asked');
    let rests = 0;
    rest = async () => {
      if (++rests !== 3) return;
      await editor.edit((builder) => {
        builder.insert(new vscode.Position(0, 0), 'the beginning ');
        builder.replace(new vscode.Range(2, 0, 60, 2), 'a middle');
        builder.insert(new vscode.Position(document.lineCount, 0), 'the end');
      });
    };
    assert.equal(await counts.total(document, TOKENIZER), undefined);
    await assertRight(document);
    const texts = editsSent().flatMap((edits) => edits.map(({ inserted }) => inserted));
    assert.ok(texts.length > 5 && texts.every(({ length }) => length <= SLICE));
    assert.equal(timesOpened(), 1);
  });
});

countingSuite('counts of a document', () => {
  test('a counter that has ended is told the text anew', async () => {
    const { document } = await opened(TEXT);
    await assertRight(document);
    process.kill(counter.processId ?? assert.fail('no counter'), 'SIGKILL');
    await assertRight(document);
    assert.equal(timesOpened(), 2);
  });

  test('a document that is closed is closed in the counter', async () => {
    const { document } = await opened(TEXT);
    await assertRight(document);
    const closed = new Promise<void>((resolve) => {
      const watch = vscode.workspace.onDidCloseTextDocument((one) => {
        if (one !== document) return;
        watch.dispose();
        resolve();
      });
    });
    await closeEverything();
    await closed;
    assert.equal(sent.at(-1)?.[0], 'close');
    assert.equal(await counts.total(document, TOKENIZER), undefined);
  });

  test('ranges are counted by themselves, and tokens of a range are those of the document', async () => {
    const { document } = await opened(TEXT);
    const ranges = [new vscode.Range(0, 0, 0, 9), new vscode.Range(2, 3, 40, 1), new vscode.Range(1, 0, 1, 0)];
    const texts = ranges.map((range) => document.getText(range));
    assert.deepEqual(await counts.ofRanges(document, ranges, TOKENIZER), await counter.count(texts, TOKENIZER));
    const [start, end] = [document.offsetAt(ranges[1].start), document.offsetAt(ranges[1].end)];
    const touching = (await counter.tokenize(document.getText(), TOKENIZER)).filter(
      ({ span }) => span.end > start && span.start < end,
    );
    assert.deepEqual(
      await counts.tokensIn(document, ranges[1], TOKENIZER),
      touching.map(({ byteSpan: _, ...token }) => token),
    );
  });

  test('the line that passes a budget', async () => {
    const { document } = await opened(TEXT);
    const upTo = (line: number) => document.getText(new vscode.Range(0, 0, line, document.lineAt(line).text.length));
    const [tokens] = await counter.count([upTo(50)], TOKENIZER);
    assert.equal(await counts.lineBeyond(document, tokens - 1, TOKENIZER), 50);
    assert.equal(await counts.lineBeyond(document, 1_000_000, TOKENIZER), undefined);
  });
});
