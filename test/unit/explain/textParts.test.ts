// Paragraphs, lines and sentences, and what of them the tokens are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { coveringSpans } from '../../../src/explain/coveringSpans.ts';
import { type SpanNode, spanTree } from '../../../src/explain/spanTree.ts';
import { type TextPart, textParts } from '../../../src/explain/textParts.ts';
import { randomOf } from '../random.ts';

function shown(text: string, parts: readonly TextPart[]): unknown[] {
  return parts.map(({ kind, start, end, parts: finer }) => [kind, text.slice(start, end), ...shown(text, finer)]);
}

test('a text is cut at empty lines, at the ends of lines, and into sentences', () => {
  const text = 'One. Two!\n\n- first\n- second. Really?\n';
  assert.deepEqual(shown(text, textParts(text)), [
    ['paragraph', 'One. Two!\n\n', ['sentence', 'One. '], ['sentence', 'Two!\n\n']],
    [
      'paragraph',
      '- first\n- second. Really?\n',
      ['line', '- first\n'],
      ['line', '- second. Really?\n', ['sentence', '- second. '], ['sentence', 'Really?\n']],
    ],
  ]);
});

test('Chinese, Windows line ends and lines of spaces', () => {
  const text = '今天下雨。我們去喝茶！\r\n \r\n好。';
  assert.deepEqual(shown(text, textParts(text)), [
    ['paragraph', '今天下雨。我們去喝茶！\r\n \r\n', ['sentence', '今天下雨。'], ['sentence', '我們去喝茶！\r\n \r\n']],
    ['paragraph', '好。'],
  ]);
});

test('every level covers the one above it', () => {
  for (const text of ['', '\n\n\n', 'a', ' \n a \n\n b.\tc\r\rd ', 'x'.repeat(5000)]) {
    const covered = (parts: readonly TextPart[], start: number, end: number): void => {
      if (parts.length === 0) return;
      assert.ok(parts.every((one) => /\S/.test(text.slice(one.start, one.end))));
      assert.deepEqual([parts[0].start, parts[parts.length - 1].end], [start, end]);
      for (const [i, part] of parts.entries()) {
        if (i > 0) assert.equal(part.start, parts[i - 1].end);
        covered(part.parts, part.start, part.end);
      }
    };
    covered(textParts(text), 0, text.length);
  }
});

test('a token belongs to the part that has its last character; special tokens to none', () => {
  const pieces = ['<s>', 'One', '.', ' Two', '!', '\n\n', 'Three', '<e>', ' four', ' five'];
  const text = pieces.join('');
  const tokens = tokensOf(pieces);
  const words = tokens.map((_, i) => span(i, i + 1));
  assert.deepEqual(nodes(spanTree({ text, tokens, words }, tokens.length)), [
    [
      'message',
      '1-7',
      [
        'paragraph',
        '1-6',
        ['sentence', '1-3', ['word', '1-2'], ['word', '2-3']],
        ['sentence', '3-6', ['word', '3-4'], ['word', '4-5'], ['word', '5-6']],
      ],
      ['paragraph', '6-7'],
    ],
    ['message', '8-10', ['word', '8-9'], ['word', '9-10']],
  ]);
  assert.deepEqual(nodes(spanTree({ text, tokens, words }, 3)), [
    ['word', '1-2'],
    ['word', '2-3'],
  ]);
});

test('of many neighbours some are put together', () => {
  const pieces = Array.from({ length: 100 }, (_, i) => ` w${i}`);
  const tokens = tokensOf(pieces);
  const tree = spanTree({ text: pieces.join(''), tokens, words: tokens.map((_, i) => span(i, i + 1)) }, 100);
  assert.ok(tree.length <= 48);
  assert.ok(
    tree.every(({ kind, parts }) => kind === 'group' && parts.length > 1 && parts.every((one) => one.kind === 'word')),
  );
  assert.deepEqual(
    tree.flatMap(({ parts }) => parts.map((one) => one.span.start)),
    pieces.map((_, i) => i),
  );
});

test('as a list, the parts of each part cover it, special tokens too, and words are left out', () => {
  const pieces = ['<s>', 'One', '.', ' Two', '!', '\n\n', 'Three', '<e>', '<s>', ' four', ' five'];
  const text = { text: pieces.join(''), tokens: tokensOf(pieces) };
  const listed = (end: number) =>
    coveringSpans(text, end).map(({ kind, span: { start, end: to }, parent }) => [kind, `${start}-${to}`, parent]);
  assert.deepEqual(listed(pieces.length), [
    ['special', '0-1', undefined],
    ['message', '1-7', undefined],
    ['paragraph', '1-6', 1],
    ['sentence', '1-3', 2],
    ['sentence', '3-6', 2],
    ['paragraph', '6-7', 1],
    ['special', '7-9', undefined],
    ['message', '9-11', undefined],
  ]);
  assert.deepEqual(listed(5), [
    ['special', '0-1', undefined],
    ['sentence', '1-3', undefined],
    ['sentence', '3-5', undefined],
  ]);
  assert.deepEqual([listed(3), listed(1)], [[], []]);
});

test('whatever the text is, no token is left out of a list of parts, or in it twice', () => {
  const { next, below } = randomOf(7);
  for (let round = 0; round < 60; round++) {
    const kinds = [' word', '.', '\n', ' \n\n', ' ', '<s>', '', '。', '!'];
    const pieces = Array.from({ length: 1 + below(300) }, () => kinds[Math.floor(next() ** 2 * kinds.length)]);
    const end = 1 + below(pieces.length);
    const spans = coveringSpans({ text: pieces.join(''), tokens: tokensOf(pieces) }, end);
    const cover = Map.groupBy(spans.keys(), (at) => spans[at].parent);
    for (const [parent, places] of cover) {
      const within = parent === undefined ? span(0, end) : spans[parent].span;
      const starts = [...places.map((at) => spans[at].span.start), within.end];
      const ends = [within.start, ...places.map((at) => spans[at].span.end)];
      assert.deepEqual(starts, ends, JSON.stringify(pieces.slice(0, end)));
    }
  }
});

function nodes(tree: readonly SpanNode[]): unknown[] {
  return tree.map(({ kind, span: { start, end }, parts }) => [kind, `${start}-${end}`, ...nodes(parts)]);
}

function tokensOf(pieces: readonly string[]): readonly Token[] {
  let at = 0;
  return pieces.map((text) => {
    const start = at;
    at += text.length;
    return { text, special: text.startsWith('<'), span: { start, end: at } } as unknown as Token;
  });
}

function span(start: number, end: number): Span<TokenIndex> {
  return { start, end } as Span<TokenIndex>;
}
