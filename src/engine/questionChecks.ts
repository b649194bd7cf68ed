// Checks a question before it reaches the model: it may ask for a place outside the text, or a layer that is not there.
// Every check fails with question-invalid.
import type { Failure } from '../contract/failure.ts';
import type { SamplingOptions } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';

export function checkIndex(name: string, index: number, below: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= below)
    throw invalid(name, `${index} is not from 0 to ${below - 1}`);
}

export function checkSpan(name: string, { start, end }: Span<TokenIndex>, n: number): void {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end <= start || end > n) {
    throw invalid(name, `${start} to ${end} is not within the ${n} tokens`);
  }
}

export function checkSampling({ temperature, topK, topP, minP }: SamplingOptions): void {
  if (!(temperature >= 0 && temperature <= 100)) throw invalid('temperature', `${temperature} is not from 0 to 100`);
  if (!Number.isInteger(topK) || topK < 0) throw invalid('topK', `${topK} is not a whole number from 0 on`);
  if (!(topP > 0 && topP <= 1)) throw invalid('topP', `${topP} is not above 0 and at most 1`);
  if (!(minP >= 0 && minP <= 1)) throw invalid('minP', `${minP} is not from 0 to 1`);
}

export function invalid(question: string, problem: string): Failure {
  return { code: 'question-invalid', question, problem };
}
