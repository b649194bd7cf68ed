// Mixtures of experts: what all rooms must know of a model that has them, and which experts tokens got. Types only.
import type { Span, TokenIndex } from './tokens.ts';

/** The layers whose MLP is a mixture of experts, all of one kind. */
export interface ExpertShape {
  /** Whether each layer is one; the others have an MLP. [layers] */
  readonly layers: readonly boolean[];
  /** How many experts each such layer has. */
  readonly experts: number;
  /** How many of them a token gets. */
  readonly chosen: number;
  /** The width of an expert's hidden layer. Experts are gated MLPs. */
  readonly inner: number;
  /** The width of the expert that all tokens get besides; 0 where there is none. */
  readonly sharedInner: number;
  /** Whether that gate is there; it is where this is not said. */
  readonly sharedGate?: boolean;
  /**
   * Whether that one is the layer's own MLP, beside which the experts stand: it has no gate that would weight it, and the
   * block also outputs dense_out and moe_out, what the two return before their norms. [n, d] each
   */
  readonly besideMlp?: boolean;
}

/** Which experts the tokens of a span got. */
export interface Routing {
  readonly tokens: Span<TokenIndex>;
  readonly experts: number;
  readonly chosen: number;
  /** Of the layers that have experts, in ascending order. */
  readonly layers: readonly LayerRouting[];
}

export interface LayerRouting {
  readonly layer: number;
  /** Whole numbers. Each token's experts, the one with the largest weight first. [tokens, chosen] */
  readonly ids: Float32Array<ArrayBuffer>;
  /** What each of them is multiplied by before they are added; not all models have them sum to 1. [tokens, chosen] */
  readonly weights: Float32Array<ArrayBuffer>;
  /** How many of the tokens got each expert; all together tokens · chosen. [experts] */
  readonly load: Float32Array<ArrayBuffer>;
  /** The sum of the weights with which they got it. [experts] */
  readonly weightedLoad: Float32Array<ArrayBuffer>;
}
