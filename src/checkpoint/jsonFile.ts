// Reads a checkpoint's JSON files. Anybody may have written them, so that their size and shape are checked and nothing
// is trusted.

import { readFile, stat } from 'node:fs/promises';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { parsePythonJson } from '../contract/pythonJson.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON object. Fails with file-missing, file-unreadable (larger than `limitBytes`, not a file, no permission),
 * json-invalid.
 */
export async function readJsonObject(file: string, limitBytes: number): Promise<JsonObject> {
  return parseJsonObject(await readTextFile(file, limitBytes), file);
}

/** The same of a file that need not be there: no fields where it is missing. Fails with file-unreadable, json-invalid. */
export async function readOptionalJsonObject(file: string, limitBytes: number): Promise<JsonObject> {
  return (await fileExists(file)) ? await readJsonObject(file, limitBytes) : {};
}

/**
 * Reads a UTF-8 file. Fails with file-missing, file-unreadable (larger than `limitBytes`, not a file, no permission).
 */
export async function readTextFile(file: string, limitBytes: number): Promise<string> {
  const bytes = await fileSize(file);
  if (bytes > limitBytes) {
    throw {
      code: 'file-unreadable',
      file,
      problem: `${bytes} bytes, more than the ${limitBytes} expected at most`,
    } satisfies Failure;
  }
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw { code: 'file-unreadable', file, problem: error.message } satisfies Failure;
  });
}

/**
 * Parses a JSON object as Python does; `file` is for the failure. Fails with json-invalid, also for JSON that is not an
 * object.
 */
export function parseJsonObject(text: string, file: string): JsonObject {
  let value: unknown;
  try {
    value = parsePythonJson(text);
  } catch (error) {
    throw { code: 'json-invalid', file, problem: (error as Error).message } satisfies Failure;
  }
  if (!isRecord(value)) throw { code: 'json-invalid', file, problem: 'not an object' } satisfies Failure;
  if (isDeeperThan(value, MAX_DEPTH))
    throw { code: 'json-invalid', file, problem: `nested more than ${MAX_DEPTH} deep` } satisfies Failure;
  return value;
}

/** JSON.parse() reads a million lists in one another, which nothing else can print, copy or look through. */
const MAX_DEPTH = 1000;

function isDeeperThan(value: object, depth: number): boolean {
  let level: readonly object[] = [value];
  for (let done = 0; done < depth && level.length > 0; done++) {
    const next: object[] = [];
    for (const outer of level) pushObjects(outer, next);
    level = next;
  }
  return level.length > 0;
}

/** Lists are gone through as they are: a tokenizer has half a million, and the values of each would be another. */
function pushObjects(outer: object, found: object[]): void {
  if (Array.isArray(outer)) {
    for (const inner of outer) if (isObject(inner)) found.push(inner);
    return;
  }
  // Parsed JSON inherits nothing enumerable.
  for (const key in outer) {
    const inner = (outer as JsonObject)[key];
    if (isObject(inner)) found.push(inner);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The size of a file in bytes. Fails with file-missing, file-unreadable. */
export async function fileSize(file: string): Promise<number> {
  const stats = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw { code: 'file-missing', file } satisfies Failure;
    throw { code: 'file-unreadable', file, problem: error.message } satisfies Failure;
  });
  if (!stats.isFile()) throw { code: 'file-unreadable', file, problem: 'not a file' } satisfies Failure;
  return stats.size;
}

/** Whether there is something under that name; what else may be wrong with it shows when it is read. */
export async function fileExists(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}
