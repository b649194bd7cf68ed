// What keys mean to a list of tokens. Pure.

/** The token that a key leads to. Lines depend on the width of the panel, so up and down move by ten. */
export function reachedBy(key: string, at: number, last: number): number | undefined {
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 10, ArrowUp: at - 10, Home: 0, End: last }[key];
  return to === undefined ? undefined : Math.max(0, Math.min(last, to));
}

/** As in an editor, and as in the tables of a model's file. */
export function isSearchKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey ? key === 'f' && !altKey : key === '/';
}
