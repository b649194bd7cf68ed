// Remembers the tokens of words, since a text has few different ones. Knows nothing about how they are made.

/** These take some 5 MB. */
const MOST_WORDS = 50_000;
const LONGEST_WORD = 64;

/** The same function, which remembers its results for words of up to LONGEST_WORD units. */
export function memoized<Pieces>(cut: (word: string) => Pieces): (word: string) => Pieces {
  const seen = new Map<string, Pieces>();
  return (word) => {
    const known = seen.get(word);
    if (known) return known;
    const pieces = cut(word);
    if (seen.size >= MOST_WORDS) seen.clear();
    // The key is a copy, since the word itself is a slice that would keep the whole text in memory.
    if (word.length <= LONGEST_WORD) seen.set(Buffer.from(word).toString(), pieces);
    return pieces;
  };
}
