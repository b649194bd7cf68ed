// What heads read from each part of a text: the sums of their votes over its tokens. Pure.
import type { TextPartKind, TextSpan } from '../../../src/contract/mattered.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';

export interface SpanVote {
  readonly kind: TextPartKind | 'token';
  readonly span: Span<TokenIndex>;
  readonly parent: number | undefined;
  readonly vote: number;
}

/** The parts in their order, behind them the tokens of each that has no finer ones and more tokens than one. */
export function spanVotes(spans: readonly TextSpan[], byToken: ArrayLike<number>): readonly SpanVote[] {
  const parts = spans.map((one): SpanVote => ({ ...one, vote: sumOver(byToken, one.span) }));
  const parents = new Set(spans.map(({ parent }) => parent));
  for (const [at, { span }] of spans.entries()) {
    if (parents.has(at) || span.end - span.start === 1) continue;
    for (let token = span.start; token < span.end; token++)
      parts.push({
        kind: 'token',
        span: { start: token, end: token + 1 } as Span<TokenIndex>,
        parent: at,
        vote: byToken[token],
      });
  }
  return parts;
}

function sumOver(byToken: ArrayLike<number>, { start, end }: Span<TokenIndex>): number {
  let sum = 0;
  for (let token: number = start; token < end; token++) sum += byToken[token];
  return sum;
}
