// What became of a text since it was read: everything between the first and the last edit counts as changed, and what
// stands behind has moved. One span, however much is typed, so that following a key costs nothing. Pure.
import type { TextChange } from './textAnchor.ts';

/** Text [start, end) was replaced, and ends at `endNow` now. Offsets before it are what they were. */
export interface EditedSpan {
  readonly start: number;
  readonly end: number;
  readonly endNow: number;
}

/** Nothing was edited. */
export const UNEDITED: EditedSpan = {
  start: Number.POSITIVE_INFINITY,
  end: Number.NEGATIVE_INFINITY,
  endNow: Number.NEGATIVE_INFINITY,
};

/** After one more change, whose offsets are those of now: "abcdef" with c replaced by XY is { 2, 3, 4 }. */
export function afterEdit(edited: EditedSpan, { rangeOffset, rangeLength, text }: TextChange): EditedSpan {
  const changeEnd = rangeOffset + rangeLength;
  const end = Math.max(edited.endNow, changeEnd); // of both, as the text was before this change
  const moved = edited.end === Number.NEGATIVE_INFINITY ? 0 : edited.endNow - edited.end;
  return {
    start: Math.min(edited.start, rangeOffset),
    end: end - moved,
    endNow: end + text.length - rangeLength,
  };
}

/** All changes of one event have the offsets of before it: from the end on, each leaves those of the next as they were. */
export function afterEdits(edited: EditedSpan, changes: readonly TextChange[]): EditedSpan {
  return changes.toSorted((a, b) => b.rangeOffset - a.rangeOffset).reduce(afterEdit, edited);
}

/** By how much something behind the edits has moved; undefined for what was edited itself. */
export function movedBy({ start, end, endNow }: EditedSpan, from: number, to: number): number | undefined {
  if (to <= start) return 0;
  return from >= end ? endNow - end : undefined;
}
