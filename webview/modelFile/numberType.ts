// What the name of a number type tells. Pure.

/** Whether its numbers are integers, of which one may hold the codes of several weights. */
export function isWhole(type: string): boolean {
  return /^[IU]\d+$/.test(type);
}
