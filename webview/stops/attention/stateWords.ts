// What is said of a state and its numbers. Pure.
import type { StateSpace } from '../../../src/contract/layerShapes.ts';
import type { HeadRef } from '../../../src/contract/readings.ts';
import type { StateCourse } from '../../../src/contract/stateReadings.ts';
import { formatNumber, t } from '../../text/l10n.ts';

export function stateHeadName({ layer, head }: HeadRef): string {
  if (typeof head === 'number') return t('Layer {0}, state of head {1}', layer, head);
  return head === 'mean'
    ? t('Layer {0}, states: mean of all heads', layer)
    : t('Layer {0}, states: strongest of all heads', layer);
}

/** What the drawing of a state's course shows, for who does not see it. */
export function alongTheText(head: HeadRef, { strengths }: Pick<StateCourse, 'strengths'>): string {
  const name = stateHeadName(head);
  return strengths.length > 0
    ? t(
        '{0} along the text: the norm of the state as a line, and as strips how much each token lets it fade and how strongly it writes. Arrow keys move, Enter selects.',
        name,
      )
    : t(
        '{0} along the text: the norm of the state as a line, and how much each token lets it fade as a strip. Arrow keys move, Enter selects.',
        name,
      );
}

/** Why the cost is linear, with the model's own numbers. */
export function whyLinear(state: StateSpace, tokens: number): string {
  const { heads, dState, dValue, groups } = state;
  const size = heads * dState * dValue;
  const ofToken = groups * dState + heads * dValue;
  return t(
    'The state is {0} × {1} × {2} = {3} numbers (heads × d_state × d_value), however long the text: a token fades it, adds to it and reads from it, and that costs the same for the first token and the millionth. What wrote it, keys and values of every token, is {4} numbers a token, {5} for the {6} tokens here; from {7} tokens on that is more than the state.',
    formatNumber(heads),
    formatNumber(dState),
    formatNumber(dValue),
    formatNumber(size),
    formatNumber(ofToken),
    formatNumber(ofToken * tokens),
    formatNumber(tokens),
    formatNumber(Math.floor(size / ofToken) + 1),
  );
}

/** After how many tokens half is left, if each left as much as the (geometric) mean; undefined where nothing fades, or all. */
export function halfLife(decays: ArrayLike<number>): number | undefined {
  let sum = 0;
  for (let i = 0; i < decays.length; i++) sum += Math.log(decays[i]);
  const mean = sum / decays.length;
  return mean < 0 && Number.isFinite(mean) ? Math.LN2 / -mean : undefined;
}
