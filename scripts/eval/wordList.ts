// Words and phrases that a model should not say unprompted, from a file with one a line, and where a text has them. Knows no model.

/** Lower case; empty lines and what stands behind `#` at the beginning of a line are left out. */
export function parseWords(file: string): readonly string[] {
  return file
    .split('\n')
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Each listed word as often as it occurs, whatever its case; whole words only, except in Chinese, which has no spaces. */
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
