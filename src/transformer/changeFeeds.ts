// What a block's graph is fed for the changes of its parts. Knows no text.
import type { LayerHeads } from '../contract/layerShapes.ts';
import { type Feeds, floats } from '../runtime/feeds.ts';
import type { PartChanges } from './partChanges.ts';

/**
 * head_gains [heads, rows, 1], head_offsets [heads, rows, d_value], the other gains [rows, 1] and offsets [rows, d];
 * `isBeside`: a state stands beside attention, and has its own.
 */
export function feedsOfChanges(
  { rows, heads, attention, mlp, state }: PartChanges,
  shape: { readonly heads: LayerHeads; readonly dModel: number; readonly isBeside: boolean },
): Feeds {
  const { dModel } = shape;
  const { dValue } = shape.heads;
  return {
    ...(heads.length > 0 && {
      head_gains: floats(joined(heads.map(({ gains }) => gains)), [heads.length, rows, 1]),
      head_offsets: floats(joined(heads.map(({ offsets }) => offsets)), [heads.length, rows, dValue]),
    }),
    attention_gain: floats(attention.gains, [rows, 1]),
    attention_offset: floats(attention.offsets, [rows, dModel]),
    mlp_gain: floats(mlp.gains, [rows, 1]),
    mlp_offset: floats(mlp.offsets, [rows, dModel]),
    ...(shape.isBeside && {
      state_gain: floats(state.gains, [rows, 1]),
      state_offset: floats(state.offsets, [rows, dModel]),
    }),
  };
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  for (const [i, part] of parts.entries()) all.set(part, i * part.length);
  return all;
}
