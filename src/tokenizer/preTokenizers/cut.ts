// Cutting a text at what a pattern finds: what becomes of the finds is the behaviour (tokenizers library,
// SplitDelimiterBehavior). Knows no words.
import { type AlignedText, sliceOf } from '../alignedText.ts';
import { type Stretch, stretches } from '../pattern.ts';

export type Behavior = 'Removed' | 'Isolated' | 'MergedWithPrevious' | 'MergedWithNext' | 'Contiguous';

/** '1.2' at the points: Removed 1|2, Isolated 1|.|2, MergedWithPrevious 1.|2, MergedWithNext 1|.2. `invert`: the rest is what is found. */
export function cut(part: AlignedText, pattern: RegExp, behavior: Behavior, invert = false): readonly AlignedText[] {
  const found = stretches(part.text, pattern);
  const kept = BEHAVIORS[behavior](invert ? found.map((one) => ({ ...one, matches: !one.matches })) : found);
  return kept.map(({ from, to }) => sliceOf(part, from, to));
}

export const BEHAVIORS: Readonly<Record<Behavior, (found: readonly Stretch[]) => readonly Stretch[]>> = {
  Removed: (found) => found.filter(({ matches }) => !matches),
  Isolated: (found) => found,
  MergedWithPrevious: (found) => joined(found, (one, before) => one.matches && before !== undefined && !before.matches),
  MergedWithNext: (found) => joined(found, (one, before) => before?.matches === true && !one.matches),
  Contiguous: (found) => joined(found, (one, before) => one.matches === before?.matches),
};

/** `joins` looks at a stretch and the one in front of it. */
function joined(
  found: readonly Stretch[],
  joins: (one: Stretch, before: Stretch | undefined) => boolean,
): readonly Stretch[] {
  const kept: Stretch[] = [];
  for (const [i, one] of found.entries()) {
    if (joins(one, found[i - 1]) && kept.length > 0) kept[kept.length - 1] = { ...kept[kept.length - 1], to: one.to };
    else kept.push(one);
  }
  return kept;
}
