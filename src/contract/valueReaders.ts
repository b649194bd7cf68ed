// Readers of values that come from outside: over the channel, or out of a file. What is read of questions is put together in
// src/engine/questionArguments.ts, of sessions in src/sessions/. Knows neither.
import type { Failure } from './failure.ts';
import { isRecord } from './isRecord.ts';
import { shown } from './shownValue.ts';

/** Where a value stands, such as `attention`, `rows.start`. */
export interface Place {
  readonly question: string;
  readonly argument: string;
}

/** Gives the value back as its type says, without what else an object has. Fails with question-invalid. */
export type Reader<Value> = (value: unknown, place: Place) => Value;

/** A whole number from `least` to `most`. Branded numbers name their brand: wholeNumber<TokenIndex>(0). */
export function wholeNumber<Value extends number = number>(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): Reader<Value> {
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} on` : `${least} to ${most}`;
  return (value, place) => {
    if (Number.isSafeInteger(value) && isWithin(value as number, least, most)) return value as Value;
    throw refused(value, place, `is not a whole number from ${range}`);
  };
}

/** A number from `least` to `most`, or above `least` where `above` is set. NaN is not within any bounds. */
export function number(least: number, most: number, { above = false } = {}): Reader<number> {
  return (value, place) => {
    if (typeof value === 'number' && isWithin(value, least, most) && !(above && value === least)) return value;
    throw refused(
      value,
      place,
      above ? `is not above ${least} and at most ${most}` : `is not from ${least} to ${most}`,
    );
  };
}

function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** A text of at most so many UTF-16 code units. */
export function text(most = Number.POSITIVE_INFINITY): Reader<string> {
  return (value, place) => {
    if (typeof value !== 'string') throw refused(value, place, 'is no text');
    if (value.length > most) throw refused(value, place, `has more than ${most} characters`);
    return value;
  };
}

/** A text that can name a file: fs throws a TypeError at a NUL. */
export function path(most: number): Reader<string> {
  const read = text(most);
  return (value, place) => {
    const name = read(value, place);
    if (name === '' || name.includes('\0')) throw refused(value, place, 'names no file');
    return name;
  };
}

export function boolean(): Reader<boolean> {
  return (value, place) => {
    if (typeof value === 'boolean') return value;
    throw refused(value, place, 'is neither true nor false');
  };
}

export function oneOf<const Value extends string>(...values: readonly Value[]): Reader<Value> {
  return (value, place) => {
    if ((values as readonly unknown[]).includes(value)) return value as Value;
    throw refused(value, place, `is not among ${values.join(', ')}`);
  };
}

/** A text is read by the first, everything else by the second. */
export function textOr<Text extends string, Other>(
  readText: Reader<Text>,
  readOther: Reader<Other>,
): Reader<Text | Other> {
  return (value, place) => (typeof value === 'string' ? readText : readOther)(value, place);
}

export function optional<Value>(read: Reader<Value>): Reader<Value | undefined> {
  return (value, place) => (value === undefined ? undefined : read(value, place));
}

/** An array of at most `most` elements. Its length comes first: one with holes is long and yet small in a message. */
export function list<Value>(read: Reader<Value>, most: number): Reader<readonly Value[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw refused(value, place, 'is no list');
    if (value.length > most) throw refused(value, place, `has more than ${most} elements`);
    return Array.from(value, (element: unknown, i) => read(element, within(place, String(i))));
  };
}

/** A plain object. Every field of the type has its reader, or the compiler refuses the record. */
export function record<Value extends object>(
  fields: {
    readonly [Field in keyof Value]-?: Reader<Value[Field]>;
  },
): Reader<Value> {
  const readers = Object.entries(fields) as [string, Reader<unknown>][];
  return (value, place) => {
    if (!isPlain(value)) throw refused(value, place, 'is no object with fields');
    const read = readers.map(([field, reader]) => [field, reader(own(value, field), within(place, field))]);
    return Object.fromEntries(read.filter(([, content]) => content !== undefined));
  };
}

/** A plain object whose field `kind` says which of the readers is meant. */
export function variant<Value extends { readonly kind: string }>(
  variants: {
    readonly [Kind in Value['kind']]: Reader<Extract<Value, { readonly kind: Kind }>>;
  },
): Reader<Value> {
  const readKind = oneOf(...(Object.keys(variants) as Value['kind'][]));
  return (value, place) => {
    if (!isPlain(value)) throw refused(value, place, 'is no object with fields');
    const kind = readKind(own(value, 'kind'), within(place, 'kind'));
    return (variants[kind] as Reader<Value>)(value, place);
  };
}

/** Whether it is an object as { } makes it: a Map, a Date or a typed array has no fields to read. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && Object.getPrototypeOf(value) === Object.prototype;
}

function own(value: Readonly<Record<string, unknown>>, field: string): unknown {
  return Object.hasOwn(value, field) ? value[field] : undefined;
}

function within({ question, argument }: Place, field: string): Place {
  return { question, argument: `${argument}.${field}` };
}

function refused(value: unknown, { question, argument }: Place, problem: string): Failure {
  return { code: 'question-invalid', question, problem: `${argument}: ${shown(value)} ${problem}` };
}
