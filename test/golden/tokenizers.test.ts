// Our tokenizers against published cases (sources: fixtures/tokenizers/*/PROVENANCE.md), every one. Tokenizers that may
// not be copied are tried where the environment variable TOKENSCOPE_TOKENIZERS names their folder.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { loadTokenizer, type Tokenizer } from '../../src/model/tokenizer.ts';

interface Case {
  readonly text: string;
  readonly ids: readonly number[];
  readonly add_special_tokens?: boolean;
}

const OWN = join(import.meta.dirname, 'fixtures/tokenizers');
const elsewhere = process.env.TOKENSCOPE_TOKENIZERS;
const folders = [
  ...readdirSync(OWN).map((name) => join(OWN, name)),
  ...(elsewhere ? [join(elsewhere, 'qwen2')] : []),
].filter((folder) => existsSync(join(folder, 'cases')));

for (const folder of folders) {
  for (const file of readdirSync(join(folder, 'cases'))) {
    const { cases } = JSON.parse(readFileSync(join(folder, 'cases', file), 'utf8')) as { cases: readonly Case[] };
    const nfc = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')).normalizer?.type === 'NFC';
    describe(`${folder.split('/').at(-1)}, ${file}`, () => {
      const loading = loadTokenizer(folder);
      for (const one of cases) test(shortened(one.text), async () => check(await loading, one, nfc));
    });
  }
}

test('tokenizers that may not be copied', { skip: elsewhere ? false : 'TOKENSCOPE_TOKENIZERS is not set' }, () => {
  assert.ok(existsSync(join(elsewhere as string, 'qwen2', 'tokenizer.json')));
});

function check(tokenizer: Tokenizer, { text, ids }: Case, nfc: boolean): void {
  const tokens = tokenizer.encode(text);
  assert.deepEqual(
    tokens.map((token) => token.id),
    ids,
  );
  assert.equal(tokenizer.count(text), ids.length);
  assertCovers(text, tokens);
  const bytes = Uint8Array.from(tokens.flatMap((token) => token.bytes));
  const said = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  assert.equal(said, nfc ? text.normalize('NFC') : text);
}

function assertCovers(text: string, tokens: ReturnType<Tokenizer['encode']>): void {
  let unit = 0;
  let byte = 0;
  for (const { span, byteSpan } of tokens) {
    assert.ok(span.start <= unit && byteSpan.start <= byte, 'a gap between tokens');
    assert.ok(span.end >= unit && byteSpan.end >= byte, 'a token ends before the one in front of it');
    unit = span.end;
    byte = byteSpan.end;
  }
  assert.deepEqual([unit, byte], [text.length, Buffer.byteLength(text)], 'the text does not end with the last token');
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
