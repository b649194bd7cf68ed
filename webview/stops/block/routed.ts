// What of an answer about routing is drawn: which tokens are asked for, what they picked, who came to an expert. Pure.
import type { LayerRouting, Routing } from '../../../src/contract/experts.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import type { Picks } from '../../charts/pickGrid.ts';

/** Half of the tokens that are asked for: the blocks are run again for them. */
const HALF = 128;

/**
 * All of a short text; of a longer one those around a token, in steps, so that one answer holds for many tokens. Token 300
 * of 1,000: 128 to 384.
 */
export function routedSpan(at: TokenIndex, length: number): Span<TokenIndex> {
  const start = Math.max(0, (Math.floor(at / HALF) - 1) * HALF);
  return { start, end: Math.min(length, start + 2 * HALF) } as Span<TokenIndex>;
}

/** What the tokens of a part of the answer picked in one layer. */
export function picksOf({ tokens, chosen }: Routing, { ids, weights }: LayerRouting, part: Span<TokenIndex>): Picks {
  const [from, to] = [(part.start - tokens.start) * chosen, (part.end - tokens.start) * chosen];
  return { each: chosen, columns: ids.subarray(from, to), strengths: weights.subarray(from, to) };
}

/** What one token picked in each layer that has experts, a row for each. */
export function picksOverLayers(routing: Routing, token: TokenIndex): Picks {
  const rows = routing.layers.map((layer) =>
    picksOf(routing, layer, { start: token, end: token + 1 } as Span<TokenIndex>),
  );
  const joined = (of: (picks: Picks) => ArrayLike<number>) => rows.flatMap((picks) => Array.from(of(picks)));
  return {
    each: routing.chosen,
    columns: joined((picks) => picks.columns),
    strengths: joined((picks) => picks.strengths),
  };
}

export interface RoutedToken {
  readonly token: TokenIndex;
  readonly weight: number;
}

/** The tokens that got an expert, the one with the largest weight first. */
export function tokensOf(
  { tokens, chosen }: Routing,
  { ids, weights }: LayerRouting,
  expert: number,
): readonly RoutedToken[] {
  const all: RoutedToken[] = [];
  for (const [i, id] of ids.entries())
    if (id === expert) all.push({ token: (tokens.start + Math.floor(i / chosen)) as TokenIndex, weight: weights[i] });
  return all.toSorted((a, b) => b.weight - a.weight);
}

/** How the choices of the tokens are spread over the experts of a layer. */
export interface Spread {
  readonly choices: number;
  /** The number of choices of each expert if all had as many. */
  readonly even: number;
  readonly busiest: number;
  /** How many experts no token got. */
  readonly idle: number;
}

export function spreadOf({ load }: LayerRouting): Spread {
  const choices = load.reduce((sum, count) => sum + count, 0);
  const busiest = load.reduce((best, count, expert) => (count > load[best] ? expert : best), 0);
  return { choices, even: choices / load.length, busiest, idle: load.filter((count) => count === 0).length };
}
