// Cuts an answer to the number of tokens that whoever asked can take, by lines from the end: what weighs most comes first in
// every answer. Knows no tool.

export interface TokenBudget {
  readonly tokenBudget: number;
  /** By the tokenizer of the model that reads the answer. */
  readonly countTokens: (text: string) => PromiseLike<number>;
}

/** The whole text where it fits, and else its beginning with a sentence that says what was cut. */
export async function withinBudget(text: string, { tokenBudget, countTokens }: TokenBudget): Promise<string> {
  if ((await countTokens(text)) <= tokenBudget) return text;
  const lines = text.split('\n');
  const withLines = (kept: number) => [...lines.slice(0, kept), cutWords(lines.length - kept, tokenBudget)].join('\n');
  let [fits, tooMany] = [0, lines.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if ((await countTokens(withLines(middle))) <= tokenBudget) fits = middle;
    else tooMany = middle;
  }
  return withLines(fits);
}

function cutWords(lines: number, tokenBudget: number): string {
  const what = lines === 1 ? 'The last line was' : `The last ${lines} lines were`;
  return `[${what} cut, since ${tokenBudget} tokens are left for this answer. Ask for less at a time to see them.]`;
}
