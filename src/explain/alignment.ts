// Which tokens of two readings stand for one another. Tokens of one vocabulary are compared as they are; those of two
// vocabularies by the bytes of the texts that they cut: wherever both have an end at the same place of the text, a piece
// ends. Surprisals of a piece's tokens add up, so that pieces can be compared however each side cuts them. The file knows
// numbers.

/** [start, end) of each side's tokens. */
export interface Piece {
  readonly ours: Range;
  readonly theirs: Range;
  readonly isSame: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** A text and where its tokens end in it: ends[i] is where token i does, in order. */
export interface CutText {
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
}

/** Beyond this product of lengths the differing middles are not searched for what they have in common: 0.1 s. */
const MOST_CELLS = 25_000_000;
/** A character for each byte. */
const latin1 = new TextDecoder('latin1');

/** Of as many tokens on both sides, by their places. */
export function alignedByIndex(ours: readonly number[], theirs: readonly number[]): readonly Piece[] {
  return ours.map((id, i) => ({ ours: single(i), theirs: single(i), isSame: id === theirs[i] }));
}

/**
 * So that as many tokens as possible meet their like. What lies before such a meeting stands side by side from its end on,
 * since the last tokens of both are read before the same one; behind the last meeting, from its beginning on.
 * [1, 2, 3] and [1, 5, 6, 3] → 1–1, nothing–5, 2–6, 3–3
 */
export function alignedTokens(ours: readonly number[], theirs: readonly number[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...commonPlaces(ours, theirs), [ours.length, theirs.length] as const]) {
    const isLast = a === ours.length && b === theirs.length;
    while (i < a || j < b) {
      const more = isLast ? 0 : a - i - (b - j); // how many more there are of ours
      const [x, y] = [i < a && more >= 0, j < b && more <= 0];
      pieces.push({ ours: x ? single(i++) : empty(i), theirs: y ? single(j++) : empty(j), isSame: false });
    }
    if (a < ours.length && b < theirs.length) pieces.push({ ours: single(i++), theirs: single(j++), isSame: true });
  }
  return pieces;
}

/**
 * By the bytes that the texts have in common. 'ab|c' and 'a|bc' → one piece of two tokens each; tokens that only one side
 * has are pieces of their own, such as <s> in front of the text.
 */
export function alignedTexts(ours: CutText, theirs: CutText): readonly Piece[] {
  const cuts = commonEnds(ours, theirs);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  for (const [a, b] of cuts) {
    if (a === i) while (j < b) pieces.push({ ours: empty(i), theirs: single(j++), isSame: false });
    else if (b === j) while (i < a) pieces.push({ ours: single(i++), theirs: empty(j), isSame: false });
    else {
      const [x, y] = [bytesOf(ours, i, a), bytesOf(theirs, j, b)];
      const isSame = x.length === y.length && x.every((byte, at) => byte === y[at]);
      pieces.push({ ours: { start: i, end: a }, theirs: { start: j, end: b }, isSame });
    }
    [i, j] = [a, b];
  }
  return pieces;
}

/** Numbers of tokens of each side up to places where both have an end; the last ones are all of them. */
function commonEnds(ours: CutText, theirs: CutText): readonly (readonly [number, number])[] {
  const meetings = commonBytes(ours.bytes, theirs.bytes);
  const [ourMeetings, theirMeetings] = [new Map(meetings), meetings.map(([, j]) => j)];
  /** Tokens of theirs up to an end; of several with the same one, behind the last. */
  const theirCounts = new Map<number, number>([[0, 0], ...theirs.ends.map((end, i) => [end, i + 1] as const)]);
  const cuts: (readonly [number, number])[] = [];
  let met = 0; // meetings before the end of ours that is looked at
  for (const [i, end] of [0, ...ours.ends].entries()) {
    if (ours.ends[i] === end) continue; // another token without bytes follows
    while (met < meetings.length && meetings[met][0] < end) met++;
    const behind = end === 0 ? 0 : ourMeetings.has(end - 1) ? theirMeetings[met - 1] + 1 : undefined;
    const before = end === ours.bytes.length ? theirs.bytes.length : ourMeetings.get(end);
    for (const place of new Set([behind, before])) {
      const count = place === undefined ? undefined : theirCounts.get(place);
      if (count !== undefined) cuts.push([i, count]);
    }
  }
  return [...cuts, [ours.ends.length, theirs.ends.length]];
}

/** Of words that both texts have, all bytes: single bytes would meet within words that have nothing to do with one another. */
function commonBytes(ours: Uint8Array, theirs: Uint8Array): readonly (readonly [number, number])[] {
  const ids = new Map<string, number>();
  const idOf = (word: string) => {
    const id = ids.get(word) ?? ids.size;
    ids.set(word, id);
    return id;
  };
  const [a, b] = [wordsOf(ours), wordsOf(theirs)];
  const places = commonPlaces(
    a.map(({ written }) => idOf(written)),
    b.map(({ written }) => idOf(written)),
  );
  return places.flatMap(([i, j]) => Array.from(a[i].written, (_, at) => [a[i].start + at, b[j].start + at] as const));
}

