// Checks a question against the run before it reaches the model: it may ask for a place outside the text, or a layer that
// is not there. questionArguments.ts has checked its numbers' types. Every check fails with question-invalid.
import type { Failure } from '../contract/failure.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';

export function checkIndex(name: string, index: number, below: number): void {
  if (index >= below) throw invalid(name, below === 0 ? 'there is none' : `${index} is not from 0 to ${below - 1}`);
}

export function checkSpan(name: string, { start, end }: Span<TokenIndex>, n: number): void {
  if (end <= start || end > n) throw invalid(name, `${start} to ${end} is not within the ${n} tokens`);
}

/** These take 64 MB and are more than a screen shows; longer texts are pooled. */
const MAX_CELLS = 16_000_000;

/** How many numbers a rectangle of a text of n tokens has, and in a row. Fails for more than MAX_CELLS, too. */
export function checkedCells(
  question: string,
  n: number,
  rows: Span<TokenIndex>,
  columns: Span<TokenIndex>,
): { readonly size: number; readonly width: number } {
  checkSpan('rows', rows, n);
  checkSpan('columns', columns, n);
  const width = columns.end - columns.start;
  const size = (rows.end - rows.start) * width;
  if (size > MAX_CELLS) throw invalid(question, `more than ${MAX_CELLS} weights at once`);
  return { size, width };
}

export function invalid(question: string, problem: string): Failure {
  return { code: 'question-invalid', question, problem };
}
