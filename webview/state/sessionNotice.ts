// What is said of a session that is being saved or was opened. Types only.

/**
 * busy: it can be cancelled; same: its numbers came out again; differs: they did not, or it is not known; failed: nothing
 * came of it.
 */
export interface SessionNotice {
  readonly tone: 'busy' | 'same' | 'differs' | 'failed';
  /** Sentences: what came of the numbers, then what the host says of the model. */
  readonly words: readonly string[];
  readonly remarks: readonly string[];
}
