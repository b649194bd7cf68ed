// Cuts a text into parts that people see: paragraphs, their lines (the items of a list, lines of code), and sentences.
// Each level covers the one above it without gaps: white space belongs to what it follows. The file knows characters
// only.

/** A half-open range of UTF-16 offsets. */
export interface TextPart {
  readonly kind: 'paragraph' | 'line' | 'sentence';
  readonly start: number;
  readonly end: number;
  /** Empty where a finer cut would give the same part again. */
  readonly parts: readonly TextPart[];
}

const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });

/** The paragraphs of a text, with their lines and sentences inside; `offset` is added to all places. */
export function textParts(text: string, offset = 0): readonly TextPart[] {
  return paragraphs(text, offset);
}

function paragraphs(text: string, offset: number): readonly TextPart[] {
  return pieces(text, /(?:\r\n|\r|\n)[^\S\r\n]*(?:(?:\r\n|\r|\n)\s*)/g).map(({ start, end }) => {
    const parts = lines(text.slice(start, end), offset + start);
    return part('paragraph', offset + start, offset + end, parts);
  });
}

function lines(text: string, offset: number): readonly TextPart[] {
  return pieces(text, /(?:\r\n|\r|\n)\s*/g).map(({ start, end }) => {
    const line = text.slice(start, end);
    const ends = Array.from(sentences.segment(line), ({ index, segment }) => index + segment.length);
    const parts = between(line, ends).map((one) =>
      part('sentence', offset + start + one.start, offset + start + one.end, []),
    );
    return part('line', offset + start, offset + end, parts);
  });
}

/** A part that has one part only has that one's parts: a paragraph of one line is its sentences. */
function part(kind: TextPart['kind'], start: number, end: number, parts: readonly TextPart[]): TextPart {
  return { kind, start, end, parts: parts.length === 1 ? parts[0].parts : parts };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** What stands between matches; each match belongs to what it follows. */
function pieces(text: string, separator: RegExp): readonly Range[] {
  return between(
    text,
    Array.from(text.matchAll(separator), (match) => match.index + match[0].length),
  );
}

/** The ranges that end at these places; white space alone is no range of its own. */
function between(text: string, ends: readonly number[]): readonly Range[] {
  const ranges: Range[] = [];
  let start = 0;
  for (const end of [...ends, text.length]) {
    if (/\S/.test(text.slice(start, end))) {
      ranges.push({ start, end });
      start = end;
    }
  }
  const last = ranges.at(-1);
  if (last) ranges[ranges.length - 1] = { start: last.start, end: text.length };
  return ranges;
}
