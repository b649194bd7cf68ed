// What stands in the editor in place of characters that are not drawn: what they say, or their abbreviations. Knows no
// editor.
import { abbreviation } from './characterNames.ts';
import type { Mark, MarkKind } from './mark.ts';
import { shownText } from './shownText.ts';

/** More of a hidden text is shown on hover: what stands here pushes the rest of the line aside. */
const MOST_SAID = 60;
const MOST_NAMED = 3;
const NOT_DRAWN: ReadonlySet<MarkKind> = new Set([
  'tag-text',
  'selector-bytes',
  'bidi',
  'invisible',
  'stray-selector',
  'soft-hyphen',
  'byte-order-mark',
  'noncharacter',
]);

/** '' where the characters are drawn themselves. ZWSP ×17; RLO LRI */
export function badgeText({ kind, says }: Mark, written: string): string {
  if (!NOT_DRAWN.has(kind)) return '';
  if (says) return shownText(says, MOST_SAID);
  const names = Array.from(written.slice(0, 1_000), abbreviation);
  const runs: { name: string; times: number }[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.name === name) last.times++;
    else runs.push({ name, times: 1 });
  }
  const shown = runs.slice(0, MOST_NAMED).map(({ name, times }) => (times > 1 ? `${name} ×${times}` : name));
  return [...shown, ...(runs.length > MOST_NAMED ? ['…'] : [])].join(' ');
}
