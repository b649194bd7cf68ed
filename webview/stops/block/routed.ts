// What of an answer about routing is drawn: which tokens are asked for, what they picked, who came to an expert. Pure.
import type { ExpertShape, LayerRouting, Routing } from '../../../src/contract/experts.ts';
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

export interface ExpertPlace {
  readonly layer: number;
  readonly expert: number;
}

/** The expert that was chosen in this layer, or the first of a token's own. */
export function expertAt(
  { tokens, chosen }: Routing,
  { layer, ids }: LayerRouting,
  at: TokenIndex,
  picked: ExpertPlace | undefined,
): number {
  return picked?.layer === layer ? picked.expert : ids[(at - tokens.start) * chosen];
}

/** The layer with experts that is nearest to one without; the lower of two. */
export function nearestLayer(layers: ExpertShape['layers'], layer: number): number {
  return [...layers.keys()]
    .filter((one) => layers[one])
    .reduce((best, one) => (Math.abs(one - layer) < Math.abs(best - layer) ? one : best));
}

/** Whether a token could still have as many experts as it gets if one were missing. */
export function canBeOff({ experts, chosen }: Pick<Routing, 'experts' | 'chosen'>): boolean {
  return experts > chosen;
}

/** The share of a layer's choices that each expert has, a row of all experts for each layer that has some. */
export function loadOverLayers({ layers, experts }: Routing): Picks {
  const shares = layers.map((layer) => Array.from(layer.load, (count) => count / spreadOf(layer).choices));
  return {
    each: experts,
    columns: layers.flatMap(() => Array.from({ length: experts }, (_, expert) => expert)),
    strengths: shares.flat(),
  };
}

/** With what weight each token of a text got an expert; 0 where it did not, and where nothing was asked. [length] */
export function weightsOf(routing: Routing, layer: LayerRouting, expert: number, length: number): Float32Array {
  const weights = new Float32Array(length);
  for (const { token, weight } of tokensOf(routing, layer, expert)) weights[token] = weight;
  return weights;
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
