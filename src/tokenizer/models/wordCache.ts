// Remembers how words were cut: those in use are few. Knows nothing about cutting.

/** Some 5 MB. */
const WORDS_REMEMBERED = 50_000;
const LONGEST_REMEMBERED = 64;

export function remembered<Pieces>(cut: (word: string) => Pieces): (word: string) => Pieces {
  const seen = new Map<string, Pieces>();
  return (word) => {
    const known = seen.get(word);
    if (known) return known;
    const pieces = cut(word);
    if (seen.size >= WORDS_REMEMBERED) seen.clear();
    // A copy: the word itself is a slice that would keep the whole text in memory.
    if (word.length <= LONGEST_REMEMBERED) seen.set(Buffer.from(word).toString(), pieces);
    return pieces;
  };
}
