// The first question to a value that came from outside: a file, a hub, a state that was saved.

/** An object with names, neither null nor a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
