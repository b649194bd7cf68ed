// Whether counts of tokens are to be believed: a few texts are counted, and what no tokenizer does is told. Some language
// models answer 1 or 0 for every text, others a quarter of its characters. Knows no model.
import type { CountProblem } from '../contract/failure.ts';

/** Each has 200 characters or more, so that a few tokens around every text hardly change its characters a token. */
const ENGLISH =
  'The committee met on Tuesday to discuss whether the old lighthouse could be repaired before winter. Everybody agreed that it should, and nobody knew who would pay for it. In the end they asked the fishermen, who laughed, and then brought wood, paint and three ladders on the same evening.';
const CHINESE =
  '燈塔在懸崖上站了一百多年，見過無數的船隻來來去去。委員會在星期二開會，討論是否能在冬天之前把它修好。每個人都說應該修，卻沒有人知道錢從哪裡來。最後他們去問漁夫，漁夫先是大笑，接著在同一個晚上帶來了木頭、油漆和三把梯子。孩子們在海邊點起了火，老人說起從前的風暴，說那一夜全村的人都站在岸上，望著那一點光。第二天清早，工作就開始了，誰也沒有再提起錢的事情。';
const LETTERS =
  'xq7Zk9vBw2RjTm4pLs8HdYc3NfGe6UaKoVi1WtXz5QbMr0JyPhSn8DgCl7EuFwOk2ITvAx9ZqBj4RmYs6LpHc3NdGf1WeUaKoViTtXz5QbMr0JyPhSn8DgCl7EuFwOk2ITvAx9ZqBj4RmYs6LpHc3NdGf1WeUa7KoQwZx3VbNm5TrEy8UiOp2LkJh4GfDs9AqWzXe';
const CODE =
  'function median(values) {\n  const sorted = [...values].sort((a, b) => a - b);\n  const middle = sorted.length >> 1;\n  if (sorted.length % 2 === 1) return sorted[middle];\n  return (sorted[middle - 1] + sorted[middle]) / 2;\n}\n';
const TEXTS = [ENGLISH, CHINESE, LETTERS, CODE] as const;
/** One the beginning of the next. */
const GROWING = [ENGLISH.slice(0, 30), ENGLISH.slice(0, 99), ENGLISH, `${ENGLISH}\n\n${CODE}`] as const;

/**
 * The characters and the words a token of these texts differ by a factor of 3 and more in every tokenizer of today, the
 * bytes by 2; those of an estimate only by its rounding.
 */
const ESTIMATE_SPREAD = 1.2;
/** What a model may put around each text, such as the marks of a message. */
const AROUND = 16;
/** Two texts may share a token where they meet. */
const SUM_SHARE = 0.05;

/** undefined where the counts may be those of a tokenizer. Rejects like `count`. */
export async function countProblem(
  count: (texts: readonly string[]) => Promise<readonly number[]>,
): Promise<CountProblem | undefined> {
  const counts = await count([...TEXTS, ...GROWING]);
  const odd = counts.find((one) => !Number.isSafeInteger(one) || one <= 0);
  const isConstant = new Set(counts).size === 1;
  if (isConstant) return { kind: 'constant', count: counts[0] };
  if (odd !== undefined) return { kind: 'number', count: String(odd) };
  const ofTexts = counts.slice(0, TEXTS.length);
  return (
    growthProblem(counts.slice(TEXTS.length)) ?? estimateProblem(ofTexts) ?? sumProblem(ofTexts, counts.at(-1) ?? 0)
  );
}

function growthProblem(counts: readonly number[]): CountProblem | undefined {
  const at = counts.findIndex((one, i) => i > 0 && one <= counts[i - 1]);
  return at < 0 ? undefined : { kind: 'growth', counts: [counts[at - 1], counts[at]] };
}

const LENGTHS = {
  character: ({ length }: string) => length,
  byte: (text: string) => Buffer.byteLength(text),
  word: (text: string) => text.split(/\s+/).length,
};

function estimateProblem(counts: readonly number[]): CountProblem | undefined {
  for (const unit of ['character', 'byte', 'word'] as const) {
    const each = TEXTS.map((text, i) => LENGTHS[unit](text) / counts[i]);
    const mean = each.reduce((sum, one) => sum + one, 0) / each.length;
    if (Math.max(...each) < Math.min(...each) * ESTIMATE_SPREAD) return { kind: 'estimate', unit, each: mean };
  }
  return undefined;
}

function sumProblem([english, , , code]: readonly number[], together: number): CountProblem | undefined {
  const apart = english + code;
  return Math.abs(apart - together) <= AROUND + SUM_SHARE * apart
    ? undefined
    : { kind: 'sum', counts: [apart, together] };
}
