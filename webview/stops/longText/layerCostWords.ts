// Formulas of what layers of one kind cost, with the model's own numbers in them, and how they are called. Pure.
import { formatNumber, t } from '../../text/l10n.ts';
import { type LayerGroup, stepsOf } from './layerCosts.ts';

/** So many layers are listed; of more only the first ones. */
const LISTED = 6;

export function groupName({ kind, window, heads, state }: LayerGroup): string {
  if (kind === 'state') return state ? t('state, {0} heads', state.heads) : '';
  if (kind === 'convolution') return t('convolution');
  if (window !== null) return t('attention, window of {0}', formatNumber(window));
  return heads.keysOf === undefined ? t('attention') : t('attention, shared keys');
}

export function layersOf({ layers }: LayerGroup): string {
  if (layers.length === 1) return t('Layer {0}', layers[0]);
  const listed = layers.slice(0, LISTED).join(', ');
  return t('{0} layers: {1}', layers.length, layers.length > LISTED ? `${listed}, …` : listed);
}

/** Of one layer; n is the length of the text. Multiplied by their number where there are several. */
export function productsFormula({ heads, window, convolution, state, layers }: LayerGroup): string {
  const taps = convolution ? `${convolution.kernel}·${convolution.channels}` : '';
  if (state)
    return times(layers, `(${stepsOf(state)}·${state.heads}·${state.dState}·${state.dValue}${taps && ` + ${taps}`})·n`);
  if (heads.heads === 0) return times(layers, `${taps}·n`);
  const pairs = window === null ? 'n(n + 1)/2' : `${t('pairs within')} ${window}`;
  return times(layers, `${heads.heads}·(${heads.dHead} + ${heads.dValue})·${pairs}`);
}

export function keptFormula({ heads, window, convolution, state, layers }: LayerGroup): string {
  const trail = convolution ? `${convolution.kernel - 1}·${convolution.channels}` : '';
  if (state) return times(layers, `(${state.heads}·${state.dState}·${state.dValue}${trail && ` + ${trail}`})·4`);
  if (heads.heads === 0) return times(layers, `${trail}·4`);
  if (heads.keysOf !== undefined) return '0';
  const tokens = window === null ? 'n' : `min(n, ${window})`;
  return times(layers, `${heads.keyValueHeads}·(${heads.dHead} + ${heads.dValue})·${tokens}·4`);
}

function times(layers: readonly number[], formula: string): string {
  return layers.length > 1 ? `${layers.length}·${formula}` : formula;
}
