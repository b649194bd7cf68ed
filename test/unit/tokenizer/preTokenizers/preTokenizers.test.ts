// Pre-tokenizers that cut without a pattern, compared with tokenizers 0.23.2 (pre_tokenize_str).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startOf, unchangedText } from '../../../../src/tokenizer/alignedText.ts';
import { JsonFields } from '../../../../src/tokenizer/jsonFields.ts';
import { preTokenizerOf } from '../../../../src/tokenizer/preTokenizers/preTokenizerOf.ts';

type Rows = Readonly<Record<string, readonly string[]>>;

const SCRIPTS: Rows = {
  'どこで生れ。Yes': ['どこで生れ', '。', 'Yes'],
  'Apples are りんご 林檎': ['Apples are ', 'りんご 林檎'],
  スーパーABC: ['スーパー', 'ABC'],
  ー: ['ー'],
  'a é b': ['a é b'],
  'a\u0301b': ['a', '\u0301', 'b'],
  '1a 2': ['1', 'a ', '2'],
  'a1 - b': ['a', '1 - ', 'b'],
  'a\ue000b': ['a\ue000b'],
  𞤀a: ['𞤀', 'a'],
  // What belongs to any script and stands in front of all others is in no word.
  ' a': ['a'],
  '\ue000а a': ['а ', 'a'],
  '  ': [],
  '': [],
};

const THREE: Rows = {
  'Hello world': ['Hel', 'lo ', 'wor', 'ld'],
  'Hello 👋 world': ['Hel', 'lo ', '👋 w', 'orl', 'd'],
  ' ': [' '],
  '': [],
};

const KINDS: readonly (readonly [step: object, rows: Rows])[] = [
  [{ type: 'UnicodeScripts' }, SCRIPTS],
  [{ type: 'FixedLength', length: 3 }, THREE],
  [{ type: 'FixedLength' }, { 'Hello world': ['Hello', ' worl', 'd'] }],
];

for (const [step, rows] of KINDS) {
  describe(JSON.stringify(step), () => {
    const cut = preTokenizerOf(new JsonFields({ ...step }, 'tokenizer.json'), false);
    for (const [text, words] of Object.entries(rows)) {
      test(JSON.stringify(text), () => {
        const parts = cut(unchangedText(text));
        assert.deepEqual(
          parts.map((part) => part.text),
          words,
        );
        for (const part of parts) assert.ok(text.startsWith(part.text, startOf(part, 0)), 'a word is not at its place');
      });
    }
  });
}
