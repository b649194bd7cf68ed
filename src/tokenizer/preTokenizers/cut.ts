// Cuts a text at the matches of a pattern, or at given places. The behaviour says what becomes of the matches (tokenizers
// library, SplitDelimiterBehavior). Knows no words.
import { type AlignedText, sliceOf } from '../alignedText.ts';
import { type Stretch, stretches } from '../pattern.ts';

export type Behavior = 'Removed' | 'Isolated' | 'MergedWithPrevious' | 'MergedWithNext' | 'Contiguous';

/**
 * The parts. '1.2' at its points: Removed 1|2, Isolated 1|.|2, MergedWithPrevious 1.|2, MergedWithNext 1|.2. An empty
 * match only cuts. With `invert`, what lies between the matches counts as the matches.
 */
export function cut(part: AlignedText, pattern: RegExp, behavior: Behavior, invert = false): readonly AlignedText[] {
  const all = stretches(part.text, pattern);
  const kept = BEHAVIORS[behavior](invert ? all.map((stretch) => ({ ...stretch, matches: !stretch.matches })) : all);
  return kept.filter(({ from, to }) => from < to).map(({ from, to }) => sliceOf(part, from, to));
}

/** The parts that begin at these units, in order; what is in front of the first is left out. */
export function cutBefore(part: AlignedText, begins: readonly number[]): readonly AlignedText[] {
  return begins.map((from, i) => sliceOf(part, from, begins[i + 1] ?? part.text.length));
}

export const BEHAVIORS: Readonly<Record<Behavior, (all: readonly Stretch[]) => readonly Stretch[]>> = {
  Removed: (all) => all.filter(({ matches }) => !matches),
  Isolated: (all) => all,
  MergedWithPrevious: (all) => merged(all, (before, own) => own.matches && before !== undefined && !before.matches),
  MergedWithNext: (all) => merged(all, (before, own) => before?.matches === true && !own.matches),
  Contiguous: (all) => merged(all, (before, own) => own.matches === before?.matches),
};

/** Joins a stretch to the one before it where `joins` says so. */
function merged(
  all: readonly Stretch[],
  joins: (before: Stretch | undefined, own: Stretch) => boolean,
): readonly Stretch[] {
  const kept: Stretch[] = [];
  for (const [i, own] of all.entries()) {
    if (joins(all[i - 1], own) && kept.length > 0) kept[kept.length - 1] = { ...kept[kept.length - 1], to: own.to };
    else kept.push(own);
  }
  return kept;
}
