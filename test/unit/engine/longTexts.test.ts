// A megabyte of what takes tokenizers longest. The test is that it ends; the limit only stops a run that does not.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TokenizerRef } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, startEngine } from './engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

const MEGABYTE = 2 ** 20;
const TEXTS: Readonly<Record<string, string>> = {
  'one letter': 'a'.repeat(MEGABYTE),
  spaces: ' '.repeat(MEGABYTE),
  'line ends': '\n'.repeat(MEGABYTE),
  'Chinese without a pause': '蘋果公司今天發表了新的電腦'.repeat(Math.ceil(MEGABYTE / 39)),
  'emoji joined by ZWJ': '👩‍🚀\u200d'.repeat(Math.ceil(MEGABYTE / 14)),
  'random letters': randomLetters(MEGABYTE),
  NUL: '\0'.repeat(MEGABYTE),
};
const TOKENIZERS: readonly TokenizerRef[] = [
  { kind: 'folder', folder: EMBEDDED },
  { kind: 'openai', encoding: 'o200k_base' },
  { kind: 'openai', encoding: 'r50k_base' },
];

for (const [name, text] of Object.entries(TEXTS)) {
  for (const tokenizer of TOKENIZERS) {
    const which = tokenizer.kind === 'folder' ? 'the embedded tokenizer' : tokenizer.encoding;
    test(`${which} counts a megabyte of ${name}`, { timeout: 300_000 }, async () => {
      const [count] = await engine.count([text], tokenizer);
      assert.ok(count > 0 && count <= Buffer.byteLength(text));
    });
  }

  test(`a megabyte of ${name} is explained as far as the context goes`, { timeout: 300_000 }, async () => {
    const { tokens, explainedTo, textLength, model } = await explained(engine, text, EMBEDDED);
    assert.equal(tokens.length, model.context);
    assert.equal(textLength, text.length);
    const bytes = Uint8Array.from(tokens.flatMap((token) => token.bytes));
    assert.ok(Buffer.from(text.slice(0, explainedTo)).subarray(0, bytes.length).equals(bytes));
  });
}

function randomLetters(length: number): string {
  let state = 1;
  const letters = Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0; // C's example of rand()
    return String.fromCharCode(97 + ((state >>> 16) % 26));
  });
  return letters.join('');
}
