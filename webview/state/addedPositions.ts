// Where in a model positions come in, by their kind. Knows no model.
import type { PositionKind } from '../../src/contract/engineApi.ts';

/** Whether positions are added to the embedding, on the way into the first block; else they act in attention, or not. */
export function isAdded(kind: PositionKind): boolean {
  return kind === 'learned' || kind === 'sinusoidal';
}
