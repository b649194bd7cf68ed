// What mixing tokens costs in each kind of layer of a model, beyond its maps: as the model itself runs, step by step, and as it
// is run here, where states are unrolled and everything is kept, so that each token's part can be seen. Attention: Kaplan et
// al. 2020; states: Dao and Gu 2024, §6. Pure.
import type { LayerHeads, LayerKind, ShortConvolution, StateSpace } from '../../../src/contract/layerShapes.ts';
import { layerKind } from '../../state/headless.ts';
import { type CostShape, pairsOf, pairsUpTo, readsOf } from '../cost.ts';

/** Layers of one kind and of the same sizes. */
export interface LayerGroup {
  readonly kind: LayerKind;
  /** In order, the first one first. */
  readonly layers: readonly number[];
  readonly heads: LayerHeads;
  readonly window: number | null;
  /** Whether tokens also see those behind them. */
  readonly bidirectional: boolean;
  /** In place of attention, or in front of a state. */
  readonly convolution: ShortConvolution | null;
  readonly state: StateSpace | null;
}

export function layerGroups(model: CostShape): readonly LayerGroup[] {
  const groups = new Map<string, LayerGroup & { readonly layers: number[] }>();
  for (const [layer, { keysOf, ...sizes }] of model.layerHeads.entries()) {
    const heads: LayerHeads = keysOf === undefined ? sizes : { ...sizes, keysOf };
    const of = {
      kind: layerKind(model, layer),
      heads,
      window: sizes.heads > 0 ? model.windows[layer] : null,
      bidirectional: model.bidirectional,
      convolution: model.convolutions[layer],
      state: model.states[layer],
    };
    // Which earlier layer keys are taken from makes no difference to what is kept.
    const key = JSON.stringify({ ...of, heads: { ...sizes, shared: keysOf !== undefined } });
    const group = groups.get(key);
    if (group) group.layers.push(layer);
    else groups.set(key, { ...of, layers: [layer] });
  }
  return [...groups.values()];
}

export interface MixingCost {
  /** Multiplications between tokens: with keys and values, or with the state, or in the taps. */
  readonly multiplications: number;
  /** Numbers that are kept of the text for the next token. */
  readonly kept: number;
}

/**
 * As the model itself runs a text of n tokens, one after another. A state is faded, added to and read from, under the delta
 * rule read twice: three or four multiplications for each of its numbers. A window keeps its own tokens only, where nothing behind
 * is to be seen; a convolution the last rows that it will read.
 */
export function asTheModelRuns(group: LayerGroup, n: number): MixingCost {
  const { heads, convolution, state, layers } = group;
  const size = state ? state.heads * state.dState * state.dValue : 0;
  const taps = convolution ? convolution.kernel * convolution.channels : 0;
  const trail = convolution ? (convolution.kernel - 1) * convolution.channels : 0;
  return {
    multiplications: layers.length * (productsOf(heads) * pairsOf(n, group) + (stepsOf(state) * size + taps) * n),
    kept: layers.length * (keptOf(heads) * tokensKept(group, n) + size + trail),
  };
}

function tokensKept({ window, bidirectional }: LayerGroup, n: number): number {
  return bidirectional ? n : Math.min(n, window ?? n);
}

/** As it is run here. The taps of convolutions are no products of matrices and are left out, as in the whole cost of a text. */
export function asRunHere(group: LayerGroup, n: number): MixingCost {
  const { heads, convolution, state, layers } = group;
  const ofPair = state ? state.groups * state.dState + state.heads * state.dValue : 0;
  const kept = keptOf(heads) + (convolution?.channels ?? 0) + (state ? ofPair + state.heads : 0);
  return {
    multiplications:
      layers.length * (productsOf(heads) * pairsOf(n, group) + readsOf(state) * ofPair * pairsUpTo(n, null)),
    kept: layers.length * kept * n,
  };
}

/** What a token does with each number of a state. */
export function stepsOf(state: StateSpace | null): number {
  return 2 + readsOf(state);
}

/** Of a pair of tokens: q·k and weight·v. */
function productsOf({ heads, dHead, dValue }: LayerHeads): number {
  return heads * (dHead + dValue);
}

/** Of a token: keys and values, where the layer has its own. */
function keptOf({ keyValueHeads, dHead, dValue, keysOf }: LayerHeads): number {
  return keysOf === undefined ? keyValueHeads * (dHead + dValue) : 0;
}
