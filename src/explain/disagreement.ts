// Where attention and what was measured disagree: a part that is looked at and changes nothing, or one that changes much
// and is hardly looked at. Both are shares among the parts of the same parent. The file knows numbers.

/** How many times as large the larger share is. */
const TIMES = 2;
/** The larger share is at least this, so that nothing is said about small parts. */
const LEAST = 0.2;

export interface ComparedPart {
  readonly parent: number | undefined;
  /** undefined or null where it is not measured. */
  readonly bits: number | null | undefined;
  /** Of attention. */
  readonly share: number;
}

/** For each part, undefined where both agree, or where its neighbours are not all measured yet. [parts] */
export function disagreement(parts: readonly ComparedPart[]): readonly ('attended' | 'mattered' | undefined)[] {
  const neighbours = Map.groupBy(parts, ({ parent }) => parent);
  return parts.map(({ parent, bits, share }) => {
    const all = neighbours.get(parent) ?? [];
    if (all.length < 2 || all.some((one) => one.bits === undefined) || bits == null) return undefined;
    const measured = all.filter((one) => one.bits !== null);
    const attention = share / sum(measured.map((one) => one.share));
    const change = Math.abs(bits) / sum(measured.map((one) => Math.abs(one.bits ?? 0)));
    if (attention >= LEAST && attention >= TIMES * change) return 'attended';
    return change >= LEAST && change >= TIMES * attention ? 'mattered' : undefined;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
