// Streams of one token in the model's order; where they are kept, the active one comes first (Sequence.streams). Knows no model.
import type { Streams } from '../contract/layerShapes.ts';

/** [streams · d] → [streams] of [d] */
export function streamsInOrder(kept: Float32Array, { count, active }: Streams): readonly Float32Array[] {
  const d = kept.length / count;
  const row = (place: number) => kept.subarray(place * d, (place + 1) * d);
  return Array.from({ length: count }, (_, stream) =>
    row(stream === active ? 0 : stream < active ? stream + 1 : stream),
  );
}
