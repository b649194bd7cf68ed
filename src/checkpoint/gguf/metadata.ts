// The key-value pairs at the beginning of a GGUF file. Lists are walked over when the file is read, and made when somebody asks
// for them: a tokenizer has half a million texts, which a model's config does not need. Knows no keys.
import { HeaderBytes, NUMBER_BYTES, type NumberType } from './headerBytes.ts';

/** The value types by the number that the file has for them. */
const TYPES = [
  ...(['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'bool'] as const),
  ...(['string', 'array', 'uint64', 'int64', 'float64'] as const),
] as const;
type ValueType = (typeof TYPES)[number];

/** Lists of lists are allowed; no published file has any. */
const MAX_DEPTH = 4;
/** The shortest pair: a key without characters, its type and one byte. */
const LEAST_PAIR_BYTES = 13;

type Value = string | number | bigint | boolean | List;

/** Where a list is in the header. */
interface List {
  readonly of: ValueType;
  readonly length: number;
  readonly at: number;
}

export class Metadata {
  readonly file: string;
  readonly #values: ReadonlyMap<string, Value>;
  readonly #bytes: HeaderBytes;

  /** Reads the pairs; `bytes` then stands behind them. Fails with gguf-header. */
  constructor(bytes: HeaderBytes, count: number) {
    const values = new Map<string, Value>();
    for (let i = 0; i < count; i++) {
      const key = bytes.text();
      if (values.has(key)) throw bytes.invalid(`${JSON.stringify(key.slice(0, 80))} is there twice`);
      values.set(key, readValue(bytes));
    }
    this.file = bytes.file;
    this.#values = values;
    this.#bytes = bytes;
  }

  /** How many pairs the file says it has. Fails with gguf-header. */
  static count(bytes: HeaderBytes): number {
    return bytes.count(LEAST_PAIR_BYTES, 'keys');
  }

  /** In the order of the file. */
  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** The value of a key, with a list as a list; undefined where there is none. */
  value(key: string): string | number | bigint | boolean | readonly unknown[] | undefined {
    const value = this.#values.get(key);
    return isList(value) ? this.#listed(value) : value;
  }

  /** How many values a list has; undefined where there is no such list. */
  length(key: string): number | undefined {
    const value = this.#values.get(key);
    return isList(value) ? value.length : undefined;
  }

  /** Undefined where there is no such key. Fails with gguf-header where it is no text; so do the others. */
  text(key: string): string | undefined {
    return this.#typed(key, 'a text', (value) => (typeof value === 'string' ? value : undefined));
  }

  number(key: string): number | undefined {
    return this.#typed(key, 'a number', (value) => (typeof value === 'number' ? value : undefined));
  }

  flag(key: string): boolean | undefined {
    return this.#typed(key, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  texts(key: string): readonly string[] | undefined {
    const list = this.#typed(key, 'a list of texts', (value) =>
      isList(value) && (value.of === 'string' || value.length === 0) ? value : undefined,
    );
    return list && (this.#listed(list) as readonly string[]);
  }

  numbers(key: string): readonly number[] | undefined {
    const list = this.#typed(key, 'a list of numbers', (value) =>
      isList(value) && isNumbers(value) ? value : undefined,
    );
    return list && this.#listed(list).map(Number);
  }

  /** Where the numbers of a list of float32 are in the file, in bytes; undefined where there is no such list. */
  floatsAt(key: string): { readonly at: number; readonly length: number } | undefined {
    const value = this.#values.get(key);
    return isList(value) && value.of === 'float32' ? value : undefined;
  }

  #typed<Kind>(key: string, what: string, as: (value: Value) => Kind | undefined): Kind | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    const typed = as(value);
    if (typed === undefined) throw this.#bytes.invalid(`${key} is not ${what}`);
    return typed;
  }

  #listed({ of, length, at }: List): readonly unknown[] {
    const bytes = new HeaderBytes(this.file, this.#bytes.fileBytes, this.#bytes.bytes);
    bytes.at = at;
    return Array.from({ length }, () => {
      const value = readOne(bytes, of, 0);
      return isList(value) ? this.#listed(value) : value;
    });
  }
}

function readValue(bytes: HeaderBytes): Value {
  return readOne(bytes, typeOf(bytes), 0);
}

function typeOf(bytes: HeaderBytes): ValueType {
  const code = bytes.uint32();
  if (code < TYPES.length) return TYPES[code];
  throw bytes.invalid(`a value has the type ${code}, which is none of the format`);
}

function readOne(bytes: HeaderBytes, type: ValueType, depth: number): Value {
  if (type === 'string') return bytes.text();
  if (type === 'array') return readList(bytes, depth + 1);
  const value = bytes.numberAt(type, bytes.take(NUMBER_BYTES[type]));
  return type === 'bool' ? value !== 0 : value;
}

/** Goes over a list. */
function readList(bytes: HeaderBytes, depth: number): List {
  if (depth > MAX_DEPTH) throw bytes.invalid(`lists are nested more than ${MAX_DEPTH} deep`);
  const of = typeOf(bytes);
  const least = of === 'string' ? 8 : of === 'array' ? 12 : NUMBER_BYTES[of];
  const length = bytes.count(least, 'values in a list');
  const { at } = bytes;
  if (of === 'string') for (let i = 0; i < length; i++) bytes.skipText();
  else if (of === 'array') for (let i = 0; i < length; i++) readList(bytes, depth + 1);
  else bytes.take(length * NUMBER_BYTES[of]);
  return { of, length, at };
}

function isList(value: Value | undefined): value is List {
  return typeof value === 'object';
}

function isNumbers({ of, length }: List): boolean {
  return length === 0 || (Object.hasOwn(NUMBER_BYTES, of) && (of as NumberType) !== 'bool');
}
