// The first check of a value that comes from outside: from a file, a hub, or a state that was saved.

/** Whether the value is an object with keys, neither null nor an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
