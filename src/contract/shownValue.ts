// Any value at all in a few words, for messages and the log. Knows no question.

/** More characters of a text do not help to find out where it came from. */
const MAX_CHARACTERS = 40;

/** 5 → 5, 'a"b' → "a\"b", [1, 2] → Array, new Map() → Map. Never throws, whatever the value is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return shownText(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return String(value).slice(0, MAX_CHARACTERS);
  return Object.prototype.toString.call(value).slice('[object '.length, -1).slice(0, MAX_CHARACTERS);
}

function shownText(text: string): string {
  return JSON.stringify(text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text);
}
