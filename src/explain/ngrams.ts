// What the models before Transformers would say: counts of what followed the last one or two tokens in a text (Shannon
// 1948, "A Mathematical Theory of Communication", §3). The estimate is the plain ratio, P(w | context) = count(context w)
// / count(context), without smoothing: it shows what counting knows, and where it knows nothing. The file knows ids.

export interface NgramGuess {
  readonly id: number;
  readonly count: number;
  /** count / how often the context stood in the text. */
  readonly probability: number;
}

/**
 * The k ids that most often followed the last `order - 1` ids of `context`, most frequent first, equal ones by id; empty
 * where that never stood in the text. In a b a c a b with order 2, after a: b 2 times (⅔), c once (⅓).
 */
export function ngramGuesses(
  text: readonly number[],
  context: readonly number[],
  order: number,
  k: number,
): readonly NgramGuess[] {
  const wanted = context.slice(context.length - (order - 1));
  if (wanted.length < order - 1) return [];
  const counts = new Map<number, number>();
  let total = 0;
  for (let at = order - 1; at < text.length; at++) {
    if (!wanted.every((id, i) => text[at - wanted.length + i] === id)) continue;
    counts.set(text[at], (counts.get(text[at]) ?? 0) + 1);
    total++;
  }
  return [...counts]
    .map(([id, count]) => ({ id, count, probability: count / total }))
    .sort((a, b) => b.count - a.count || a.id - b.id)
    .slice(0, k);
}
