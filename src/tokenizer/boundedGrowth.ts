// Ends steps of a file that make a text longer and longer: forty in a row that each double it take all memory there is, and
// no limit on the time of an expression sees it. Knows no step.
import type { Failure } from '../contract/failure.ts';
import type { JsonFields } from './jsonFields.ts';

/** ﷺ becomes 18 letters (NFKD), a space of a word's beginning three bytes; no published file writes more for a character. */
const MOST_GROWTH = 64;
/** What may stand around a text, however short it is. */
const AROUND = 1_000;

/** Fails with tokenizer-invalid where so many units have become far more than the steps of a tokenizer make of them. */
export function checkGrowth(fields: JsonFields, before: number, after: number): void {
  if (after <= AROUND + MOST_GROWTH * before) return;
  throw fields.invalid(`makes ${after} characters of ${before}`) satisfies Failure;
}
