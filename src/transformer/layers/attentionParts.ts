// What attention is made of in a block's graph: the values that go into it and how it is computed. Knows no operators.
import type { Value } from '../../onnx/graph.ts';
import type { AlibiBiases } from './alibi.ts';

/** The inputs every block's graph has besides the residual; see attentionInputs. */
export interface AttentionInputs {
  /** Transposed, so that no run has to: [heads, d_head, slots] */
  readonly pastKeys: Value;
  readonly pastValues: Value; // [heads, slots, d_value]
  /** 0 where the query may look, -∞ where not (later tokens, empty slots): [1 or heads, n, slots + n] */
  readonly mask: Value;
  /** [slots, n] */
  readonly widths: Value;
  /** undefined where the runtime has no fused attention, or none that does what this layer does. */
  readonly fused?: FusedInputs | undefined;
  /** What each head found becomes gain · x + offset before the last map; 1 and 0 where nobody intervenes. */
  readonly headGains: Value; // [heads, 1 or n, 1]
  readonly headOffsets: Value; // [heads, 1 or n, d_value]
  /** Those that an earlier layer made of the new tokens; undefined where the layer makes its own. */
  readonly shared?: KeysAndValues | undefined;
  /** undefined where scores do not depend on the distance. */
  readonly alibi?: AlibiBiases | undefined;
}

/** See fusedAttention.ts. */
export interface FusedInputs {
  /** The number of tokens in the cache where attention is to be fused; -1 where it is to be explicit. int64 [1] */
  readonly behind: Value;
  readonly window: number | undefined;
}

/** Of the new tokens. */
export interface KeysAndValues {
  readonly keys: Value; // transposed: [key-value heads, d_head, n]
  readonly values: Value; // [key-value heads, n, d_value]
}

/** As many keys and values as heads; with fewer, groups of neighbouring heads share one (Ainslie et al. 2023, §2.2). */
export interface HeadSizes {
  readonly heads: number;
  readonly keyValueHeads: number;
  /** The width of queries and keys. */
  readonly dHead: number;
  /** That of values; the same where it is not said. */
  readonly dValue?: number;
  /** See LayerHeads. */
  readonly keysOf?: number;
  readonly keysAsValues?: boolean;
  readonly gated?: boolean;
}

export interface AttentionOptions {
  readonly queries: Value; // [heads, n, d_head]
  /** undefined where they are an earlier layer's. */
  readonly made: { readonly keys: Value; readonly values: Value } | undefined; // [key-value heads, n, d_head], […, d_value]
  /** Usually 1 / √d_head: products of d_head independent numbers vary by √d_head, and softmax should not saturate. */
  readonly scale: number;
  /** Scores are kept within ± this: cap · tanh(score / cap). Gemma 2, §2. */
  readonly softCap?: number;
  /**
   * A score for each head that is nobody's key: it takes its share of the softmax, so that the weights sum to less than 1
   * where nothing is worth looking at. "Attention sinks": Xiao et al. 2023, https://arxiv.org/abs/2309.17453. [heads]
   */
  readonly sinks?: Value | undefined;
  /**
   * How much of what each head found passes, component by component, as the asking token says: no sink is needed where there is
   * nothing worth looking at. Qiu et al. 2025, "Gated Attention", https://arxiv.org/abs/2505.06708. [heads, n, d_value]
   */
  readonly gates?: Value | undefined;
  readonly sizes: HeadSizes;
}