/** Words with the white space in front of them; single characters beyond ASCII, since not all scripts have spaces. */
function wordsOf(bytes: Uint8Array): readonly { readonly start: number; readonly written: string }[] {
  const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
  const begins = (at: number) =>
    at === 0 ||
    bytes[at] >= 0xc0 ||
    (isSpace(bytes[at]) ? !isSpace(bytes[at - 1]) : bytes[at - 1] >= 0x80 && bytes[at] < 0x80);
  const starts = Array.from(bytes.keys()).filter(begins);
  return starts.map((start, i) => ({ start, written: latin1.decode(bytes.subarray(start, starts[i + 1])) }));
}

function bytesOf({ bytes, ends }: CutText, start: number, end: number): Uint8Array {
  return bytes.subarray(start === 0 ? 0 : ends[start - 1], ends[end - 1]);
}

/** The longest common subsequence, as pairs of places in order. */
export function commonPlaces(a: readonly number[], b: readonly number[]): readonly (readonly [number, number])[] {
  const start = sameFrom(a, b, (i) => [i, i]);
  const rest = Math.min(a.length, b.length) - start;
  const end = Math.min(
    rest,
    sameFrom(a, b, (i) => [a.length - 1 - i, b.length - 1 - i]),
  );
  const found: (readonly [number, number])[] = Array.from({ length: start }, (_, i) => [i, i]);
  const [aEnd, bEnd] = [a.length - end, b.length - end];
  if ((aEnd - start) * (bEnd - start) <= MOST_CELLS) meet(a, { start, end: aEnd }, b, { start, end: bEnd }, found);
  for (let i = 0; i < end; i++) found.push([aEnd + i, bEnd + i]);
  return drawnTogether(a, b, found);
}

/**
 * Of several places that would do, the one right behind the meeting before: in 'a b .' and 'a b . c d .' the first full stop is
 * the one that is meant.
 */
function drawnTogether(
  a: readonly number[],
  b: readonly number[],
  meetings: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  let [i, j] = [-1, -1]; // the meeting before
  return meetings.map(([x, y]) => {
    const ours = y === j + 1 && a[i + 1] === b[y] ? i + 1 : x;
    const theirs = x === i + 1 && b[j + 1] === a[x] ? j + 1 : y;
    [i, j] = [ours, theirs];
    return [ours, theirs] as const;
  });
}

function sameFrom(a: readonly number[], b: readonly number[], at: (i: number) => [number, number]): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  for (; same < most; same++) {
    const [i, j] = at(same);
    if (a[i] !== b[j]) break;
  }
  return same;
}

/** Hirschberg 1975: halves one side and finds where the other one is best cut, in memory that grows with one side only. */
function meet(
  a: readonly number[],
  ofA: Range,
  b: readonly number[],
  ofB: Range,
  found: (readonly [number, number])[],
) {
  if (ofA.start === ofA.end || ofB.start === ofB.end) return;
  if (ofA.end - ofA.start === 1) {
    const at = b.indexOf(a[ofA.start], ofB.start);
    if (at >= 0 && at < ofB.end) found.push([ofA.start, at]);
    return;
  }
  const middle = (ofA.start + ofA.end) >> 1;
  const width = ofB.end - ofB.start;
  const before = lengths(middle - ofA.start, width, (i, j) => a[ofA.start + i] === b[ofB.start + j]);
  const behind = lengths(ofA.end - middle, width, (i, j) => a[ofA.end - 1 - i] === b[ofB.end - 1 - j]);
  let cut = 0;
  for (let j = 1; j <= width; j++) if (before[j] + behind[width - j] > before[cut] + behind[width - cut]) cut = j;
  meet(a, { start: ofA.start, end: middle }, b, { start: ofB.start, end: ofB.start + cut }, found);
  meet(a, { start: middle, end: ofA.end }, b, { start: ofB.start + cut, end: ofB.end }, found);
}

/** How long the longest common subsequence with the first j of the other side is. [width + 1] */
function lengths(rows: number, width: number, isSame: (i: number, j: number) => boolean): Uint32Array {
  const longest = new Uint32Array(width + 1);
  for (let i = 0; i < rows; i++) {
    let diagonal = 0;
    for (let j = 0; j < width; j++) {
      const above = longest[j + 1];
      longest[j + 1] = isSame(i, j) ? diagonal + 1 : Math.max(above, longest[j]);
      diagonal = above;
    }
  }
  return longest;
}

function single(at: number): Range {
  return { start: at, end: at + 1 };
}

function empty(at: number): Range {
  return { start: at, end: at };
}
