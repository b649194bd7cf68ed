// Whether a text can be rolled out, and how that is offered. Knows the number of its tokens.
import { MOST_ROLLOUT_TOKENS } from '../../../src/contract/limits.ts';
import { formatNumber, t } from '../../text/l10n.ts';

export interface RolloutOffer {
  readonly possible: boolean;
  /** What stands beside the box to tick: where nothing can be ticked, it says why. */
  readonly label: string;
}

export function rolloutOffer(tokens: number): RolloutOffer {
  if (tokens <= MOST_ROLLOUT_TOKENS) return { possible: true, label: t('rollout') };
  const most = formatNumber(MOST_ROLLOUT_TOKENS);
  return { possible: false, label: t('rollout (of at most {0} tokens: its work grows with their cube)', most) };
}
