// JSON as Python's json module writes and reads it: its numbers may also be NaN, Infinity and -Infinity, which RFC 8259
// does not have. Knows no file.
import { endOfString } from './endOfString.ts';

/** Fails with the SyntaxError of JSON.parse(). */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const standard = inStandardJson(text);
    if (standard === undefined) throw error;
    try {
      return JSON.parse(standard, (_, value) => (value === STAND_IN ? Number.NaN : value));
    } catch {
      throw error; // its places are those of the text as it was written
    }
  }
}

/** What NaN is while the text is parsed, since no number of JSON stands for it. */
const STAND_IN = '\0NaN';

/** Numbers beyond the largest one are read as infinite. The spaces keep them from joining a number in front of them. */
const WRITTEN: readonly (readonly [python: string, standard: string])[] = [
  ['NaN', ` ${JSON.stringify(STAND_IN)} `],
  ['Infinity', ' 1e999 '],
  ['-Infinity', ' -1e999 '],
];

/** The text with Python's numbers written another way; undefined where it has none outside of strings. */
function inStandardJson(text: string): string | undefined {
  const parts: string[] = [];
  let done = 0;
  for (let at = 0; at < text.length; ) {
    if (text[at] === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      at = end + 1;
      continue;
    }
    const found = 'NI-'.includes(text[at]) && WRITTEN.find(([python]) => text.startsWith(python, at));
    if (!found) {
      at++;
      continue;
    }
    parts.push(text.slice(done, at), found[1]);
    at += found[0].length;
    done = at;
  }
  return parts.length > 0 ? parts.join('') + text.slice(done) : undefined;
}
