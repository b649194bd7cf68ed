// config.json with every value checked where it is asked for. Knows no architecture: those ask by key.

import { join } from 'node:path';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { type JsonObject, readTextFile } from './jsonFile.ts';
import { parseStrictJson } from './strictJson.ts';

/** Real ones have a few KB. */
const MAX_CONFIG_BYTES = 10_000_000;
/** Above any published model by far; keeps a lying file from asking for petabytes. */
const MAX_SIZE = 100_000_000;
/** The deepest published ones have some 120, and lists are made of so many. */
const MAX_LAYERS = 10_000;

export class Config {
  readonly #values: JsonObject;
  readonly file: string;
  /** Of the section this is, for messages: 'rope_scaling.' */
  readonly #path: string;

  constructor(file: string, values: JsonObject, path = '') {
    this.file = file;
    this.#values = values;
    this.#path = path;
  }

  static async read(folder: string): Promise<Config> {
    const file = join(folder, 'config.json');
    return new Config(file, parseStrictJson(await readTextFile(file, MAX_CONFIG_BYTES), file, { lastKeyCounts: true }));
  }

  /** Keys by the other names that configuration classes know them by (attribute_map); those win where both are there. */
  withNames(names: Readonly<Record<string, string>>): Config {
    const renamed = Object.entries(names).filter(([other]) => this.#values[other] !== undefined);
    const values = Object.fromEntries(renamed.map(([other, name]) => [name, this.#values[other]]));
    return new Config(this.file, { ...this.#values, ...values }, this.#path);
  }

  /** A whole number ≥ 1. `otherwise` where the key is absent or null; required without it. */
  size(key: string, otherwise?: number): number {
    const value = this.#values[key] ?? otherwise;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > MAX_SIZE) {
      throw this.invalid(key, `expected a whole number from 1 to ${MAX_SIZE}, found ${shown(value)}`);
    }
    return value;
  }

  /** How often the block is repeated, ≥ 1. */
  layers(key: string, otherwise: number): number {
    return this.atMost(key, this.size(key, otherwise), 'the most layers expected', MAX_LAYERS);
  }

  /** A whole number ≥ 0. */
  count(key: string, otherwise: number): number {
    return this.#values[key] === 0 ? 0 : this.size(key, otherwise);
  }

  /** As size(), but null, or an absent key without `otherwise`, means that there is none. */
  sizeOrNone(key: string, otherwise?: number): number | undefined {
    const value = this.#values[key] === undefined ? otherwise : this.#values[key];
    return value === undefined || value === null ? undefined : this.size(key, otherwise);
  }

  /** A finite number > 0. `otherwise` where the key is absent or null; required without it. */
  positive(key: string, otherwise?: number): number {
    const value = this.#values[key] ?? otherwise;
    if (!isPositive(value)) throw this.invalid(key, `expected a number above 0, found ${shown(value)}`);
    return value;
  }

  /** As positive(), but null, or an absent key without `otherwise`, means that there is none. */
  positiveOrNone(key: string, otherwise?: number): number | undefined {
    const value = this.#values[key] === undefined ? otherwise : this.#values[key];
    return value === undefined || value === null ? undefined : this.positive(key, otherwise);
  }

  /** So many numbers > 0. */
  positives(key: string, count: number): readonly number[] {
    const value = this.#values[key];
    if (Array.isArray(value) && value.length === count && value.every(isPositive)) return value;
    throw this.invalid(key, `expected a list of ${count} numbers above 0, found ${shown(value)}`);
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.#values[key] ?? otherwise;
    if (typeof value !== 'boolean') throw this.invalid(key, `expected true or false, found ${shown(value)}`);
    return value;
  }

  /** One of the supported names; what is asked for and not there is refused, never ignored. */
  choice<Name extends string>(key: string, supported: readonly Name[], otherwise?: Name): Name {
    const value = this.#values[key] ?? otherwise;
    const name = supported.find((candidate) => candidate === value);
    if (name !== undefined) return name;
    throw this.#unsupported(key, value, supported);
  }

  /** So many of the supported names; undefined where the key is absent or null. */
  choices<Name extends string>(key: string, supported: readonly Name[], count: number): readonly Name[] | undefined {
    const values = this.#list(key, count);
    return values?.map((value) => {
      const name = supported.find((candidate) => candidate === value);
      if (name === undefined) throw this.#unsupported(key, value, supported);
      return name;
    });
  }

  /** So many of true (also 1) or false (also 0); undefined where the key is absent or null. */
  flags(key: string, count: number): readonly boolean[] | undefined {
    return this.#list(key, count)?.map((value) => {
      if (value === true || value === 1) return true;
      if (value === false || value === 0) return false;
      throw this.invalid(key, `expected a list of 0 and 1, found ${shown(value)} in it`);
    });
  }

  /** What `parse` makes of the value, which it cannot where it answers undefined. */
  parsed<Value>(key: string, expected: string, parse: (value: unknown) => Value | undefined): Value {
    const value = parse(this.#values[key]);
    if (value === undefined) throw this.invalid(key, `expected ${expected}, found ${shown(this.#values[key])}`);
    return value;
  }

  /** Refuses a model that switches on what we do not have. */
  mustBe(key: string, only: boolean): void {
    if (this.flag(key, only) !== only) throw this.#unsupported(key, !only, [String(only)]);
  }

  /** Refuses a model that has something we do not have, whatever it is. */
  mustBeAbsent(key: string): void {
    const value = this.#values[key] ?? undefined;
    if (value !== undefined) throw this.#unsupported(key, value, ['nothing']);
  }

  /** An object inside; undefined where the key is absent or null. */
  section(key: string): Config | undefined {
    const value = this.#values[key] ?? undefined;
    if (value === undefined) return undefined;
    if (!isRecord(value)) throw this.invalid(key, `expected an object, found ${shown(value)}`);
    return new Config(this.file, value, `${this.#path}${key}.`);
  }

  get isEmpty(): boolean {
    return Object.keys(this.#values).length === 0;
  }

  has(key: string): boolean {
    return (this.#values[key] ?? undefined) !== undefined;
  }

  /** Also as null. */
  mentions(key: string): boolean {
    return this.#values[key] !== undefined;
  }

  /** d must be a multiple of the number of heads, … */
  multiple(key: string, value: number, of: string, divisor: number): number {
    if (value % divisor === 0) return value / divisor;
    throw this.invalid(key, `${value} is not a multiple of ${of} = ${divisor}`);
  }

  /** A part is at most as large as the whole. */
  atMost(key: string, value: number, of: string, most: number): number {
    if (value <= most) return value;
    throw this.invalid(key, `${value} is more than ${of}, ${most}`);
  }

  /** What is to be thrown where the value is none of the supported ones. */
  unsupported(key: string, supported: readonly string[]): Failure {
    return this.#unsupported(key, this.#values[key], supported);
  }

  invalid(key: string, problem: string): Failure {
    return { code: 'config-invalid', file: this.file, key: this.#path + key, problem };
  }

  #list(key: string, count: number): readonly unknown[] | undefined {
    const value = this.#values[key] ?? undefined;
    if (value === undefined || (Array.isArray(value) && value.length === count)) return value;
    throw this.invalid(key, `expected a list of ${count}, found ${shown(value)}`);
  }

  #unsupported(key: string, value: unknown, supported: readonly string[]): Failure {
    return { code: 'config-unsupported', file: this.file, key: this.#path + key, value: shown(value), supported };
  }
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value).slice(0, 80);
}
