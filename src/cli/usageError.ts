// Wrong arguments.

/** The message says how they are wrong. */
export class UsageError extends Error {}
