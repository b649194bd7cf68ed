// Checks JSON that anybody may have written before it is parsed: JSON.parse silently keeps the last of two values with
// the same key, and makes objects that are nested a million deep and that nothing can print. Knows no file format.
import { endOfString } from '../contract/endOfString.ts';
import type { Failure } from '../contract/failure.ts';
import { type JsonObject, parseJsonObject } from './jsonFile.ts';

/** config.json, headers and indices have at most four levels. */
const MAX_DEPTH = 64;
/**
 * Objects and lists together. A header has three for each tensor; a million tensors are ten times those of the largest
 * published models.
 */
const MAX_NESTED = 3_000_000;

export interface Strictness {
  /** The last of two values with the same key counts, as in Python. Without this the text is refused. */
  readonly lastKeyCounts?: boolean;
}

/** Parses a JSON object; `file` is for the failure. Fails with json-invalid. */
export function parseStrictJson(text: string, file: string, { lastKeyCounts = false }: Strictness = {}): JsonObject {
  const problem = problemIn(text, lastKeyCounts);
  if (problem) throw { code: 'json-invalid', file, problem } satisfies Failure;
  return parseJsonObject(text, file);
}

/** One level of nesting: the keys of an object so far, or undefined for a list. */
type Level = Set<string> | undefined;

/** The problem that JSON.parse would overlook; it finds every other one itself. */
function problemIn(text: string, lastKeyCounts: boolean): string | undefined {
  const levels: Level[] = [];
  let expectsKey = false;
  let nested = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (levels.length === MAX_DEPTH) return `nested more than ${MAX_DEPTH} deep`;
      if (++nested > MAX_NESTED) return `more than ${MAX_NESTED} objects and lists`;
      expectsKey = character === '{';
      levels.push(expectsKey ? new Set() : undefined);
    } else if (character === '}' || character === ']') {
      levels.pop();
    } else if (character === ',') {
      expectsKey = levels.at(-1) !== undefined;
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      if (expectsKey && !lastKeyCounts) {
        const key = keyOf(text.slice(at, end + 1));
        if (key === undefined) return undefined;
        if (levels.at(-1)?.has(key)) return `${JSON.stringify(key).slice(0, 200)} is there twice`;
        levels.at(-1)?.add(key);
      }
      expectsKey = false;
      at = end;
    }
  }
  return undefined;
}

/** The key with its escapes resolved, so that "a" and "\u0061" are the same key; undefined where it is not JSON. */
function keyOf(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted);
  } catch {
    return undefined; // the parser will say what is wrong
  }
}
