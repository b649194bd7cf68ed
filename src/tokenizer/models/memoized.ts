// Remembers how words were cut: those in use are few. Knows nothing about cutting.

/** Some 5 MB. */
const MOST_WORDS = 50_000;
const LONGEST_WORD = 64;

export function memoized<Pieces>(cut: (word: string) => Pieces): (word: string) => Pieces {
  const seen = new Map<string, Pieces>();
  return (word) => {
    const known = seen.get(word);
    if (known) return known;
    const pieces = cut(word);
    if (seen.size >= MOST_WORDS) seen.clear();
    // A copy: the word itself is a slice that would keep the whole text in memory.
    if (word.length <= LONGEST_WORD) seen.set(Buffer.from(word).toString(), pieces);
    return pieces;
  };
}
