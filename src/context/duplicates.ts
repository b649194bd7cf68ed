// Parts that say the same, or nearly: pairs that share a band of their sketches are compared word by word. Bounded work.
// Locality-sensitive hashing: Indyk and Motwani 1998. Knows sketches and places, and how to read a part.
import type { ContextDuplicate, ContextNode } from '../contract/contextReport.ts';
import { BINS, jaccard, type Sketch } from './shingles.ts';

/** A pair that shares s of its runs meets in a band with probability 1 − (1 − s⁴)³²: 0.8 → 1 − 5·10⁻⁸, 0.5 → 0.87. */
const ROWS = 4;
/** Below this share, what two parts have in common is their manner. */
export const LEAST_SIMILARITY = 0.8;
/** So many pairs are compared, those with most tokens first. */
const MOST_PAIRS = 5_000;
/** Longer parts, in tokens, are compared for equality only: reading them takes as long as they are. */
const LONGEST = 100_000;
/** Parts that share a band with more others than this are not compared with each: the group is found by its first. */
const MOST_IN_BAND = 50;

export interface SketchedPart {
  /** The part's place in the order of the tree. */
  readonly order: number;
  readonly node: ContextNode;
  readonly sketch: Sketch;
}

export interface DuplicateOptions {
  /** The text of a part; undefined where it cannot be read any more. */
  readonly textOf: (node: ContextNode) => Promise<string | undefined>;
  readonly signal?: AbortSignal;
}

/** Groups of two or more, those first that take most. A part inside of one that is in a group is in none itself. */
export async function duplicatesAmong(
  parts: readonly SketchedPart[],
  { textOf, signal }: DuplicateOptions,
): Promise<readonly ContextDuplicate[]> {
  const exact = groupsOf(Map.groupBy(parts, ({ sketch }) => sketch.exact)).toSorted(byTokens);
  const reported = new Reported();
  for (const group of exact) reported.add(group, 1);
  const covered = new Set(exact.flatMap((group) => group.slice(1)));
  const others = parts.filter((part) => !covered.has(part) && part.node.tokens <= LONGEST);
  for (const pair of pairsOf(others)) {
    if (signal?.aborted) break;
    if (reported.covers(pair)) continue;
    const [first, second] = await Promise.all(pair.map(({ node }) => textOf(node)));
    const similarity = first === undefined || second === undefined ? 0 : jaccard(first, second);
    if (similarity >= LEAST_SIMILARITY) reported.add(pair, similarity);
  }
  return reported.groups.toSorted((a, b) => b.tokens - a.tokens);
}

type Group = readonly SketchedPart[];
type Pair = readonly [SketchedPart, SketchedPart];

/** The groups that are reported. One each of whose parts is, holds or lies in a part of another one says nothing new. */
class Reported {
  readonly groups: ContextDuplicate[] = [];
  readonly #byFile = new Map<string, Group[]>();

  add(group: Group, similarity: number): void {
    if (this.covers(group)) return;
    this.groups.push(duplicate(group, similarity));
    for (const path of new Set(group.map(({ node }) => node.place?.path ?? '')))
      this.#byFile.set(path, [...(this.#byFile.get(path) ?? []), group]);
  }

  covers(group: Group): boolean {
    const others = this.#byFile.get(group[0].node.place?.path ?? '') ?? [];
    return others.some((other) => group.every((a) => other.some((b) => overlap(a.node, b.node))));
  }
}

function duplicate(group: Group, similarity: number): ContextDuplicate {
  const inOrder = group.toSorted((a, b) => a.order - b.order);
  const saved = inOrder.slice(1).reduce((sum, { node }) => sum + node.tokens, 0);
  return { nodes: inOrder.map(({ node }) => node.id), similarity, tokens: Math.round(saved * similarity) };
}

/** Without parts that lie in others of the same group: a file that is one section says the same as that. */
function groupsOf(groups: ReadonlyMap<string, Group>): readonly Group[] {
  return [...groups.values()].map(outermost).filter((group) => group.length > 1);
}

/** Parts come before what is in them. */
function outermost(group: Group): Group {
  const kept = new Map<string, SketchedPart[]>();
  return group.filter((part) => {
    const path = part.node.place?.path ?? '';
    const before = kept.get(path) ?? [];
    if (before.some(({ node }) => overlap(node, part.node))) return false;
    kept.set(path, [...before, part]);
    return true;
  });
}

function byTokens(a: Group, b: Group): number {
  return Math.min(...b.map(({ node }) => node.tokens)) - Math.min(...a.map(({ node }) => node.tokens));
}

/** Pairs that share a band, each once. */
function pairsOf(parts: readonly SketchedPart[]): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (let row = 0; row + ROWS <= BINS; row += ROWS) {
    const bands = Map.groupBy(parts, ({ sketch }) => sketch.bins.subarray(row, row + ROWS).join());
    for (const band of bands.values()) for (const [a, b] of pairsIn(band)) pairs.set(`${a.order} ${b.order}`, [a, b]);
  }
  return [...pairs.values()]
    .filter(([a, b]) => !overlap(a.node, b.node))
    .toSorted(byTokens)
    .slice(0, MOST_PAIRS);
}

function pairsIn(band: readonly SketchedPart[]): readonly Pair[] {
  if (band.length > MOST_IN_BAND) return band.slice(1).map((other) => [band[0], other] as const);
  return band.flatMap((a, i) => band.slice(i + 1).map((b) => [a, b] as const));
}

/** Whether one of two parts is the other, or lies in it. */
function overlap(a: ContextNode, b: ContextNode): boolean {
  return isWithin(a, b) || isWithin(b, a);
}

function isWithin(part: ContextNode, whole: ContextNode): boolean {
  const [a, b] = [part.place, whole.place];
  if (!a || !b || a.path !== b.path) return false;
  if (!b.span) return true;
  return a.span !== undefined && a.span.start >= b.span.start && a.span.end <= b.span.end;
}
