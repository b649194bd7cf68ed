// How much of a held-back text is in the training text word for word, which favours a model that memorises it. It is
// measured by runs of a fixed length, as in Brown et al. 2020, "Language Models are Few-Shot Learners", appendix C.
// Knows numbers, which are ids or bytes.

/** The paper's length in tokens. In bytes about the same is 50: nine English words or 17 ideographs. */
export const RUN_TOKENS = 13;
export const RUN_BYTES = 50;

/** The share of each text, from 0 to 1, that lies in runs of `length` numbers which the training text has as well. */
export function overlapsOf(
  training: Iterable<ArrayLike<number>>,
  texts: readonly ArrayLike<number>[],
  length: number,
): number[] {
  const wanted = new Set<number>();
  for (const text of texts) for (const run of runsOf(text, length)) wanted.add(run);
  const shared = new Set<number>();
  for (const text of training) for (const run of runsOf(text, length)) if (wanted.has(run)) shared.add(run);
  return texts.map((text) => coveredLength(text, shared, length) / text.length);
}

/** How many numbers lie in at least one of the runs. */
function coveredLength(text: ArrayLike<number>, runs: ReadonlySet<number>, length: number): number {
  let sum = 0;
  let coveredTo = 0;
  let place = 0;
  for (const run of runsOf(text, length)) {
    if (runs.has(run)) {
      sum += place + length - Math.max(coveredTo, place);
      coveredTo = place + length;
    }
    place++;
  }
  return sum;
}

/**
 * Two moduli, whose product is just below 2⁵³, so that of 10⁸ runs and 10⁶ others less than one pair collides by
 * chance.
 */
const [MODULUS_A, MODULUS_B] = [94_906_249, 94_906_247];
const [BASE_A, BASE_B] = [69_069, 65_599];

/**
 * A hash of each run of that length, in order, each computed from the one before in constant time (Karp and Rabin
 * 1987).
 */
function* runsOf(text: ArrayLike<number>, length: number): Generator<number> {
  let [topA, topB, a, b] = [1, 1, 0, 0];
  for (let i = 0; i < length; i++) {
    topA = (topA * BASE_A) % MODULUS_A;
    topB = (topB * BASE_B) % MODULUS_B;
  }
  for (let place = 0; place < text.length; place++) {
    a = (a * BASE_A + text[place] + 1) % MODULUS_A;
    b = (b * BASE_B + text[place] + 1) % MODULUS_B;
    if (place >= length) {
      a = (a + MODULUS_A - ((topA * (text[place - length] + 1)) % MODULUS_A)) % MODULUS_A;
      b = (b + MODULUS_B - ((topB * (text[place - length] + 1)) % MODULUS_B)) % MODULUS_B;
    }
    if (place >= length - 1) yield a * MODULUS_B + b;
  }
}
