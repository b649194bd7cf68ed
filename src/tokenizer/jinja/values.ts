// Values of a chat template as Python has them: how they are written, compared and called, where JavaScript's own rules
// are others. Knows no syntax.

/** A number that Python takes for a float; other numbers are whole. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** Like a list, but written and compared as a tuple. */
export class Tuple extends Array<Value> {}

/** What has attributes and no keys: a namespace, a loop. */
export class Fields {
  readonly values: Map<string, Value>;
  constructor(values: Map<string, Value>) {
    this.values = values;
  }
}

export type Dict = Map<Value, Value>;
export type Callable = (args: Args) => Value;
/** undefined is Jinja's Undefined, null is None. */
export type Value = undefined | null | boolean | number | string | Float | Value[] | Dict | Fields | Callable;

/** The arguments of a call. One that is Undefined counts as not given. */
export class Args {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;

  constructor(positional: readonly Value[], named: ReadonlyMap<string, Value> = new Map()) {
    this.positional = positional;
    this.named = named;
  }

  /** The values of parameters in their order. Fails on arguments that there are no parameters for. */
  take<Names extends readonly string[]>(...names: Names): { -readonly [Place in keyof Names]: Value } {
    if (this.positional.length > names.length)
      throw new Error(`${this.positional.length} arguments where at most ${names.length} are taken`);
    for (const name of this.named.keys())
      if (!names.includes(name)) throw new Error(`there is no argument ${JSON.stringify(name)}`);
    const values = names.map((name, i) => this.positional[i] ?? this.named.get(name));
    return values as { -readonly [Place in keyof Names]: Value };
  }
}

export function typeName(value: Value): string {
  if (value === undefined) return 'Undefined';
  if (value === null) return 'NoneType';
  if (value instanceof Tuple) return 'tuple';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Map) return 'dict';
  if (value instanceof Float) return 'float';
  if (value instanceof Fields) return 'namespace';
  return { boolean: 'bool', number: 'int', string: 'str' }[typeof value as string] ?? 'function';
}

export function isTrue(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map) return value.size > 0;
  return value instanceof Float ? value.value !== 0 : Boolean(value);
}

/** Also of true and false, which Python counts as 1 and 0; undefined for what is no number. */
export function numberOf(value: Value): number | undefined {
  if (value instanceof Float) return value.value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : undefined;
}

/** Whole number as Python's `operator.index` takes it. */
export function wholeOf(value: Value, what: string): number {
  const number = value instanceof Float ? undefined : numberOf(value);
  if (number === undefined) throw new Error(`${what} is ${typeName(value)} where a whole number is needed`);
  return number;
}

export function textOf(value: Value, what: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`${what} is ${typeName(value)} where a text is needed`);
}

/** The elements of a list, the keys of a dict, the characters of a text; none of Undefined. */
export function elements(value: Value): readonly Value[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value.keys()];
  if (typeof value === 'string') return Array.from(value);
  throw new Error(`'${typeName(value)}' object is not iterable`);
}

/** str() of Python. [true, 'a', 1.0] → [True, 'a', 1.0] */
export function str(value: Value): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : repr(value);
}

/** repr() of Python. */
export function repr(value: Value): string {
  if (value === undefined) return 'Undefined';
  if (value === null) return 'None';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof Tuple) return `(${Array.from(value, repr).join(', ')}${value.length === 1 ? ',' : ''})`;
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (value instanceof Map) return `{${[...value].map(([key, of]) => `${repr(key)}: ${repr(of)}`).join(', ')}}`;
  if (value instanceof Fields) return `<Namespace ${repr(new Map(value.values))}>`;
  return typeof value === 'function' ? '<function>' : String(value);
}

export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2'); // 1e-7 → 1e-07
  if (Object.is(value, -0)) return '-0.0';
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** In single quotes, unless only those occur. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\p{C}\p{Z}\\'"]/gu, (character) => {
    if (character === ' ' || ((character === "'" || character === '"') && character !== quote)) return character;
    if (character === quote) return `\\${quote}`;
    if (Object.hasOwn(ESCAPES, character)) return ESCAPES[character];
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return quote + escaped + quote;
}

/** `==` of Python: by content, and true is 1. */
export function equal(a: Value, b: Value): boolean {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x === y;
  if (Array.isArray(a) && Array.isArray(b))
    return a instanceof Tuple === b instanceof Tuple && a.length === b.length && a.every((of, i) => equal(of, b[i]));
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([key, of]) => b.has(key) && equal(of, b.get(key)));
  return a === b;
}

/** Below 0 where a comes first, above where b does. Fails on what Python cannot put in order. */
export function order(a: Value, b: Value): number {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (Array.isArray(a) && Array.isArray(b)) {
    const i = a.findIndex((of, place) => place >= b.length || !equal(of, b[place]));
    return i < 0 || i >= b.length ? a.length - b.length : order(a[i], b[i]);
  }
  throw new Error(`'${typeName(a)}' and '${typeName(b)}' cannot be put in order`);
}

/** `needle in haystack` of Python. */
export function contains(haystack: Value, needle: Value): boolean {
  if (typeof haystack === 'string') return haystack.includes(textOf(needle, 'what is looked for in a text'));
  if (haystack instanceof Map) return haystack.has(needle instanceof Float ? needle.value : needle);
  return elements(haystack).some((element) => equal(element, needle));
}

/** A value of JSON as json.load() of Python makes it. */
export function fromJson(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, of]) => [key, fromJson(of)]));
  if (typeof value === 'number') return Number.isInteger(value) ? value : new Float(value);
  return value as Value;
}
