// Activation patching: one activation at a time comes from another text, and the prediction is measured again. Types only.
import type { NextTokens } from './readings.ts';
import type { Token, TokenIndex } from './tokens.ts';

/** Another text as the run's model reads it. */
export interface OtherText {
  readonly tokens: readonly Token[];
  /** Whether each of its tokens is the one that the run has at that place. [tokens] */
  readonly same: readonly boolean[];
  /**
   * What comes behind its last token; where words are asked for behind a mask, what stands at the masked place. undefined where
   * none is masked, and where the two texts have not as many tokens.
   */
  readonly next: NextTokens | undefined;
}

export interface PatchQuestion {
  /** The other text, of as many tokens as the run. */
  readonly source: string;
  /** What is copied: the stream before a block, or what attention, a state beside it or the MLP returns, at one token; a head at all. */
  readonly kind: 'residual' | 'attention' | 'state' | 'mlp' | 'head';
  /** The metric: the logit of `plus` behind the last token, or at the masked place, less that of `minus`. */
  readonly plus: number;
  readonly minus: number;
  /** The place that is masked in both texts, for models that say what stands behind a mask, and for these alone. */
  readonly masked?: TokenIndex;
}

export interface PatchGrid {
  readonly layers: number;
  /** One for each token, or of heads for each head. */
  readonly columns: number;
  /** [layers, columns]; NaN where it is still to be measured. */
  readonly metrics: Float32Array<ArrayBuffer>;
  /** Of the run and of the other text as they are. A cell restores (metric - base) / (source - base) of the difference. */
  readonly base: number;
  readonly source: number;
  /** Cells still to be measured. */
  readonly left: number;
}
