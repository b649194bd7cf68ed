// What is said of experts and of how evenly they are used. Pure.
import type { ExpertShape, LayerRouting, Routing } from '../../../src/contract/experts.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { spreadOf } from './routed.ts';

/** For somebody who hears of experts for the first time. */
export function whatExpertsAre({ experts, chosen, sharedInner }: ExpertShape): string {
  const words = t(
    'This layer has {0} feed-forwards, its experts. A router scores all of them for each token, and only the best {1} are computed and added up with these weights: a token costs what {1} of them cost, while all {0} must be kept. An expert is no topic: what its tokens have in common is seldom clear.',
    experts,
    chosen,
  );
  return sharedInner > 0
    ? `${words} ${t('One more expert is shared: every token gets it, and it is not drawn.')}`
    : words;
}

export function loadInWords({ load }: LayerRouting, expert: number): string {
  const choices = load.reduce((sum, count) => sum + count, 0);
  return t(
    'Expert {0}: {1} tokens, {2} of all choices',
    expert,
    formatNumber(load[expert]),
    percent(load[expert] / choices),
  );
}

export function spreadInWords({ tokens, experts }: Routing, layer: LayerRouting): string {
  const { busiest, choices, even, idle } = spreadOf(layer);
  return t(
    'Of {0} tokens: the busiest expert, {1}, has {2} of all choices; even use would be {3}. Experts without a token: {4} of {5}.',
    formatNumber(tokens.end - tokens.start),
    busiest,
    percent(layer.load[busiest] / choices),
    percent(even / choices),
    idle,
    experts,
  );
}
