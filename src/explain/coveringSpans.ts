// The parts of a text as a list of spans that leave out no token, for numbers that each token has and that are to be summed.
// Knows tokens and their places, no number.
import type { TextSpan } from '../contract/mattered.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import { type SpanNode, spanTree, type TokenizedText } from './spanTree.ts';

/**
 * The parts of the tokens [0, end), without words, each before its own: what no part of a parent has, such as special tokens
 * between messages, is a part of the kind special. Empty where there is nothing but one short sentence.
 */
export function coveringSpans(text: Pick<TokenizedText, 'text' | 'tokens'>, end: number): readonly TextSpan[] {
  // Each token as a word of its own: so long sentences are grouped as everywhere.
  const words = Array.from({ length: end }, (_, i) => ({ start: i, end: i + 1 }) as Span<TokenIndex>);
  const spans: TextSpan[] = [];
  const add = (nodes: readonly SpanNode[], within: Span<TokenIndex>, parent: number | undefined) => {
    const parts = nodes.filter(({ kind }) => kind !== 'word');
    if (parts.length === 0) return;
    for (const { kind, span, parts: finer } of withGaps(parts, within)) {
      spans.push({ span, kind, parent });
      add(finer, span, spans.length - 1);
    }
  };
  add(spanTree({ ...text, words }, end), { start: 0, end } as Span<TokenIndex>, undefined);
  return spans;
}

function withGaps(nodes: readonly SpanNode[], within: Span<TokenIndex>): readonly SpanNode[] {
  const gap = (start: TokenIndex, end: TokenIndex): readonly SpanNode[] =>
    end > start ? [{ kind: 'special', span: { start, end }, parts: [] }] : [];
  const starts = [within.start, ...nodes.map(({ span }) => span.end)];
  return [
    ...nodes.flatMap((node, i) => [...gap(starts[i], node.span.start), node]),
    ...gap(starts[nodes.length], within.end),
  ];
}
