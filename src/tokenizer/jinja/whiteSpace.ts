// White space as Python's str and re take it, which have U+001C to U+001F and U+0085 and lack U+FEFF. Knows no syntax.

/** For a class of a regular expression. */
export const SPACE = '\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const IS_SPACE = new RegExp(`[${SPACE}]`);

/**
 * str.strip(), on both sides or one. `characters` take the place of white space. It is no regular expression: one with
 * `+$` would be tried at every gap in the text.
 */
export function strip(text: string, sides: 'both' | 'left' | 'right' = 'both', characters?: string): string {
  // White space is never half a pair of surrogates, other characters may be one.
  const units = characters === undefined ? text : Array.from(text);
  const drops = (unit: string) => (characters === undefined ? IS_SPACE.test(unit) : characters.includes(unit));
  let [start, end] = [0, units.length];
  if (sides !== 'right') while (start < end && drops(units[start])) start++;
  if (sides !== 'left') while (end > start && drops(units[end - 1])) end--;
  return typeof units === 'string' ? units.slice(start, end) : units.slice(start, end).join('');
}

/** str.split() without a separator, at most so many times. */
export function words(text: string, most = -1): string[] {
  const found: string[] = [];
  for (const { 0: word, index } of text.matchAll(new RegExp(`[^${SPACE}]+`, 'g'))) {
    if (found.length === most) return [...found, strip(text.slice(index), 'right')];
    found.push(word);
  }
  return found;
}
