// A part of a text as normalizers and pre-tokenizers have changed it, and where in the original each unit of it comes
// from. What was put in has an empty place, what was replaced has the place of all it replaces. Knows no tokenizer.

export interface AlignedText {
  readonly text: string;
  /** Where the part begins in the original, in UTF-16 units. Without `places` the others follow one by one. */
  readonly at: number;
  readonly places: Places | undefined;
}

/** For every unit of the text, where what it stands for begins and ends in the original. */
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

export function unchangedText(text: string, at = 0): AlignedText {
  return { text, at, places: undefined };
}

export function startOf({ at, places }: AlignedText, unit: number): number {
  return places ? places.starts[unit] : at + unit;
}

/** Where the place of a unit ends. */
export function endOf({ at, places }: AlignedText, unit: number): number {
  return places ? places.ends[unit] : at + unit + 1;
}

export function sliceOf(part: AlignedText, from: number, to: number): AlignedText {
  const { text, at, places } = part;
  if (from === 0 && to === text.length) return part;
  if (!places) return { text: text.slice(from, to), at: at + from, places };
  const inside = { starts: places.starts.subarray(from, to), ends: places.ends.subarray(from, to) };
  return { text: text.slice(from, to), at: inside.starts[0] ?? at, places: inside };
}

/** The edits are in order and do not overlap. 'ﬁb' with ﬁ → fi: 'fib', places 0–1 0–1 1–2 */
export function edited(part: AlignedText, edits: readonly Edit[]): AlignedText {
  if (edits.length === 0) return part;
  const growth = edits.reduce((sum, { from, to, content }) => sum + content.length - (to - from), 0);
  const length = part.text.length + growth;
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
  return { text: written.join(''), at: part.at, places: { starts, ends } };
}

export function prepended(part: AlignedText, content: string): AlignedText {
  return edited(part, [{ from: 0, to: 0, content }]);
}

/** Every match becomes `content`; empty matches are left alone. */
export function replaced(
  part: AlignedText,
  pattern: RegExp,
  content: string | ((found: string) => string),
): AlignedText {
  const edits: Edit[] = [];
  for (const { 0: found, index: from } of part.text.matchAll(pattern)) {
    const put = typeof content === 'string' ? content : content(found);
    if (found !== '' && put !== found) edits.push({ from, to: from + found.length, content: put });
  }
  return edited(part, edits);
}

function endOfAll(part: AlignedText): number {
  return part.text.length === 0 ? part.at : endOf(part, part.text.length - 1);
}
