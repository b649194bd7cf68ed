// Formulas of what layers of one kind cost, with the model's own numbers in them, and how they are called. Pure.
import { formatNumber, t } from '../../text/l10n.ts';
import { type LayerGroup, stepsOf } from './layerCosts.ts';

/** So many layers are listed; of more only the first ones. */
const LISTED = 6;

export function groupName({ kind, window, heads, state }: LayerGroup): string {
  if (kind === 'state') return state ? t('state, {0} heads', state.heads) : '';
  if (kind === 'convolution') return t('convolution');
  if (state) return t('attention beside a state');
  if (window !== null) return t('attention, window of {0}', formatNumber(window));
  return heads.keysOf === undefined ? t('attention') : t('attention, shared keys');
}

export function layersOf({ layers }: LayerGroup): string {
  if (layers.length === 1) return t('Layer {0}', layers[0]);
  const listed = layers.slice(0, LISTED).join(', ');
  return t('{0} layers: {1}', layers.length, layers.length > LISTED ? `${listed}, …` : listed);
}

/** n is the length of the text. A layer may have attention and a state beside it. */
export function productsFormula({ heads, window, bidirectional, convolution, state, layers }: LayerGroup): string {
  const all = bidirectional ? 'n·n' : 'n(n + 1)/2';
  const pairs = window === null ? all : `${t('pairs within')} ${window}`;
  return sumOf(layers, [
    heads.heads > 0 && `${heads.heads}·(${heads.dHead} + ${heads.dValue})·${pairs}`,
    state && `${stepsOf(state)}·${state.heads}·${state.dState}·${state.dValue}·n`,
    convolution && `${convolution.kernel}·${convolution.channels}·n`,
  ]);
}

/** In bytes. */
export function keptFormula({ heads, window, bidirectional, convolution, state, layers }: LayerGroup): string {
  const tokens = window === null || bidirectional ? 'n' : `min(n, ${window})`;
  return sumOf(layers, [
    heads.heads > 0 &&
      heads.keysOf === undefined &&
      `4·${heads.keyValueHeads}·(${heads.dHead} + ${heads.dValue})·${tokens}`,
    state && `4·${state.heads}·${state.dState}·${state.dValue}`,
    convolution && `4·${convolution.kernel - 1}·${convolution.channels}`,
  ]);
}

/** Multiplied by the number of layers where there are several. */
function sumOf(layers: readonly number[], parts: readonly (string | false | null)[]): string {
  const terms = parts.filter((part) => part);
  const sum = terms.join(' + ') || '0';
  if (layers.length === 1 || sum === '0') return sum;
  return terms.length > 1 ? `${layers.length}·(${sum})` : `${layers.length}·${sum}`;
}
