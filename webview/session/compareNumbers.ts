// Holds the numbers of a session against those that come out now. Pure; knows no words.
import type { SessionDistribution, SessionNumbers, WrittenNumber } from '../../src/contract/session.ts';

export type Quantity =
  | 'next'
  | 'surprisals'
  | 'generated'
  | 'votes'
  | 'mattered'
  | 'whatIf'
  | 'whatIfSurprisals'
  | 'patching';

export type Unit = 'probability' | 'bits' | 'logits';

export interface Comparison {
  readonly quantity: Quantity;
  readonly unit: Unit;
  /** How many of the saved numbers came out again, and how many did not come out at all. */
  readonly compared: number;
  readonly missing: number;
  /** The largest difference; 0 where none was compared. */
  readonly largest: number;
  readonly isSame: boolean;
}

/**
 * Numbers that differ by less look the same on the page: a tenth of a percent, a hundredth of a bit or of a logit. Machines
 * that add in another order differ by far less, other precisions by far more.
 */
export const TOLERANCE: Readonly<Record<Unit, number>> = { probability: 0.0005, bits: 0.005, logits: 0.005 };

type Pair = readonly [saved: WrittenNumber, now: WrittenNumber | undefined];

/** One for each quantity of which there are saved numbers. */
export function compareNumbers(saved: SessionNumbers, now: SessionNumbers): readonly Comparison[] {
  const { next, surprisals, generated, votes, mattered, whatIf, patching } = saved;
  const found: (Comparison | undefined)[] = [
    next && comparison('next', 'probability', pairsOf(next, now.next)),
    surprisals && comparison('surprisals', 'bits', inOrder(surprisals, now.surprisals)),
    generated && comparison('generated', 'probability', inOrder(generated, now.generated)),
    votes &&
      comparison('votes', 'logits', [
        [votes.logit, now.votes?.logit],
        ...inOrder(partsOf(votes), now.votes && partsOf(now.votes)),
      ]),
    mattered && comparison('mattered', 'bits', [[mattered.bits, now.mattered?.bits], ...partPairs(saved, now)]),
    whatIf &&
      comparison('whatIf', 'probability', [
        ...pairsOf(whatIf.before, now.whatIf?.before),
        ...pairsOf(whatIf.changed, now.whatIf?.changed),
      ]),
    whatIf && comparison('whatIfSurprisals', 'bits', inOrder(whatIf.surprisals, now.whatIf?.surprisals)),
    patching &&
      comparison('patching', 'logits', [
        [patching.base, now.patching?.base],
        [patching.source, now.patching?.source],
        ...cellPairs(patching, now.patching),
      ]),
  ];
  return found.filter((one) => one !== undefined && one.compared + one.missing > 0) as readonly Comparison[];
}

function comparison(quantity: Quantity, unit: Unit, pairs: readonly Pair[]): Comparison {
  const known = pairs.flatMap(([saved, now]) => (now === undefined ? [] : [difference(saved, now)]));
  const largest = known.reduce((most, one) => Math.max(most, one), 0);
  return {
    quantity,
    unit,
    compared: known.length,
    missing: pairs.length - known.length,
    largest,
    isSame: known.length > 0 && largest <= TOLERANCE[unit],
  };
}

/** What is no number is the same as itself only. */
function difference(a: WrittenNumber, b: WrittenNumber): number {
  if (a === b) return 0;
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) : Number.POSITIVE_INFINITY;
}

/** A token that is no longer among the listed ones is less probable than the last of them. */
function pairsOf({ candidates }: SessionDistribution, now: SessionDistribution | undefined): readonly Pair[] {
  const is = new Map(now?.candidates.map(({ id, probability }) => [id, probability]));
  const least = now?.candidates.at(-1)?.probability;
  return candidates.map(({ id, probability }) => [probability, is.get(id) ?? least]);
}

function inOrder(saved: readonly WrittenNumber[], now: readonly WrittenNumber[] | undefined): readonly Pair[] {
  return saved.map((value, i) => [value, now?.[i]]);
}

/** Those of states and convolutions last: older sessions have none. */
function partsOf({ heads, mlps, others, mixers = [] }: NonNullable<SessionNumbers['votes']>): readonly WrittenNumber[] {
  return [...heads, ...mlps, ...others, ...mixers];
}

/** Parts are known again by their places. */
function partPairs({ mattered: saved }: SessionNumbers, { mattered: now }: SessionNumbers): readonly Pair[] {
  const is = new Map(now?.parts.map(({ start, end, bits }) => [`${start} ${end}`, bits]));
  return saved?.parts.map(({ start, end, bits }): Pair => [bits, is.get(`${start} ${end}`)]) ?? [];
}

type Grid = NonNullable<SessionNumbers['patching']>;

/** Another metric or another shape leaves nothing to compare. */
function cellPairs(saved: Grid, now: Grid | undefined): readonly Pair[] {
  const isOf = now && now.plus === saved.plus && now.minus === saved.minus && now.columns === saved.columns;
  return saved.metrics.flatMap((value, i): Pair[] =>
    value === null ? [] : [[value, (isOf ? now.metrics[i] : undefined) ?? undefined]],
  );
}
