// config.json with every value checked where it is asked for. Knows no architecture: those ask by key.
import { join } from 'node:path';
import type { Failure } from '../engine/failure.ts';
import { type JsonObject, readJsonObject } from './jsonFile.ts';

/** Real ones have a few KB. */
const MAX_CONFIG_BYTES = 10_000_000;
/** Above any published model by far; keeps a lying file from asking for petabytes. */
const MAX_SIZE = 100_000_000;

export class Config {
  readonly #values: JsonObject;
  readonly file: string;

  constructor(file: string, values: JsonObject) {
    this.file = file;
    this.#values = values;
  }

  static async read(folder: string): Promise<Config> {
    const file = join(folder, 'config.json');
    return new Config(file, await readJsonObject(file, MAX_CONFIG_BYTES));
  }

  /** A whole number ≥ 1. `otherwise` where the key is absent or null; required without it. */
  size(key: string, otherwise?: number): number {
    const value = this.#values[key] ?? otherwise;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > MAX_SIZE) {
      throw this.#invalid(key, `expected a whole number from 1 to ${MAX_SIZE}, found ${shown(value)}`);
    }
    return value;
  }

  /** A finite number > 0. */
  positive(key: string, otherwise: number): number {
    const value = this.#values[key] ?? otherwise;
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
      throw this.#invalid(key, `expected a number above 0, found ${shown(value)}`);
    }
    return value;
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.#values[key] ?? otherwise;
    if (typeof value !== 'boolean') throw this.#invalid(key, `expected true or false, found ${shown(value)}`);
    return value;
  }

  /** One of the supported names; what is asked for and not there is refused, never ignored. */
  choice<Name extends string>(key: string, supported: readonly Name[], otherwise?: Name): Name {
    const value = this.#values[key] ?? otherwise;
    const name = supported.find((candidate) => candidate === value);
    if (name !== undefined) return name;
    throw { code: 'config-unsupported', file: this.file, key, value: shown(value), supported } satisfies Failure;
  }

  /** Refuses a model that switches on what we do not have. */
  mustBe(key: string, only: boolean): void {
    if (this.flag(key, only) !== only) {
      throw {
        code: 'config-unsupported',
        file: this.file,
        key,
        value: String(!only),
        supported: [String(only)],
      } satisfies Failure;
    }
  }

  /** d must be a multiple of the number of heads, … */
  multiple(key: string, value: number, of: string, divisor: number): number {
    if (value % divisor === 0) return value / divisor;
    throw this.#invalid(key, `${value} is not a multiple of ${of} = ${divisor}`);
  }

  #invalid(key: string, problem: string): Failure {
    return { code: 'config-invalid', file: this.file, key, problem };
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value).slice(0, 80);
}
