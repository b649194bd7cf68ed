// A part of a text as normalizers and pre-tokenizers have changed it, and where in the original each UTF-16 unit of it
// comes from (NormalizedString of the tokenizers library). What was inserted has an empty place; a replacement has the
// place of all that it replaces. Knows no tokenizer.
import { checkLength } from './boundedGrowth.ts';
import { matchesIn } from './matchesIn.ts';

export interface AlignedText {
  readonly text: string;
  /** Where the part begins in the original, in UTF-16 units: behind what was dropped in front of it. */
  readonly at: number;
  /** Undefined where nothing was changed: unit i of the text is then unit at + i of the original. */
  readonly places: Places | undefined;
}

/** Where what each unit of the text stands for begins and ends in the original. [units] */
interface Places {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** text[from, to) becomes `content`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly content: string;
}

/** A text as it was written, which begins at `at` in the original. */
export function unchangedText(text: string, at = 0): AlignedText {
  return { text, at, places: undefined };
}

/** Where the place of a unit begins in the original. */
export function startOf({ at, places }: AlignedText, unit: number): number {
  return places ? places.starts[unit] : at + unit;
}

/** Where the place of a unit ends in the original. */
export function endOf({ at, places }: AlignedText, unit: number): number {
  return places ? places.ends[unit] : at + unit + 1;
}

/** The units [from, to) with their places. */
export function sliceOf(part: AlignedText, from: number, to: number): AlignedText {
  const { text, at, places } = part;
  if (from === 0 && to === text.length) return part;
  if (!places) return { text: text.slice(from, to), at: at + from, places };
  const inside = { starts: places.starts.subarray(from, to), ends: places.ends.subarray(from, to) };
  return { text: text.slice(from, to), at: inside.starts[0] ?? at, places: inside };
}

/** The text after edits, which are in order and do not overlap. 'ﬁb' with ﬁ → fi: 'fib', places 0–1 0–1 1–2 */
export function edited(part: AlignedText, edits: readonly Edit[]): AlignedText {
  if (edits.length === 0) return part;
  const growth = edits.reduce((sum, { from, to, content }) => sum + content.length - (to - from), 0);
  const length = part.text.length + growth;
  checkLength(part.text.length, length);
  const starts = new Uint32Array(length);
  const ends = new Uint32Array(length);
  const written: string[] = [];
  let unit = 0;
  let done = 0;
  const keep = (to: number) => {
    written.push(part.text.slice(done, to));
    for (; done < to; done++, unit++) {
      starts[unit] = startOf(part, done);
      ends[unit] = endOf(part, done);
    }
  };
  for (const { from, to, content } of edits) {
    keep(from);
    const start = from < part.text.length ? startOf(part, from) : endOfAll(part);
    const end = from < to ? endOf(part, to - 1) : start;
    written.push(content);
    starts.fill(start, unit, unit + content.length);
    ends.fill(end, unit, unit + content.length);
    unit += content.length;
    done = to;
  }
  keep(part.text.length);
  return { text: written.join(''), at: starts[0] ?? part.at, places: { starts, ends } };
}

/** The text with something in front of it, whose place is empty. 'a' with ▁: '▁a', places 0–0 0–1 */
export function prepended(part: AlignedText, content: string): AlignedText {
  return edited(part, [{ from: 0, to: 0, content }]);
}

/** The text with every match of a global pattern replaced by `content`, which is put in where a match is empty. */
export function replaced(
  part: AlignedText,
  pattern: RegExp,
  content: string | ((match: string) => string),
): AlignedText {
  const edits: Edit[] = [];
  for (const { match, from } of matchesIn(part.text, pattern)) {
    const replacement = typeof content === 'string' ? content : content(match);
    if (replacement !== match) edits.push({ from, to: from + match.length, content: replacement });
  }
  return edited(part, edits);
}

function endOfAll(part: AlignedText): number {
  return part.text.length === 0 ? part.at : endOf(part, part.text.length - 1);
}
