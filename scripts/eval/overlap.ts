// How much of a held-back text stands in the training text word for word: of that, whoever counts knows more than language gives
// away. As Brown et al. 2020, "Language Models are Few-Shot Learners", appendix C, by runs of a fixed length. Knows numbers: ids or
// bytes.

/** As the paper takes; by bytes about as much is 50, nine English words or 17 ideographs. */
export const RUN_TOKENS = 13;
export const RUN_BYTES = 50;

/** Share of each text, from 0 to 1, that lies in runs of `length` numbers which stand in the training text as well. */
export function overlapsOf(
  training: Iterable<ArrayLike<number>>,
  texts: readonly ArrayLike<number>[],
  length: number,
): number[] {
  const wanted = new Set<number>();
  for (const text of texts) for (const run of runsOf(text, length)) wanted.add(run);
  const found = new Set<number>();
  for (const text of training) for (const run of runsOf(text, length)) if (wanted.has(run)) found.add(run);
  return texts.map((text) => covered(text, found, length) / text.length);
}

/** How many numbers lie in at least one of the runs. */
function covered(text: ArrayLike<number>, found: ReadonlySet<number>, length: number): number {
  let sum = 0;
  let coveredTo = 0;
  let place = 0;
  for (const run of runsOf(text, length)) {
    if (found.has(run)) {
      sum += place + length - Math.max(coveredTo, place);
      coveredTo = place + length;
    }
    place++;
  }
  return sum;
}

/** Two moduli, so that 10⁸ runs against 10⁶ meet by chance less than once: their product is just below 2⁵³. */
const [MODULUS_A, MODULUS_B] = [94_906_249, 94_906_247];
const [BASE_A, BASE_B] = [69_069, 65_599];

/** A number for each run of that length, in order. Karp and Rabin 1987: the next from the one before, in constant time. */
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
