/** What a runtime can do with a graph besides the standard operators. */
export interface Abilities {
  /** Whether products may be made of parts of x; see inParts.ts. */
  readonly inParts?: boolean;
  /** Whether it has attention as one operator; see transformer/layers/fusedAttention.ts. */
  readonly fuses?: boolean;
}
