// Metaspace that puts a mark in front of the text only, behind normalizers that change the front. Ids from tokenizers
// 0.23.2.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeTokenizer } from '../madeTokenizer.ts';

const MODEL = { type: 'BPE', vocab: { a: 0, t: 1, '▁': 2, '▁t': 3 }, merges: [['▁', 't']] };
const METASPACE = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: true };
const ADDED = [{ id: 4, content: '<u>', normalized: false, special: true }];

const STRIP = { type: 'Strip', strip_left: true, strip_right: false };
const REPLACE = { type: 'Replace', pattern: { String: 'x' }, content: '' };
const PREPEND = { type: 'Prepend', prepend: 'a' };

const ROWS: readonly [normalizer: object, text: string, ids: readonly number[]][] = [
  [STRIP, ' t', [1]],
  [STRIP, 't t', [3, 3]],
  [STRIP, '<u> t', [4, 1]],
  [{ type: 'Nmt' }, '\u0001t', [1]],
  [REPLACE, 'xt', [1]],
  [REPLACE, '<u>t', [4, 1]],
  [PREPEND, 't t', [2, 0, 1, 3]],
  [PREPEND, '<u>t', [4, 0, 1]],
];

describe('what is left of a text whose front was dropped does not begin it', () => {
  for (const [normalizer, text, ids] of ROWS) {
    test(`${JSON.stringify(normalizer)}, ${JSON.stringify(text)}`, async () => {
      const json = { model: MODEL, added_tokens: ADDED, normalizer, pre_tokenizer: METASPACE };
      const { encode } = await madeTokenizer(json);
      assert.deepEqual(
        encode(text).map(({ id }) => id),
        ids,
      );
    });
  }
});
