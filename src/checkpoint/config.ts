// config.json with every value checked when it is read. Knows no architecture: each asks for its keys by name. Every
// method fails with config-invalid where a value is wrong, and with config-unsupported where it is right but not
// supported.

import { join } from 'node:path';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { type JsonObject, readTextFile } from './jsonFile.ts';
import { parseStrictJson } from './strictJson.ts';

/** Published files have a few KB. */
const MAX_CONFIG_BYTES = 10_000_000;
/** Far above any published model; it keeps a malicious file from asking for petabytes. */
const MAX_SIZE = 100_000_000;
/** The deepest published models have some 120; lists of this length are allocated. */
const MAX_LAYERS = 10_000;

export class Config {
  readonly #values: JsonObject;
  readonly file: string;
  /** The key of this section with a dot, for messages: 'rope_scaling.'; empty for the whole file. */
  readonly #path: string;

  constructor(file: string, values: JsonObject, path = '') {
    this.file = file;
    this.#values = values;
    this.#path = path;
  }

  /** Reads a folder's config.json. Fails with file-missing, file-unreadable, json-invalid. */
  static async read(folder: string): Promise<Config> {
    const file = join(folder, 'config.json');
    return new Config(file, parseStrictJson(await readTextFile(file, MAX_CONFIG_BYTES), file, { lastKeyCounts: true }));
  }

