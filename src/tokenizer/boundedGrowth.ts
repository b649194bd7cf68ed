// Ends steps of a file that make a text longer and longer: forty in a row that each double it, or one that writes a megabyte
// for a letter, take all memory there is, and no limit on the time of an expression sees it. Knows no step.
import type { Failure } from '../contract/failure.ts';
import type { JsonFields } from './jsonFields.ts';

/** ﷺ becomes 18 letters (NFKD), a space of a word's beginning three bytes; no published file writes more for a character. */
const MOST_GROWTH = 64;
/** What may stand around a text, however short it is. */
const AROUND = 1_000;
/** V8's strings have room for twice as many units, and each takes nine bytes with its place. */
const MOST_UNITS = 2 ** 28;

class Overgrown extends Error {
  readonly problem: string;

  constructor(before: number, after: number) {
    super('overgrown');
    this.problem = `makes ${after} characters of ${before}`;
  }
}

/**
 * For a step that knows no file, before it takes the memory: where so many units would become far more than the steps of a
 * tokenizer make of them, it ends the work of withinGrowth().
 */
export function checkLength(before: number, after: number): void {
  if (after > AROUND + MOST_GROWTH * before || after > MOST_UNITS) throw new Overgrown(before, after);
}

/** The work's value. Fails with tokenizer-invalid where a step of it makes too much of a text. */
export function withinGrowth<Value>(file: JsonFields, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof Overgrown) throw file.invalid(error.problem) satisfies Failure;
    throw error;
  }
}

/** The same for steps that know their fields. */
export function checkGrowth(fields: JsonFields, before: number, after: number): void {
  withinGrowth(fields, () => checkLength(before, after));
}
