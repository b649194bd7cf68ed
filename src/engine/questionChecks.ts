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

export function invalid(question: string, problem: string): Failure {
  return { code: 'question-invalid', question, problem };
}
