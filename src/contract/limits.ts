// Bounds of questions that whoever asks has to know, too: it says them in words in place of asking.

/** The longest text for attention rollout, in tokens: its matrix products take n³ / 6 multiplications a layer. */
export const MOST_ROLLOUT_TOKENS = 1024;
