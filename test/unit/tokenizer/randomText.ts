// Random texts that nobody would write, with which tokenizers and spans are tested. The same seed gives the same text.
import { randomOf } from '../random.ts';

const PARTS = [
  ...[
    'a',
    'the',
    ' model',
    "don't",
    'ABC',
    ' 2024',
    '7',
    '!',
    '...',
    '   ',
    '\t',
    ' \n ',
    '\r\n',
    '\n\n',
    '\r',
    '\0',
    '\x7f',
  ],
  ...['蘋果', '字', '，', '。', '　', '𠮷', '한국', '\u1112\u1161\u11ab', 'カ\u3099'], // a Hangul syllable and a kana in parts
  ...['é', 'e\u0301', 'A\u030a\u0323', '\u0301', '\u0338', 'ﬁ', '\u212b'], // marks in the wrong order, without a letter
  ...['שלום', 'مرحبا', '\u202e', '\u200d', '\ufeff', '\ufffd', '\u0b47\u0b3e'], // right to left, joiners, a BOM, an Odia vowel in parts
  ...['👍🏽', '👨‍👩‍👧‍👦', '🇹🇼', '1️⃣', '\ud83d', '\udc4d', '\udc4d\ud83d'], // emoji and halves of them
  ...['<|endoftext|>', '<|endoftext', 'x'.repeat(40)],
];

export function randomText(seed: number, parts = 12): string {
  const random = randomOf(seed);
  return Array.from({ length: parts }, () => random.of(PARTS)).join('');
}
