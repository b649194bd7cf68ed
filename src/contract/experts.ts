// Mixtures of experts: what all rooms must know of a model that has them. Types only.

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
  /** The width of the expert that all tokens get besides, weighted by a gate of its own; 0 where there is none. */
  readonly sharedInner: number;
}
