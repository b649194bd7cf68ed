// Words and phrases that a model should not write unprompted, from a file with one on each line, and how to find them
// in a text. Knows no model.

/** The words in lower case; empty lines and lines that begin with `#` are left out. */
export function parseWords(file: string): readonly string[] {
  return file
    .split('\n')
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/**
 * Each listed word as often as it occurs in a text, in any case; whole words only, except in Chinese, which has no
 * spaces.
 */
export function listedWords(text: string, words: readonly string[]): string[] {
  const lower = text.toLowerCase();
  return words.flatMap((word) => [...lower.matchAll(patternOf(word))].map(() => word));
}

function patternOf(word: string): RegExp {
  const literal = word
    .split(/\s+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+');
  return /\p{Script=Han}/u.test(word)
    ? new RegExp(literal, 'gu')
    : new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu');
}
