// How many tokens the parts of a text have where it is cut into tokens as a whole: their sum is that of the text. Counting
// each part by itself would cut words in two, and put in front of each what a tokenizer puts in front of a text.
import type { Tokenizer } from './tokenizer.ts';

/**
 * So much of a text is cut into tokens at once, in UTF-16 units, or more where it cannot be cut: the tokens of 60 MB would
 * take more memory than V8 has.
 */
const STRETCH = 20_000;

/**
 * The tokens that begin in each part of a text that is cut at these ascending places, in UTF-16 code units; one part more
 * than places. Fails with tokenizer-invalid.
 */
export function countParts(
  tokenizer: Tokenizer,
  text: string,
  places: readonly number[],
  stretch = STRETCH,
): readonly number[] {
  if (tokenizer.countParts) return tokenizer.countParts(text, places);
  const counts = Array.from({ length: places.length + 1 }, () => 0);
  let part = 0;
  for (const { start, end } of stretches(tokenizer, text, stretch)) {
    const from = Math.max(0, start - 1); // the letter before a cut tells what is behind it
    const before = start === 0 ? 0 : tokenizer.count(text.slice(from, start));
    while (start >= places[part]) part++;
    if (!(places[part] < end)) {
      counts[part] += tokenizer.count(text.slice(from, end)) - before; // faster than the tokens with their places
      continue;
    }
    for (const { span } of tokenizer.encode(text.slice(from, end)).slice(before)) {
      while (from + span.start >= places[part]) part++;
      counts[part]++;
    }
  }
  return counts;
}

/** Whether no more than so many units have to be cut into tokens at once. */
export function hasCuts(tokenizer: Tokenizer, text: string, mostAtOnce: number): boolean {
  for (const { start, end } of stretches(tokenizer, text, STRETCH)) if (end - start > mostAtOnce) return false;
  return true;
}

/** Between places where the text may be cut. */
function* stretches({ isCut }: Tokenizer, text: string, stretch: number) {
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + stretch, text.length);
    while (end < text.length && !isCut(text, end)) end++;
    yield { start, end };
    start = end;
  }
}
