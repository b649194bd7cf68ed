// Where white space begins and ends in a text: Unicode's White_Space, as the tokenizers library trims. Knows no token.

/** All of it lies in the basic multilingual plane, so that UTF-16 units can be tested one by one. */
const WHITE_SPACE = /\p{White_Space}/u;

/**
 * Where the white space begins that ends at `end`, not before `least`. 'a  b', 3 → 1
 * It is no regular expression: /\p{White_Space}+$/u would be tried at every gap in the text.
 */
export function whiteSpaceStart(text: string, end: number, least = 0): number {
  let start = end;
  while (start > least && WHITE_SPACE.test(text[start - 1])) start--;
  return start;
}

/** Where the white space ends that begins at `start`. 'a  b', 1 → 3 */
export function whiteSpaceEnd(text: string, start = 0): number {
  let end = start;
  while (end < text.length && WHITE_SPACE.test(text[end])) end++;
  return end;
}
