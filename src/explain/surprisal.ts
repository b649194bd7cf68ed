// How much a token surprised the model: -log₂ of the probability it gave to the token that really follows. Hale 2001.
// Knows logits, no model.

/** Of one row of logits, in bits, and how many tokens were thought more probable. */
export function surprisal(logits: Float32Array, id: number): { readonly bits: number; readonly rank: number } {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) highest = Math.max(highest, logit);
  let sum = 0;
  let rank = 0;
  for (let i = 0; i < logits.length; i++) {
    sum += Math.exp(logits[i] - highest);
    if (logits[i] > logits[id] || (logits[i] === logits[id] && i < id)) rank++;
  }
  return { bits: (highest + Math.log(sum) - logits[id]) / Math.LN2, rank };
}
