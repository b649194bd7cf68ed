// Reads what test runners print: Node's with its spec reporter, and mocha's in test/host/run.ts.

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** undefined where nothing was counted. */
export function countsOf(printed: string): Counts | undefined {
  const number = (pattern: RegExp) => printed.match(pattern)?.[1];
  const nodePassed = number(/^ℹ pass (\d+)$/m);
  if (nodePassed !== undefined) {
    const failures = Number(number(/^ℹ fail (\d+)$/m)) + Number(number(/^ℹ cancelled (\d+)$/m));
    return { passed: Number(nodePassed), failed: failures };
  }
  const mochaPassed = number(/(\d+) passing in all/);
  return mochaPassed === undefined
    ? undefined
    : { passed: Number(mochaPassed), failed: Number(number(/(\d+) failing in all/) ?? 0) };
}

/** The names of failed tests, each once. */
export function failedTests(printed: string): Set<string> {
  return new Set(
    Array.from(
      printed.matchAll(/^\s*(?:✖|\d+\)) (?!failing tests:)(.+?)(?: \(\d+(?:\.\d+)?ms\))?$/gm),
      ([, name = '']) => name,
    ),
  );
}

/** What runners say of failed tests when all have run; of much the beginning. '' where none has failed. */
export function failureMessages(printed: string, atMost = 6000): string {
  const begin = printed.search(/^(?:✖ failing tests:| {2}\d+ failing)$/m);
  if (begin < 0) return '';
  const messages = printed.slice(begin).trimEnd();
  return messages.length > atMost ? `${messages.slice(0, atMost)}\n…` : messages;
}
