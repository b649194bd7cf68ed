// A part of tokenizer.json, read field by field: a field that is missing or of another type is refused, with its place
// in the file. Anybody may have written the file, so that nothing in it is trusted and everything has a limit. Knows no
// tokenizer.

import type { JsonObject } from '../checkpoint/jsonFile.ts';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';

/** Published files are nested three levels deep. */
const MAX_DEPTH = 16;
/** Steps of a sequence; published files have at most eight. */
const MAX_STEPS = 100;

/** All methods fail with tokenizer-invalid. null and a missing field are the same, as for the tokenizers library. */
export class JsonFields {
  readonly values: JsonObject;
  /** Where the part is in the file, such as 'normalizer.normalizers[1]'; empty for the file itself. */
  readonly #place: string;
  readonly #file: string;
  readonly #depth: number;

  constructor(values: JsonObject, file: string, place = '', depth = 0) {
    this.values = values;
    this.#file = file;
    this.#place = place;
    this.#depth = depth;
    if (depth > MAX_DEPTH) throw this.invalid(`is nested more than ${MAX_DEPTH} deep`);
  }

  text(name: string, fallback?: string): string {
    return this.#typed(name, fallback, (value) => typeof value === 'string', 'a text');
  }

  flag(name: string, fallback?: boolean): boolean {
    return this.#typed(name, fallback, (value) => typeof value === 'boolean', 'true or false');
  }

  /** An integer ≥ 0, below 2^31. */
  whole(name: string, fallback?: number): number {
    return this.#typed(
      name,
      fallback,
      (value) => Number.isInteger(value) && isInRange(value as number),
      'a whole number',
    );
  }

  /** One of the supported names; any other is refused, never ignored. */
  choice<Name extends string>(name: string, supported: readonly Name[], fallback?: Name): Name {
    const value = this.text(name, fallback);
    const chosen = supported.find((candidate) => candidate === value);
    if (chosen === undefined) throw this.unsupported(name, supported);
    return chosen;
  }

  /** What the table has for the part's type. */
  byType<Made>(table: Readonly<Record<string, Made>>): Made {
    return table[this.choice('type', Object.keys(table))];
  }

  /** The object in a field; undefined where it is null or missing. */
  part(name: string): JsonFields | undefined {
    const value = this.values[name] ?? undefined;
    return value === undefined ? undefined : this.#inside(value, name);
  }

  /** The object at a place of a list. */
  entry(name: string, i: number): JsonFields {
    return this.#inside((this.values[name] as readonly unknown[])[i], `${name}[${i}]`);
  }

  /** The objects in a list, of which there may be MAX_STEPS. */
  parts(name: string): readonly JsonFields[] {
    const list = this.#typed<unknown[]>(name, undefined, Array.isArray, 'a list');
    if (list.length > MAX_STEPS) throw this.invalid(`has ${list.length} steps, more than ${MAX_STEPS}`, name);
    return list.map((value, i) => this.#inside(value, `${name}[${i}]`));
  }

  /** Refuses a field whose value is not allowed, since Tokenscope does not have what it asks for. */
  only(name: string, ...allowed: readonly unknown[]): void {
    const value = this.values[name] ?? null;
    if (!allowed.includes(value)) throw this.unsupported(name, allowed.filter((each) => each !== null).map(quoted));
  }

  /** The failure to throw where a field has none of the supported values. */
  unsupported(name: string, supported: readonly string[]): Failure {
    const known = supported.length > 0 ? `; Tokenscope has ${supported.join(', ')}` : '';
    return this.invalid(`is ${quoted(this.values[name])}, which Tokenscope does not have${known}`, name);
  }

  /**
   * The failure to throw for this part, or for one of its fields; `problem` follows the name in the message: 'is
   * missing'
   */
  invalid(problem: string, name?: string): Failure {
    const place = [this.#place, name].filter(Boolean).join('.');
    return { code: 'tokenizer-invalid', file: this.#file, problem: place ? `${place} ${problem}` : problem };
  }

  #inside(value: unknown, name: string): JsonFields {
    if (!isRecord(value)) throw this.invalid('is not an object', name);
    return new JsonFields(value, this.#file, [this.#place, name].filter(Boolean).join('.'), this.#depth + 1);
  }

  #typed<Value>(name: string, fallback: Value | undefined, is: (value: unknown) => boolean, what: string): Value {
    const value = this.values[name] ?? fallback;
    if (!is(value)) throw this.invalid(value === undefined ? 'is missing' : `is ${quoted(value)}, not ${what}`, name);
    return value as Value;
  }
}

/**
 * A value in a form that is short enough for a message. Lists and objects are not written out, since they may be nested
 * a million deep.
 */
export function quoted(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function isInRange(value: number): boolean {
  return value >= 0 && value < 2 ** 31;
}
