// What came of the numbers of a session, in sentences. Knows comparisons, makes none.
import { t } from '../text/l10n.ts';
import { percent, short } from '../text/numbers.ts';
import type { Comparison, Quantity, Unit } from './compareNumbers.ts';

/** What differs, or that nothing does; then what was not compared. */
export function comparisonWords(comparisons: readonly Comparison[]): readonly string[] {
  const compared = comparisons.filter(({ compared: count }) => count > 0);
  const differing = compared.filter(({ isSame }) => !isSame);
  const missing = comparisons.filter(({ missing: count }) => count > 0);
  const missed = missing.map(({ quantity, compared: count, missing: left }) =>
    t('{0}: {1} of {2} numbers were not computed again.', nameOf(quantity), left, left + count),
  );
  if (compared.length === 0) return [t('No saved number was compared.'), ...missed];
  if (differing.length > 0) return [...differing.map(differs), ...missed];
  const isExact = compared.every(({ largest }) => largest === 0);
  const same = isExact
    ? t('The same numbers came out, to the last digit.')
    : t('The same numbers came out: {0}.', differences(compared));
  return [same, ...missed];
}

/** The largest difference of each unit: 'probabilities differ by at most 0.00012 %, …' */
function differences(compared: readonly Comparison[]): string {
  const units: readonly Unit[] = ['probability', 'bits', 'logits'];
  return units
    .filter((unit) => compared.some((one) => one.unit === unit))
    .map((unit) => {
      const largest = Math.max(...compared.filter((one) => one.unit === unit).map((one) => one.largest));
      return within(unit, largest);
    })
    .join(t(', '));
}

function within(unit: Unit, largest: number): string {
  const words: Record<Unit, string> = {
    probability: t('probabilities to within {0}', percent(largest)),
    bits: t('bits to within {0}', short(largest)),
    logits: t('logits to within {0}', short(largest)),
  };
  return words[unit];
}

function differs({ quantity, unit, largest }: Comparison): string {
  const size: Record<Unit, string> = {
    probability: percent(largest),
    bits: t('{0} bits', short(largest)),
    logits: t('{0} logits', short(largest)),
  };
  return t('{0} differ by up to {1}.', nameOf(quantity), size[unit]);
}

/** A function, not a constant: texts can be translated only once the language is known. */
function nameOf(quantity: Quantity): string {
  const names: Record<Quantity, string> = {
    next: t('Probabilities of the next token'),
    surprisals: t('Surprises of the tokens'),
    generated: t('Probabilities of the generated tokens'),
    votes: t('Votes'),
    mattered: t('Changes of What mattered'),
    whatIf: t('Probabilities of What if'),
    whatIfSurprisals: t('Surprises of What if'),
    patching: t('Cells of Patching'),
  };
  return names[quantity];
}
