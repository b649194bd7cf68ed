// What keys mean to a table (the ARIA grid pattern, by rows). Pure; knows no element.

export type GridEvent =
  | { readonly kind: 'active'; readonly row: number }
  /** Enter, or a double click. */
  | { readonly kind: 'act'; readonly row: number }
  | { readonly kind: 'sort'; readonly column: string }
  | { readonly kind: 'sight'; readonly first: number; readonly last: number };

export interface GridFocus {
  readonly count: number;
  /** The row with the focus; −1 where none is chosen. */
  readonly at: number;
  /** So many rows are a page. */
  readonly page: number;
}

/** undefined where the key means nothing to a table. */
export function gridKey(key: string, { count, at, page }: GridFocus): GridEvent | undefined {
  if (key === 'Enter') return at >= 0 ? { kind: 'act', row: at } : undefined;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: count, PageDown: at + page, PageUp: at - page }[key];
  return to === undefined || count === 0 ? undefined : { kind: 'active', row: Math.max(0, Math.min(count - 1, to)) };
}
