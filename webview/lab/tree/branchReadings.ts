// How probable a branch is to the model, and by what rule a token came. Words and numbers; asks nothing.
import type { SamplingOptions } from '../../../src/contract/readings.ts';
import type { BranchNode } from '../../state/branches.ts';
import type { RecordedStep } from '../../state/recordedStep.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { hundredths, percent } from '../../text/numbers.ts';

/** The model's own probability of the token, before temperature and the cuts. */
export function probabilityOf({ drawnFrom }: RecordedStep): number {
  return drawnFrom.actual?.probability ?? 0;
}

/** −log₂ of the product of all probabilities: the sum, since the product of hundreds is smaller than any number here. */
export function surprisalBits(path: readonly BranchNode[]): number {
  return path.reduce((sum, { step }) => sum - Math.log2(probabilityOf(step)), 0);
}

/** The probability that has so many bits: 2 → '25.0 %', 40 → '9.1e−13', 4000 → '7.6e−1205' */
export function probabilityInWords(bits: number): string {
  if (bits < 16) return percent(2 ** -bits);
  const exponent = -bits * Math.log10(2);
  const whole = Math.floor(exponent);
  return `${(10 ** (exponent - whole)).toFixed(1)}e${String(whole).replace('-', '−')}`;
}

/** '12 tokens · 2.31 bits a token · probability 9.1e−13' */
export function branchInWords(path: readonly BranchNode[]): string {
  const bits = surprisalBits(path);
  const tokens = path.length === 1 ? t('1 token') : t('{0} tokens', formatNumber(path.length));
  const mean = t('{0} bits a token', hundredths(bits / path.length));
  return `${tokens} · ${mean} · ${t('probability {0}', probabilityInWords(bits))}`;
}

/** What was done to the distribution before a token was drawn: 'temperature 0.80, top-k 40' */
export function ruleInWords({ temperature, topK, topP, minP, repetitionPenalty: penalty }: SamplingOptions): string {
  const parts = [
    temperature === 0 ? t('always the most probable (temperature 0)') : t('temperature {0}', temperature.toFixed(2)),
    ...(topK > 0 ? [t('top-k {0}', topK)] : []),
    ...(topP < 1 ? [t('top-p {0}', topP.toFixed(2))] : []),
    ...(minP > 0 ? [t('min-p {0}', minP.toFixed(2))] : []),
    ...(penalty !== 1 ? [t('repetition penalty {0}', penalty.toFixed(2))] : []),
  ];
  return parts.join(', ');
}
