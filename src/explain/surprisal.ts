// How much a token surprised the model: -log₂ of the probability that it gave to the token that really follows (Hale
// 2001, "A Probabilistic Earley Parser as a Psycholinguistic Model"). The mean over a text, in nats, is the loss that
// models are trained on; 2 to the power of the mean in bits is the perplexity. The file knows logits, no model.

/**
 * The surprisal of `id` under one row of logits [vocabulary], in bits, and how many tokens were thought more probable.
 * Logits 0 and ln 3 mean probabilities ¼ and ¾: the first token has 2 bits and rank 1, the second 0.415 bits and rank 0.
 */
export function surprisal(logits: Float32Array, id: number): { readonly bits: number; readonly rank: number } {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) highest = Math.max(highest, logit);
  let sum = 0;
  let rank = 0;
  for (let i = 0; i < logits.length; i++) {
    sum += Math.exp(logits[i] - highest);
    if (logits[i] > logits[id] || (logits[i] === logits[id] && i < id)) rank++;
  }
  // -log₂ (exp(z_id - max) / Σ exp(z - max)), without a quotient that could be 0
  return { bits: (highest + Math.log(sum) - logits[id]) / Math.LN2, rank };
}
