// Tokenizers are believed, and what only looks like counts is not.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { OPENAI_ENCODINGS, type TokenizerRef } from '../../../src/contract/tokens.ts';
import { countProblem } from '../../../src/counting/calibration.ts';
import { tokenizerOf } from '../../../src/tokenizer/loadedTokenizers.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDERS = globSync('test/golden/fixtures/tokenizers/*/tokenizer.json', { cwd: ROOT }).map((file) =>
  join(ROOT, dirname(file)),
);
const REAL: readonly TokenizerRef[] = [
  ...OPENAI_ENCODINGS.map((encoding) => ({ kind: 'openai', encoding }) as const),
  ...[join(ROOT, 'media/model'), ...FOLDERS].map((folder) => ({ kind: 'folder', folder }) as const),
];

for (const ref of REAL) {
  const name = ref.kind === 'openai' ? ref.encoding : ref.folder.slice(ROOT.length + 1);
  test(`${name} is believed, also with some tokens around every text`, async () => {
    const tokenizer = await tokenizerOf(ref);
    const each = (around: number) => async (texts: readonly string[]) =>
      texts.map((text) => tokenizer.count(text) + around);
    assert.equal(await countProblem(each(0)), undefined);
    assert.equal(await countProblem(each(4)), undefined);
  });
}

const bytes = (text: string) => Buffer.byteLength(text);
const NOT_COUNTS: Readonly<Record<string, readonly [count: (text: string) => number, kind: string]>> = {
  '1 for every text': [() => 1, 'constant'],
  '0 for every text': [() => 0, 'constant'],
  'no number': [() => Number.NaN, 'constant'],
  'minus a quarter of the characters': [({ length }) => -Math.floor(length / 4), 'number'],
  'parts of tokens': [({ length }) => length / 3.7, 'number'],
  'characters / 4': [({ length }) => Math.floor(length / 4), 'estimate'],
  'characters / 4, rounded up, and 3': [({ length }) => Math.ceil(length / 4) + 3, 'estimate'],
  characters: [({ length }) => length, 'estimate'],
  'bytes / 4': [(text) => Math.round(bytes(text) / 4), 'estimate'],
  'never more than 50': [(text) => Math.min(50, Math.ceil(text.length / 3)), 'growth'],
  words: [(text) => text.split(/\s+/).length, 'estimate'],
  squares: [(text) => text.split(/\b/).length ** 2, 'sum'],
};

for (const [name, [count, kind]] of Object.entries(NOT_COUNTS)) {
  test(`${name}: ${kind}`, async () => {
    const problem = await countProblem(async (texts) => texts.map(count));
    assert.ok(problem && kind.includes(problem.kind), JSON.stringify(problem));
  });
}

test('who cannot count says so', async () => {
  await assert.rejects(
    countProblem(async () => {
      throw { code: 'cancelled' };
    }),
    { code: 'cancelled' },
  );
});
