// What quantising costs a model: what it expects next at every position of a text, against what it expected before. Logits
// that are off by a little may still give the same distribution, since only their differences count; the divergence says
// how much of what the model believed was lost. The file knows logits, no model.
import type { QuantisationError } from '../contract/engineOptions.ts';
import { argmax } from './argmax.ts';
import { softmax } from './softmax.ts';

/** The error of `quantised` against `original`, both [n, vocabulary], over all n positions. */
export function quantisationError(
  original: Float32Array,
  quantised: Float32Array,
  vocabSize: number,
): QuantisationError {
  const tokens = original.length / vocabSize;
  let largest = 0;
  let squares = 0;
  let klBits = 0;
  let agreeing = 0;
  for (let token = 0; token < tokens; token++) {
    const p = original.subarray(token * vocabSize, (token + 1) * vocabSize);
    const q = quantised.subarray(token * vocabSize, (token + 1) * vocabSize);
    for (let i = 0; i < vocabSize; i++) {
      const difference = Math.abs(p[i] - q[i]);
      largest = Math.max(largest, difference);
      squares += difference * difference;
    }
    klBits += divergence(softmax(p), softmax(q));
    if (argmax(p) === argmax(q)) agreeing++;
  }
  const rms = Math.sqrt(squares / original.length);
  return { tokens, largest, rms, klBits: klBits / tokens, agreement: agreeing / tokens };
}

/**
 * D(p ‖ q) = Σ p log₂ (p / q), in bits (Kullback and Leibler 1951): how many bits more a text takes that follows p when
 * it is written in a code made for q. Of (½, ½) from (¼, ¾): ½ log₂ 2 + ½ log₂ ⅔ = 0.208
 */
function divergence(p: Float64Array, q: Float64Array): number {
  let bits = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) bits += p[i] * Math.log2(p[i] / q[i]);
  return bits;
}
