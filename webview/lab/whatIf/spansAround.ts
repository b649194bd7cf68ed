// Finds the line and the paragraph that a token stands in, so that thousands of tokens need not be chosen one by one. Pure.
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';

export interface SpanAround {
  readonly kind: 'line' | 'paragraph';
  readonly span: Span<TokenIndex>;
}

/** Behind a line and behind an empty one, whose white space belongs to what it follows. */
const ENDS = { line: /\n\s*/g, paragraph: /\n[^\S\n]*\n\s*/g } as const;

/**
 * Those of more tokens than one, the shorter first; a paragraph of one line is named once. Special tokens in front of the text
 * are in none: they belong to the model and not to what is written. A token in which a line ends belongs to that line.
 */
export function spansAround(tokens: readonly Token[], at: TokenIndex): readonly SpanAround[] {
  const first = tokens.findIndex(({ special }) => !special);
  if (first < 0 || at < first || tokens[at].special) return [];
  // Bytes inside a character end no line.
  const texts = tokens.slice(first).map(({ text, special }) => (special ? '' : (text ?? '?')));
  const starts = [0];
  for (const text of texts) starts.push(starts[starts.length - 1] + text.length);
  const whole = texts.join('');
  const spans = (['line', 'paragraph'] as const).map((kind): SpanAround => {
    const { start, end } = tokensBetween(starts, endsAround(whole, ENDS[kind], starts[at - first]));
    return { kind, span: { start: start + first, end: end + first } as Span<TokenIndex> };
  });
  const [line, paragraph] = spans;
  return spans.filter(
    (one) =>
      one.span.end - one.span.start > 1 &&
      (one === paragraph || line.span.start !== paragraph.span.start || line.span.end !== paragraph.span.end),
  );
}

interface Places {
  readonly start: number;
  readonly end: number;
}

/** The piece of a text around a place, between two matches. */
function endsAround(text: string, separator: RegExp, at: number): Places {
  let start = 0;
  for (const match of text.matchAll(separator)) {
    const end = match.index + match[0].length;
    if (end > at) return { start, end };
    start = end;
  }
  return { start, end: text.length };
}

/** The tokens that begin in it. starts[i] is where token i begins, and the last one where the text ends. */
function tokensBetween(starts: readonly number[], { start, end }: Places): Places {
  const from = starts.findIndex((one) => one >= start);
  const to = starts.findIndex((one) => one >= end);
  return { start: from, end: Math.max(from + 1, to) };
}
