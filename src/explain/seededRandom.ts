// Random numbers that are the same for everybody: what is made of them can be compared and tested. Knows no tokens.

/** Uniform in [0, 1). Press et al., "Numerical Recipes", §7.1: a linear congruential generator. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
