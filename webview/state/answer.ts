// An answer of the engine as it is shown. What is shown belongs to what is selected, or visibly waits. Knows no question.

export interface Answer<Value> {
  /** The last answer, until the next one is there. */
  readonly value: Value | undefined;
  /** Whether the value or the failure belongs to what is selected now. */
  readonly isCurrent: boolean;
  readonly failure: unknown;
}

export const NO_ANSWER: Answer<never> = { value: undefined, isCurrent: false, failure: undefined };

/** The answer, but for a value that does not hold any more, such as one about a token that was taken back. */
export function whileTrue<Value>(answer: Answer<Value>, holds: (value: Value) => boolean): Answer<Value> {
  return answer.value === undefined || holds(answer.value) ? answer : NO_ANSWER;
}
