// Two rows of tokens side by side: which are the same, which stand for one another, and where one row has more. Pure.

/** Places in the two rows; undefined where a row has nothing. */
export interface Pair {
  readonly ours: number | undefined;
  readonly theirs: number | undefined;
  readonly isSame: boolean;
}

/** A pair, or the number of pairs in between that are the same and are not shown. */
export type Shown = Pair | number;

/** Beyond this product of lengths the differing middles are not compared token by token: it would take too long. */
const MOST_CELLS = 1_000_000;
/** Same tokens that are shown beside a different one. */
const BESIDE = 3;

/** Rows of the same length by position, others so that as many tokens as possible meet their like. */
export function aligned(ours: readonly number[], theirs: readonly number[]): readonly Pair[] {
  if (ours.length === theirs.length) return ours.map((id, i) => ({ ours: i, theirs: i, isSame: id === theirs[i] }));
  const start = sameFrom(ours, theirs);
  const end = sameFrom(ours.slice(start).toReversed(), theirs.slice(start).toReversed());
  const [a, b] = [ours.slice(start, ours.length - end), theirs.slice(start, theirs.length - end)];
  const middle = a.length * b.length > MOST_CELLS ? [] : meetings(a, b);
  const matches = [
    ...Array.from({ length: start }, (_, i) => [i, i] as const),
    ...middle.map(([i, j]) => [start + i, start + j] as const),
    ...Array.from({ length: end }, (_, i) => [ours.length - end + i, theirs.length - end + i] as const),
  ];
  return withGaps(matches, ours.length, theirs.length);
}

/** Long stretches of same tokens as their number. */
export function abridged(pairs: readonly Pair[]): readonly Shown[] {
  const isNear = pairs.map((_, i) =>
    pairs.slice(Math.max(0, i - BESIDE), i + BESIDE + 1).some(({ isSame }) => !isSame),
  );
  const shown: Shown[] = [];
  let skipped = 0;
  for (const [i, pair] of pairs.entries()) {
    if (!isNear[i]) {
      skipped++;
      continue;
    }
    if (skipped > 0) shown.push(skipped);
    skipped = 0;
    shown.push(pair);
  }
  return skipped > 0 ? [...shown, skipped] : shown;
}

function sameFrom(a: readonly number[], b: readonly number[]): number {
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same++;
  return same;
}

/** The longest common subsequence, as pairs of places. */
function meetings(a: readonly number[], b: readonly number[]): readonly (readonly [number, number])[] {
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width); // of what is left from (i, j) on
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) i++;
    else j++;
  }
  return pairs;
}

/** What lies between two matches stands side by side as far as it goes. */
function withGaps(matches: readonly (readonly [number, number])[], ours: number, theirs: number): readonly Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...matches, [ours, theirs] as const]) {
    while (i < a || j < b)
      pairs.push({ ours: i < a ? i++ : undefined, theirs: j < b ? j++ : undefined, isSame: false });
    if (a < ours) pairs.push({ ours: i++, theirs: j++, isSame: true });
  }
  return pairs;
}
