import type { ModelShape } from './architecture.ts';
import { headsOf } from './layerHeads.ts';

/** ONNX Runtime's GroupQueryAttention takes heads of a multiple of so many numbers; those of published models are. */
const HEAD_STEP = 8;

/**
 * Whether fused attention does what a layer's heads do: their values are as wide as their keys, their scores know no
 * distance, and texts are read in one direction.
 */
export function mayBeFused(shape: ModelShape, layer: number): boolean {
  const { heads, dHead, dValue } = headsOf(shape, layer);
  return (
    heads > 0 &&
    dHead === dValue &&
    dHead % HEAD_STEP === 0 &&
    !shape.bidirectional &&
    !shape.attentionPatterns[layer].alibi
  );
}
