// The parts of a model that vote, as one list: what is largest, what is left, and which tokens a head read from. Pure.
import type { Matrix } from '../../../src/contract/readings.ts';
import type { TokenVotes, VotesBeside } from '../../../src/contract/votes.ts';

/** What reads other positions: a head of attention, one of a state, or a convolution, which counts as one head. */
export type ReaderRef =
  | { readonly kind: 'head' | 'stateHead'; readonly layer: number; readonly head: number }
  | { readonly kind: 'convolution'; readonly layer: number };

/** A part of the model that writes into the residual stream, or a constant on the way out of it. */
export type PartRef =
  | ReaderRef
  | { readonly kind: 'mlp' | 'attentionBias' | 'stateSkip' | 'convolutionBias' | 'laurel'; readonly layer: number }
  | { readonly kind: 'token' | 'position' | 'normBias' | 'unembeddingBias' };

export interface Part {
  readonly ref: PartRef;
  readonly vote: number;
}

/** All parts, strongest first. Constants that are 0 are left out: most models lack some of them. */
export function partsOf(votes: TokenVotes): readonly Part[] {
  const { heads, mixing, mlps, attentionBiases, beside } = votes;
  const constants: readonly Part[] = [
    { ref: { kind: 'token' }, vote: votes.tokenEmbedding },
    { ref: { kind: 'position' }, vote: votes.positionEmbedding },
    { ref: { kind: 'normBias' }, vote: votes.normBias },
    { ref: { kind: 'unembeddingBias' }, vote: votes.unembeddingBias },
    ...Array.from(attentionBiases, (vote, layer): Part => ({ ref: behindHeads(votes, layer), vote })),
  ];
  const ofHeads = mixing.flatMap(({ heads: count }, layer) =>
    Array.from({ length: count }, (_, head): Part => {
      return { ref: readerOf(votes, layer, head), vote: heads.values[layer * heads.columns + head] };
    }),
  );
  const besideHeads = beside ? partsBeside(beside) : [];
  const ofMlps = Array.from(mlps, (vote, layer): Part => ({ ref: { kind: 'mlp', layer }, vote }));
  return [...ofHeads, ...besideHeads, ...ofMlps, ...constants.filter(({ vote }) => vote !== 0)].sort(byStrength);
}

function partsBeside({ kind, heads, votes }: VotesBeside): readonly Part[] {
  const ofHeads = Array.from(heads.values, (vote, i): Part => {
    return { ref: { kind: 'stateHead', layer: Math.floor(i / heads.columns), head: i % heads.columns }, vote };
  });
  return [...ofHeads, ...Array.from(votes, (vote, layer): Part => ({ ref: { kind: restBeside(kind), layer }, vote }))];
}

/** What a layer reads other positions with: a head of attention or what stands in its place. */
export function readerOf({ mixing }: Pick<TokenVotes, 'mixing'>, layer: number, head: number): ReaderRef {
  const { kind } = mixing[layer];
  if (kind === 'convolution') return { kind, layer };
  return { kind: kind === 'state' ? 'stateHead' : 'head', layer, head };
}

/** What a layer has besides heads and feed-forward. */
export function behindHeads({ mixing }: Pick<TokenVotes, 'mixing'>, layer: number): PartRef {
  const kinds = { attention: 'attentionBias', state: 'stateSkip', convolution: 'convolutionBias' } as const;
  return { kind: kinds[mixing[layer].kind], layer };
}

export function restBeside(kind: VotesBeside['kind']): 'stateSkip' | 'laurel' {
  return kind === 'state' ? 'stateSkip' : 'laurel';
}

export function isReader(ref: PartRef): ref is ReaderRef {
  return ref.kind === 'head' || ref.kind === 'stateHead' || ref.kind === 'convolution';
}

export interface Largest<One> {
  readonly shown: readonly One[];
  /** The others, as one: their number and the sum of their votes. undefined where there are none. */
  readonly rest: { readonly count: number; readonly vote: number } | undefined;
}

/** The first of a list that begins with the strongest. One that would be left alone is shown, too. */
export function largestOf<One extends { readonly vote: number }>(all: readonly One[], most: number): Largest<One> {
  if (all.length <= most + 1) return { shown: all, rest: undefined };
  const left = all.slice(most);
  const vote = left.reduce((sum, one) => sum + one.vote, 0);
  return { shown: all.slice(0, most), rest: { count: left.length, vote } };
}

/** The vote of one head, by the token that it was read from. [position + 1] */
export function headByKey(votes: TokenVotes, ref: ReaderRef): Float32Array {
  const isBeside = ref.kind === 'stateHead' && votes.mixing[ref.layer].kind === 'attention';
  const { headsByKey, heads } = (isBeside && votes.beside) || votes;
  const row = ref.layer * heads.columns + (ref.kind === 'convolution' ? 0 : ref.head);
  return headsByKey.values.subarray(row * headsByKey.columns, (row + 1) * headsByKey.columns);
}

/** The votes of all heads together, by the token that they were read from. [position + 1] Summed once for each answer. */
export function headsByToken(votes: TokenVotes): Float64Array {
  const known = SUMMED.get(votes) ?? summed(votes);
  SUMMED.set(votes, known);
  return known;
}

/** Hundreds of heads of ten thousand tokens take longer than a draw may. */
const SUMMED = new WeakMap<TokenVotes, Float64Array>();

function summed({ headsByKey, beside }: TokenVotes): Float64Array {
  const sums = new Float64Array(headsByKey.columns);
  for (const { rows, columns, values } of [headsByKey, beside?.headsByKey ?? NOTHING])
    for (let row = 0; row < rows; row++)
      for (let key = 0; key < columns; key++) sums[key] += values[row * columns + key];
  return sums;
}

const NOTHING: Matrix = { rows: 0, columns: 0, values: new Float32Array(0) };

export interface KeyVote {
  /** Its index in the text. */
  readonly token: number;
  readonly vote: number;
}

/** Tokens with their votes, strongest first. */
export function keysByStrength(byKey: ArrayLike<number>): readonly KeyVote[] {
  return Array.from(byKey, (vote, token) => ({ token, vote })).sort(byStrength);
}

/** Votes as shares of the strongest one, from −1 to 1, as a tint takes them. */
export function sharesOf(votes: ArrayLike<number>): Float64Array {
  const most = Array.from(votes).reduce((largest, vote) => Math.max(largest, Math.abs(vote)), 0) || 1;
  return Float64Array.from(votes, (vote) => vote / most);
}

/** Whether a head copied: the token that it voted for is the one that it read most of this vote from. */
export function isCopied(votes: TokenVotes, strongest: KeyVote | undefined, ids: readonly number[]): boolean {
  return strongest !== undefined && strongest.vote > 0 && ids[strongest.token] === votes.target.id;
}

export function isSamePart(a: PartRef | undefined, b: PartRef): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function byStrength(a: { readonly vote: number }, b: { readonly vote: number }): number {
  return Math.abs(b.vote) - Math.abs(a.vote);
}
