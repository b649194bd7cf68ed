// The marks of a line of any length, with halts: an extension host must not be kept busy by a line of 10 MB. Knows one line.
import { marksIn } from './findMarks.ts';
import type { Mark } from './mark.ts';

/** A part of so many UTF-16 units takes about a millisecond, whatever its script. */
const PART = 64 * 1024;
/** What a mark is, depends on its neighbours: more than a word and a line's letters from right to left. */
const CONTEXT = 512;

/** undefined after each part. `first`: whether the line begins the document. */
export function* marksInLine(line: string, first: boolean): Generator<Mark | undefined> {
  if (line.length <= PART) return yield* marksIn(line, first);
  let at = 0;
  let front = 0;
  while (at < line.length) {
    const end = Math.min(line.length, at + PART);
    let read = end;
    for (const mark of marksIn(line.slice(front, end + CONTEXT), first && front === 0)) {
      const [start, stop] = [mark.start + front, mark.end + front];
      if (start < at) continue; // it was read as a part of the last one, or begins inside of a character
      if (start >= end) break;
      yield { ...mark, start, end: stop };
      read = Math.max(read, stop);
    }
    at = read;
    front = read > end ? read : Math.max(0, read - CONTEXT); // what follows a mark that goes on is more of it
    yield undefined;
  }
}
