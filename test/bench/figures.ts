// The figures of a case as lines: objects in objects become names with a colon between them. Knows no case.

export interface Figure {
  readonly name: string;
  readonly value: string;
}

/** { a: { b: 1.23456 } } → a: b, 1.23 */
export function figuresOf(figures: object, before = ''): readonly Figure[] {
  return Object.entries(figures).flatMap(([key, value]) => {
    const name = before === '' ? key : `${before}: ${key}`;
    if (typeof value === 'object' && value !== null) return figuresOf(value, name);
    return [{ name, value: typeof value === 'number' ? shortNumber(value) : String(value ?? 'not measured here') }];
  });
}

/** Three digits, and all of those before the point. */
function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return 'not measured here';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 1e-6))));
  return value.toLocaleString('en', { maximumFractionDigits: Number.isInteger(value) ? 0 : digits });
}
