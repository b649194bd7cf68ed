// Whether models may be opened that take more memory than the machine has. Types only.

export interface MemoryConsent {
  /**
   * Asks where the models together are larger and nobody has agreed to that yet, with numbers. Fails with memory-short where the
   * answer is no.
   */
  ask(...models: readonly string[]): Promise<void>;
  /** The same without a question, for what nobody waits for: fails with memory-short where one would be needed. */
  check(...models: readonly string[]): Promise<void>;
}
