// Bounds of questions that whoever asks has to know, too: it says them in words in place of asking.

/** The longest text for attention rollout, in tokens: its matrix products take n³ / 6 multiplications a layer. */
export const MOST_ROLLOUT_TOKENS = 1024;

/** The longest text of which every token is held against every token of another one: a million pairs. */
export const MOST_SENTENCE_TOKENS = 1024;

/** The largest number in a vector, with either sign: beyond it a single-precision number is infinite. */
export const MOST_IN_VECTOR = 3.4e38;

/** The longest document that is read whole, in UTF-16 units: cutting it into tokens takes the engine two seconds. */
export const MOST_READ_CHARACTERS = 2_000_000;
