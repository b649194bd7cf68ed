// JSON that anybody may have written, looked through before it is parsed: JSON.parse keeps the last of two values under
// one key without a word, and makes objects a million deep that nothing can print. Knows no file format.
import type { Failure } from '../contract/failure.ts';
import { type JsonObject, parseJsonObject } from './jsonFile.ts';

/** config.json, headers and indices have four. */
const MAX_DEPTH = 64;
/** Objects and lists: three a tensor. A million tensors are ten times those of the largest published models. */
const MAX_NESTED = 3_000_000;

export interface Strictness {
  /** The last value of a key that is there twice counts, as in Python. Without it the text is refused. */
  readonly lastKeyCounts?: boolean;
}

/** Fails with json-invalid. */
export function parseStrictJson(text: string, file: string, { lastKeyCounts = false }: Strictness = {}): JsonObject {
  const problem = problemIn(text, lastKeyCounts);
  if (problem) throw { code: 'json-invalid', file, problem } satisfies Failure;
  return parseJsonObject(text, file);
}

/** One level: the keys of an object so far; undefined in a list. */
type Level = Set<string> | undefined;

/** What JSON.parse would let pass; whatever else is wrong it finds itself. */
function problemIn(text: string, lastKeyCounts: boolean): string | undefined {
  const levels: Level[] = [];
  let keyComes = false;
  let nested = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (levels.length === MAX_DEPTH) return `nested more than ${MAX_DEPTH} deep`;
      if (++nested > MAX_NESTED) return `more than ${MAX_NESTED} objects and lists`;
      keyComes = character === '{';
      levels.push(keyComes ? new Set() : undefined);
    } else if (character === '}' || character === ']') {
      levels.pop();
    } else if (character === ',') {
      keyComes = levels.at(-1) !== undefined;
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      if (keyComes && !lastKeyCounts) {
        const key = keyOf(text.slice(at, end + 1));
        if (key === undefined) return undefined;
        if (levels.at(-1)?.has(key)) return `${JSON.stringify(key).slice(0, 200)} is there twice`;
        levels.at(-1)?.add(key);
      }
      keyComes = false;
      at = end;
    }
  }
  return undefined;
}

/** Of the quote that closes the string opened at `start`: one with an even number of backslashes before it. */
function endOfString(text: string, start: number): number | undefined {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return undefined;
}

/** Two ways to write one key are one key: "a" and "\u0061". */
function keyOf(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted);
  } catch {
    return undefined; // no JSON, as the parser will say
  }
}
