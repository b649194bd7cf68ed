// Cuts a long text into blocks that are drawn one by one, and tells which of them are in sight. Pure; knows no element.
import type { Unit } from './units.ts';

/** Neighbouring units that are drawn together, as a paragraph of their own. */
export interface TokenBlock {
  /** Its tokens: start ≤ token < end. */
  readonly start: number;
  readonly end: number;
  readonly units: readonly Unit[];
  /** How much room it takes, beside other blocks of the same list. */
  readonly size: number;
}

/** Texts of so many tokens are one block, which is drawn whole: within a third of a second. */
const MOST_WHOLE = 1024;
/** A block of a longer text ends with a line, once it has so many tokens; or within one, once it has so many. */
const LEAST = 64;
const MOST = 384;
/** What a row has left at its end, in characters: half of it, where a panel is of usual width. */
const ROW_END = 40;

export function blocksOf(units: readonly Unit[]): readonly TokenBlock[] {
  const last = units.at(-1);
  if (!last || last.end <= MOST_WHOLE) return [blockOf(units)];
  const blocks: TokenBlock[] = [];
  let from = 0;
  for (const [i, { end, text }] of units.entries()) {
    const tokens = end - units[from].start;
    if (i < units.length - 1 && tokens < (text?.includes('\n') ? LEAST : MOST)) continue;
    blocks.push(blockOf(units.slice(from, i + 1)));
    from = i + 1;
  }
  return blocks;
}

function blockOf(units: readonly Unit[]): TokenBlock {
  let size = ROW_END;
  for (const { shown, text } of units) {
    for (const part of shown) size += part.text.length;
    if (text?.includes('\n')) size += ROW_END;
  }
  return { start: units[0]?.start ?? 0, end: units.at(-1)?.end ?? 0, units, size };
}

export function blockAt(blocks: readonly TokenBlock[], token: number): number {
  return blocks.findIndex(({ end }) => token < end);
}

/**
 * Heights of blocks, in px: those that were measured, and for the others (undefined) what the measured ones tell of their
 * size.
 */
export function allHeights(
  blocks: readonly TokenBlock[],
  measured: readonly (number | undefined)[],
  unknown: number,
): readonly number[] {
  let [height, size] = [0, 0];
  for (const [i, { size: own }] of blocks.entries()) {
    if (measured[i] === undefined) continue;
    height += measured[i];
    size += own;
  }
  const each = size > 0 ? height / size : unknown;
  return blocks.map((block, i) => measured[i] ?? Math.round(block.size * each));
}

/** Which blocks touch the part of their list from `top` to `bottom`, in px: first ≤ block < last. */
export function blocksBetween(
  heights: readonly number[],
  top: number,
  bottom: number,
): { readonly first: number; readonly last: number } {
  let first = 0;
  let y = 0;
  while (first < heights.length - 1 && y + heights[first] <= top) y += heights[first++];
  let last = first;
  while (last < heights.length && (y < bottom || last === first)) y += heights[last++];
  return { first, last };
}