  /**
   * The same configuration with keys renamed, alias → name, as attribute_map of transformers' configuration classes
   * does; where a file has both, the alias wins.
   */
  withNames(names: Readonly<Record<string, string>>): Config {
    const renamed = Object.entries(names).filter(([alias]) => this.#values[alias] !== undefined);
    const values = Object.fromEntries(renamed.map(([alias, name]) => [name, this.#values[alias]]));
    return new Config(this.file, { ...this.#values, ...values }, this.#path);
  }

  /** The same configuration with these keys, in place of those that it has under the same names. */
  with(values: JsonObject): Config {
    return new Config(this.file, { ...this.#values, ...values }, this.#path);
  }

  /** Whether the key has exactly this value. */
  is(key: string, value: string | boolean | number): boolean {
    return this.#values[key] === value;
  }

  /** An integer ≥ 1. `otherwise` is the value where the key is absent or null; without it the key is required. */
  size(key: string, otherwise?: number): number {
    const value = this.#values[key] ?? otherwise;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > MAX_SIZE) {
      throw this.invalid(key, `expected a whole number from 1 to ${MAX_SIZE}, found ${quoted(value)}`);
    }
    return value;
  }

  /** The number of layers, ≥ 1. */
  layers(key: string, otherwise: number): number {
    return this.atMost(key, this.size(key, otherwise), 'the most layers expected', MAX_LAYERS);
  }

  /** An integer ≥ 0. */
  count(key: string, otherwise: number): number {
    return (this.#values[key] ?? otherwise) === 0 ? 0 : this.size(key, otherwise);
  }

  /** Like size(), but null, or an absent key without `otherwise`, means that there is none. */
  sizeOrNone(key: string, otherwise?: number): number | undefined {
    const value = this.#values[key] === undefined ? otherwise : this.#values[key];
    return value === undefined || value === null ? undefined : this.size(key, otherwise);
  }

  /** A finite number, also 0 or below. `otherwise` is the value where the key is absent or null. */
  number(key: string, otherwise: number): number {
    const value = this.#values[key] ?? otherwise;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.invalid(key, `expected a number, found ${quoted(value)}`);
  }

  /** A finite number > 0. `otherwise` is the value where the key is absent or null; without it the key is required. */
  positive(key: string, otherwise?: number): number {
    const value = this.#values[key] ?? otherwise;
    if (!isPositive(value)) throw this.invalid(key, `expected a number above 0, found ${quoted(value)}`);
    return value;
  }

  /** Like positive(), but null, or an absent key without `otherwise`, means that there is none. */
  positiveOrNone(key: string, otherwise?: number): number | undefined {
    const value = this.#values[key] === undefined ? otherwise : this.#values[key];
    return value === undefined || value === null ? undefined : this.positive(key, otherwise);
  }

  /** A list of exactly `count` numbers > 0. */
  positives(key: string, count: number): readonly number[] {
    const value = this.#values[key];
    if (Array.isArray(value) && value.length === count && value.every(isPositive)) return value;
    throw this.invalid(key, `expected a list of ${count} numbers above 0, found ${quoted(value)}`);
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.#values[key] ?? otherwise;
    if (typeof value !== 'boolean') throw this.invalid(key, `expected true or false, found ${quoted(value)}`);
    return value;
  }

  /** One of the supported names; any other is refused, never ignored. */
  choice<Name extends string>(key: string, supported: readonly Name[], otherwise?: Name): Name {
    const value = this.#values[key] ?? otherwise;
    const name = supported.find((candidate) => candidate === value);
    if (name !== undefined) return name;
    throw this.#unsupported(key, value, supported);
  }

  /** A list of exactly `count` of the supported names; undefined where the key is absent or null. */
  choices<Name extends string>(key: string, supported: readonly Name[], count: number): readonly Name[] | undefined {
    const values = this.#list(key, count);
    return values?.map((value) => {
      const name = supported.find((candidate) => candidate === value);
      if (name === undefined) throw this.#unsupported(key, value, supported);
      return name;
    });
  }

  /** A list of whole numbers ≥ 0; undefined where the key is absent or null. */
  indices(key: string): readonly number[] | undefined {
    const value = this.#values[key] ?? undefined;
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((one) => Number.isInteger(one) && one >= 0)) return value;
    throw this.invalid(key, `expected a list of whole numbers, found ${quoted(value)}`);
  }

  /** A list of exactly `count` flags, true or 1 and false or 0; undefined where the key is absent or null. */
  flags(key: string, count: number): readonly boolean[] | undefined {
    return this.#list(key, count)?.map((value) => {
      if (value === true || value === 1) return true;
      if (value === false || value === 0) return false;
      throw this.invalid(key, `expected a list of 0 and 1, found ${quoted(value)} in it`);
    });
  }

  /**
   * What `parse` makes of the value; undefined from it means that the value is wrong, and `expected` then says what it
   * should be.
   */
  parsed<Value>(key: string, expected: string, parse: (value: unknown) => Value | undefined): Value {
    const value = parse(this.#values[key]);
    if (value === undefined) throw this.invalid(key, `expected ${expected}, found ${quoted(this.#values[key])}`);
    return value;
  }

  /** Refuses a model whose flag has the other value, since Tokenscope has only this one. */
  mustBe(key: string, only: boolean): void {
    if (this.flag(key, only) !== only) throw this.#unsupported(key, !only, [String(only)]);
  }

  /** Refuses a model that sets the key to anything but null. */
  mustBeAbsent(key: string): void {
    const value = this.#values[key] ?? undefined;
    if (value !== undefined) throw this.#unsupported(key, value, ['nothing']);
  }

  /** Refuses a model that sets the key to anything but null or something empty. */
  mustBeEmpty(key: string): void {
    const value = this.#values[key] ?? undefined;
    if (value !== undefined && (typeof value !== 'object' || Object.keys(value).length > 0))
      throw this.#unsupported(key, value, ['nothing']);
  }

  /** The same configuration without a key, also in its section for text. */
  without(key: string): Config {
    const { [key]: _, ...values } = this.#values;
    const { text_config: text } = values;
    if (!isRecord(text)) return new Config(this.file, values, this.#path);
    const { [key]: __, ...ofText } = text;
    return new Config(this.file, { ...values, text_config: ofText }, this.#path);
  }

  /** Any text; undefined where the key is absent or null. */
  name(key: string): string | undefined {
    const value = this.#values[key] ?? undefined;
    if (value === undefined || typeof value === 'string') return value?.slice(0, 80);
    throw this.invalid(key, `expected a name, found ${quoted(value)}`);
  }

  /** A nested object; undefined where the key is absent or null. */
  section(key: string): Config | undefined {
    const value = this.#values[key] ?? undefined;
    if (value === undefined) return undefined;
    if (!isRecord(value)) throw this.invalid(key, `expected an object, found ${quoted(value)}`);
    return new Config(this.file, value, `${this.#path}${key}.`);
  }

  /** The nested objects that a section has, by key. Fails where one of them is something else. */
  sections(): readonly Config[] {
    return Object.keys(this.#values).flatMap((key) => this.section(key) ?? []);
  }

  get isEmpty(): boolean {
    return Object.keys(this.#values).length === 0;
  }

  /** Whether the key is there and not null. */
  has(key: string): boolean {
    return (this.#values[key] ?? undefined) !== undefined;
  }

  /** Whether the key is there, if only as null. */
  mentions(key: string): boolean {
    return this.#values[key] !== undefined;
  }

  /**
   * The quotient of a value and what must divide it, such as d_model by the number of heads; `divisorName` is for the
   * message.
   */
  multiple(key: string, value: number, divisorName: string, divisor: number): number {
    if (value % divisor === 0) return value / divisor;
    throw this.invalid(key, `${value} is not a multiple of ${divisorName} = ${divisor}`);
  }

  /** The value, if it is at most `limit`; `limitName` is for the message. */
  atMost(key: string, value: number, limitName: string, limit: number): number {
    if (value <= limit) return value;
    throw this.invalid(key, `${value} is more than ${limitName}, ${limit}`);
  }

  /** The failure to throw where the value is none of the supported ones. */
  unsupported(key: string, supported: readonly string[]): Failure {
    return this.#unsupported(key, this.#values[key], supported);
  }

  invalid(key: string, problem: string): Failure {
    return { code: 'config-invalid', file: this.file, key: this.#path + key, problem };
  }

  #list(key: string, count: number): readonly unknown[] | undefined {
    const value = this.#values[key] ?? undefined;
    if (value === undefined || (Array.isArray(value) && value.length === count)) return value;
    throw this.invalid(key, `expected a list of ${count}, found ${quoted(value)}`);
  }

  #unsupported(key: string, value: unknown, supported: readonly string[]): Failure {
    return { code: 'config-unsupported', file: this.file, key: this.#path + key, value: quoted(value), supported };
  }
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

/** JSON has no word for NaN and infinite numbers, and would say null. */
function quoted(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value).slice(0, 80);
}
