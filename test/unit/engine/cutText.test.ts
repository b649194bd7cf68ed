import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutText } from '../../../src/engine/cutText.ts';
import { loadTokenizer, type WordTokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { EMBEDDED } from './engineProcess.ts';

test('a cancel is heard behind the part that is being cut, not behind the text', async () => {
  const gpt2 = await loadTokenizer(EMBEDDED);
  const text = 'One two three, four five. '.repeat(8000); // 208,000 units
  const abort = new AbortController();
  let [parts, units] = [0, 0];
  const words: WordTokenizer['words'] = (part, options) => {
    if (part.length > 1) parts++;
    units += part.length;
    if (parts === 2) setImmediate(() => abort.abort()); // a message that comes while the second one is cut
    return gpt2.words(part, options);
  };
  const tokenizer = { ...gpt2, words };
  await assert.rejects(cutText({ tokenizer }, text, {}, abort.signal), { code: 'cancelled' });
  assert.equal(parts, 2);
  assert.ok(units < text.length / 5, `${units}`);
});
