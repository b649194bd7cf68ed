// What a part of the text did, in words. Knows numbers, draws nothing.
import type { MatteredPart, RemovalMode } from '../../../src/contract/mattered.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { hundredths, percent } from '../../text/numbers.ts';

/** Below this a change is written as 0.00 bits. */
const NO_BITS = 0.005;

/** 3.2 → '9.2 times less probable without it (3.20 bits)' */
export function changeWords(bits: number): string {
  const size = Math.abs(bits);
  if (size < NO_BITS) return t('as probable without it');
  const times = 2 ** size;
  const factor = formatNumber(times, times < 2 ? 2 : times < 10 ? 1 : 0);
  return bits > 0
    ? t('{0} times less probable without it ({1} bits)', factor, hundredths(size))
    : t('{0} times more probable without it ({1} bits)', factor, hundredths(size));
}

/** What stands in place of a change. `isOver`: nothing more is going to be measured. */
export function withoutChange(mode: RemovalMode, isOver: boolean): string {
  if (!isOver) return t('not measured yet');
  return mode === 'hide' ? t('always sees itself') : t('nothing else is left');
}

/** Where attention and what was measured disagree; undefined where they do not. */
export function disagreementWords({ disagrees }: Pick<MatteredPart, 'disagrees'>): string | undefined {
  if (disagrees === undefined) return undefined;
  return disagrees === 'attended' ? t('looked at, changed little') : t('changed more than it was looked at');
}

export function attentionWords(share: number): string {
  return t('{0} of attention', percent(share));
}

export function times(count: number): string {
  return count === 1 ? t('once') : t('{0} times', formatNumber(count));
}

/** 'about 12 s' */
export function about(ms: number): string {
  return ms < 1000 ? t('less than a second') : t('about {0} s', formatNumber(Math.ceil(ms / 1000)));
}
