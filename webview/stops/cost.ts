// Counts by formula what a text costs a model of this shape. Kaplan et al. 2020, "Scaling Laws for Neural Language
// Models", table 1, with heads that share keys and values (Ainslie et al. 2023), windows, gated MLPs, experts, and layers that
// have a gated convolution in place of attention. Pure.
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import type { ExpertShape } from '../../src/contract/experts.ts';
import type { LayerHeads, StateSpace } from '../../src/contract/layerShapes.ts';

export interface Cost {
  /** Attention weights that the mask lets through: in every layer and head one for each token and each that it sees. */
  readonly attentionWeights: number;
  /**
   * Multiplications with the matrices of the model, and between queries, keys and values where a token sees another.
   * Products that the mask hides are left out, although they are computed here and thrown away. Norms, softmax and
   * activations are left out, too.
   */
  readonly multiplications: number;
  /** The size of the KV cache, which holds all tokens at 32 bits a number, also in layers that look back a window or a few tokens only. */
  readonly cacheBytes: number;
}

export type CostShape = Pick<
  ModelInfo,
  | 'bidirectional'
  | 'predicts'
  | 'layerHeads'
  | 'convolutions'
  | 'states'
  | 'dModel'
  | 'inner'
  | 'layerInner'
  | 'layerInputs'
  | 'streams'
  | 'gatedMlp'
  | 'experts'
  | 'windows'
  | 'vocabSize'
  | 'embeddingWidth'
>;

/** The cost of n tokens in one forward pass, with nothing in the cache. */
export function costOfText(model: CostShape, n: number): Cost {
  return costOfRange(model, 0, n);
}

/**
 * The cost of running the tokens [past, past + fresh) with all before them in the cache, and of one unembedding. Counts
 * are exact below 2^53.
 */
export function costOfRange(model: CostShape, past: number, fresh: number): Cost {
  const { layerHeads, convolutions, states, windows, bidirectional } = model;
  const seen = (n: number, window: number | null) => pairsOf(n, { window, bidirectional });
  const pairs = windows.map((window) => seen(past + fresh, window) - seen(past, window));
  const overLayers = (of: (heads: LayerHeads, layer: number) => number) =>
    layerHeads.reduce((sum, heads, layer) => sum + of(heads, layer), 0);
  // q·k and weight·v, and the same of states, which are unrolled here; step by step they would cost no more with the length.
  // How the triangular system of the delta rule is solved is left out: it depends on how many tokens are run at a time.
  const products = overLayers(
    ({ heads, dHead, dValue }, layer) =>
      (heads * (dHead + dValue) + readsOf(states[layer]) * productsOfState(states[layer])) * pairs[layer],
  );
  const keptOfToken = overLayers(
    ({ keyValueHeads, dHead, dValue, keysOf }, layer) =>
      (keysOf === undefined ? keyValueHeads * (dHead + dValue) : 0) +
      (convolutions[layer]?.channels ?? 0) +
      keptOfState(states[layer]),
  );
  return {
    attentionWeights: overLayers(({ heads }, layer) => heads * pairs[layer]),
    multiplications: fresh * productsOfToken(model) + products + productsOfUnembedding(model),
    cacheBytes: Float32Array.BYTES_PER_ELEMENT * keptOfToken * (past + fresh),
  };
}

/**
 * Pairs of a token and one that it sees, itself included, among n tokens: 1 + 2 + … up to the window, which each token
 * behind it fills. Five tokens: 15 pairs; with a window of 2: 1 + 2 + 2 + 2 + 2 = 9.
 */
export function pairsUpTo(n: number, window: number | null): number {
  const rising = Math.min(n, window ?? n);
  return (rising * (rising + 1)) / 2 + (n - rising) * rising;
}

/** Of n tokens and those that each sees, in a layer with or without a window. */
export function pairsOf(
  n: number,
  { window, bidirectional }: { readonly window: number | null; readonly bidirectional: boolean },
): number {
  return bidirectional ? pairsBothWays(n, window) : pairsUpTo(n, window);
}

/**
 * The same where a token also sees those behind it: pairs to the left, to the right, and with itself once. Five tokens: 25
 * pairs; with a window of 3, one to either side: 2 + 3 + 3 + 3 + 2 = 13.
 */
function pairsBothWays(n: number, window: number | null): number {
  return 2 * pairsUpTo(n, window === null ? null : (window + 1) / 2) - n;
}

/**
 * Each weight of a block's matrices is multiplied once for each token, but of experts only those of the chosen ones; so is
 * the map behind a narrower table.
 */
