// How many tokens the parts of a text have where it is cut into tokens as a whole: their sum is that of the text. Counting
// each part by itself would cut words in two, and put in front of each what a tokenizer puts in front of a text.
import type { Tokenizer } from './tokenizer.ts';

/**
 * The tokens that begin in each part of a text that is cut at these ascending places, in UTF-16 code units; one part more
 * than places. Fails with tokenizer-invalid.
 */
export function countParts(tokenizer: Tokenizer, text: string, places: readonly number[]): readonly number[] {
  if (places.length === 0) return [tokenizer.count(text)];
  if (tokenizer.countParts) return tokenizer.countParts(text, places);
  const counts = Array.from({ length: places.length + 1 }, () => 0);
  let part = 0;
  for (const { span } of tokenizer.encode(text)) {
    while (span.start >= places[part]) part++;
    counts[part]++;
  }
  return counts;
}
