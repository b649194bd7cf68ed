// White space as Python's str and re take it, which have U+001C to U+001F and U+0085 and lack U+FEFF. Knows no syntax.

/** For a class of a regular expression. */
export const SPACE = '\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const IS_SPACE = new RegExp(`[${SPACE}]`);

/** str.strip(), on both sides or one. `characters` take the place of white space. */
export function strip(text: string, sides: 'both' | 'left' | 'right' = 'both', characters?: string): string {
  const drops = (character: string) =>
    characters === undefined ? IS_SPACE.test(character) : characters.includes(character);
  const points = Array.from(text);
  let [start, end] = [0, points.length];
  if (sides !== 'right') while (start < end && drops(points[start])) start++;
  if (sides !== 'left') while (end > start && drops(points[end - 1])) end--;
  return points.slice(start, end).join('');
}

/** str.split() without a separator, at most so many times. */
export function words(text: string, most = -1): string[] {
  const found: string[] = [];
  let rest = strip(text, 'left');
  while (rest !== '') {
    if (found.length === most) return [...found, strip(rest, 'right')];
    const end = rest.search(IS_SPACE);
    found.push(end < 0 ? rest : rest.slice(0, end));
    rest = end < 0 ? '' : strip(rest.slice(end), 'left');
  }
  return found;
}