export function productsOfToken(model: CostShape): number {
  const { layerHeads, convolutions, states, dModel, inner, layerInner, gatedMlp, experts, layerInputs = 0 } = model;
  // What a layer is told besides the stream: from the token, into the layer and out of it.
  const ofInput = 3 * dModel * layerInputs;
  const ofLayers = layerHeads.map((heads, layer) => {
    const convolution = convolutions[layer];
    const ofConvolution = convolution ? 4 * dModel * convolution.channels : 0; // three maps in, one out
    const mixing = (states[layer]?.mapWeights ?? ofConvolution) + dModel * attentionWidth(heads);
    const mlp = (gatedMlp ? 3 : 2) * dModel * (layerInner?.[layer] ?? inner);
    return (
      mixing + ofInput + productsOfStreams(model) + (experts?.layers[layer] ? productsOfExperts(dModel, experts) : mlp)
    );
  });
  return ofLayers.reduce((sum, products) => sum + products, 0) + betweenWidths(model) + betweenStreams(model);
}

/** Two routers, the weights that they make, what is mixed with them, and LAuReL, in each layer. */
function productsOfStreams({ dModel: d, streams }: CostShape): number {
  if (!streams) return 0;
  const { count: k, laurelRank } = streams;
  return 2 * d * k + k ** 3 + k ** 2 + d * k ** 2 + 2 * d * laurelRank;
}

/** The maps from one stream to several on the way in, and back on the way out. */
function betweenStreams({ dModel, streams }: CostShape): number {
  return streams ? (streams.count - 1) * dModel ** 2 : 0;
}

/** The widths of queries and gates, of what all heads have found, and of the keys and values that have maps of their own. */
export function attentionWidth({
  heads,
  keyValueHeads,
  dHead,
  dValue,
  keysOf,
  keysAsValues,
  gated,
}: LayerHeads): number {
  const made = keysOf === undefined ? keyValueHeads * (dHead + (keysAsValues ? 0 : dValue)) : 0;
  return heads * (dHead + dValue + (gated ? dValue : 0)) + made;
}

function productsOfState(state: StateSpace | null): number {
  return state ? state.groups * state.dState + state.heads * state.dValue : 0;
}

/** Under the delta rule a token reads with its key before it writes, and with its query as others do. */
export function readsOf(state: StateSpace | null): number {
  return state?.corrects ? 2 : 1;
}

/** What wrote, what was written, and how much was left. */
function keptOfState(state: StateSpace | null): number {
  return state ? productsOfState(state) + state.heads : 0;
}

/** The router, the chosen experts, and the one that all tokens get, with its gate where it has one. */
export function productsOfExperts(dModel: number, shape: ExpertShape): number {
  const { experts, chosen, inner, sharedInner, sharedGate, besideMlp } = shape;
  const gate = sharedInner > 0 && !besideMlp && sharedGate !== false ? 1 : 0;
  return dModel * (experts + 3 * chosen * inner + 3 * sharedInner + gate);
}

/** The head of a masked language model has a map of its own before the table; a model that predicts nothing has neither. */
export function productsOfUnembedding(model: CostShape): number {
  if (model.predicts === 'nothing') return 0;
  const transform = model.predicts === 'masked' ? model.dModel ** 2 : 0;
  return transform + model.embeddingWidth * model.vocabSize + betweenWidths(model) + betweenStreams(model);
}

/** OPT 350M: 512 · 1,024 on the way in, and again on the way out. */
function betweenWidths({ dModel, embeddingWidth }: Pick<CostShape, 'dModel' | 'embeddingWidth'>): number {
  return embeddingWidth === dModel ? 0 : dModel * embeddingWidth;
}

/** Three significant digits and an SI prefix: 1234567 → '1.23 M', 999999 → '1 M' */
export function inWords(count: number): string {
  const units = ['', ' k', ' M', ' G', ' T', ' P', ' E'];
  let unit = 0;
  let value = count;
  while (rounded(value) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${rounded(value)}${units[unit]}`;
}

/** To three significant digits: 999,999 → 1,000,000. A unit is chosen by what is shown, or it would be 1000 of one. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** 123 → '123 B', 1234567 → '1.23 MB'; prefixes count by 1000. */
export function bytesInWords(bytes: number): string {
  return `${inWords(bytes)}B`.replace(/(\d)B$/, '$1 B');
}

/** 1500 → '1.5 s', 180000 → '3 min'. Seconds reach to two minutes, minutes to two hours. */
export function millisecondsInWords(ms: number): string {
  if (rounded(ms) < 1000) return `${rounded(ms)} ms`;
  if (ms < 120_000) return `${rounded(ms / 1000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${rounded(ms / 3_600_000)} h`;
}
