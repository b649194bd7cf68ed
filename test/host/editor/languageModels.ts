// Counts by language models: found to count once, refused in words, waited for no longer than people wait.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type CountingModel, LanguageModelCounter } from '../../../src/counting/languageModelCounter.ts';
import { languageModelCounts } from '../../../src/editor/languageModelCounts.ts';
import { closeEverything, opened } from '../explaining.ts';

const REF = { kind: 'languageModel', model: 'vendor/org/model' } as const;

/** Counts pieces of words, every Chinese character and every other sign, as tokenizers roughly do. */
const pieces = (text: string) => text.match(/[a-z]{1,5}|[A-Z0-9]|[^\sA-Za-z0-9]/g)?.length ?? 0;

function offering(countTokens: (text: string, token?: vscode.CancellationToken) => Thenable<number>) {
  const asked: string[] = [];
  const model: CountingModel = {
    id: 'org/model',
    vendor: 'vendor',
    name: 'Model',
    countTokens: (text, token) => {
      asked.push(String(text));
      return countTokens(String(text), token);
    },
  };
  const select = async (wanted: { vendor?: string; id?: string } = {}) =>
    (wanted.vendor ?? 'vendor') === 'vendor' && (wanted.id ?? 'org/model') === 'org/model' ? [model] : [];
  return { select, asked };
}

suite('a language model of VS Code', () => {
  teardown(closeEverything);

  test('counts once it was found to count, and is tried once', async () => {
    const { select, asked } = offering(async (text) => pieces(text));
    const counter = new LanguageModelCounter(select);
    assert.deepEqual(await counter.count(['one two', '三'], REF), [2, 1]);
    const tried = asked.length;
    assert.deepEqual(await counter.count(['one'], REF), [1]);
    assert.deepEqual(asked.slice(tried), ['one']);
  });

  test('is offered under its name', async () => {
    const { select } = offering(async () => 1);
    const offered = await new LanguageModelCounter(select).offered();
    assert.deepEqual(offered, [{ ref: REF, name: 'Model', vendor: 'vendor' }]);
  });

  test('that answers 1 for every text is refused, and not shown any text', async () => {
    const { select, asked } = offering(async () => 1);
    const counter = new LanguageModelCounter(select);
    const wrong = { kind: 'constant', count: 1 };
    await assert.rejects(counter.count(['secret'], REF), { code: 'language-model-count', model: REF.model, wrong });
    assert.ok(!asked.includes('secret'));
    assert.deepEqual(await counter.problem(REF), wrong);
  });

  test('that fails is refused with what it says, and tried again', async () => {
    let fails = true;
    const { select } = offering(async (text) => {
      if (fails) throw new Error('no quota');
      return pieces(text);
    });
    const counter = new LanguageModelCounter(select);
    assert.deepEqual(await counter.problem(REF), { kind: 'failed', problem: 'no quota' });
    fails = false;
    assert.equal(await counter.problem(REF), undefined);
  });

  test('that never answers is given up, and told so', async () => {
    let cancelled = false;
    const { select } = offering((_text, token) => {
      token?.onCancellationRequested(() => {
        cancelled = true;
      });
      return new Promise(() => {});
    });
    const counter = new LanguageModelCounter(select, 10);
    assert.deepEqual(await counter.problem(REF), { kind: 'silent', seconds: 0.01 });
    assert.ok(cancelled);
  });

  test('that is not there is absent', async () => {
    const counter = new LanguageModelCounter(async () => []);
    assert.deepEqual(await counter.problem(REF), { kind: 'absent' });
  });

  test('is not asked any more about what was edited meanwhile', async () => {
    const editor = await opened('one two');
    const signals: AbortSignal[] = [];
    const counts = languageModelCounts(async (texts, _model, signal) => {
      signals.push(signal);
      if (signals.length === 1) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      if (signal.aborted) throw { code: 'cancelled' };
      return texts.map(pieces);
    });
    const before = counts.total(editor.document, REF);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'x '));
    assert.equal(await counts.total(editor.document, REF), 3);
    assert.equal(await before, undefined);
    assert.ok(signals[0].aborted);
  });
});
