// Values behind the gates of one token's heads, which is how that token gets them. Knows no layer.
import type { LayerHeads } from '../contract/layerShapes.ts';
import { rowOfHeads } from './rowOfHeads.ts';

/** values [key-value heads, tokens, d_value], gates [heads, d_value] → [heads, tokens, d_value] */
export function gated(
  values: Float32Array,
  gates: Float32Array,
  { heads, keyValueHeads, dValue }: LayerHeads,
): Float32Array<ArrayBuffer> {
  const size = values.length / keyValueHeads; // of one head
  const passed = new Float32Array(heads * size);
  for (let head = 0; head < heads; head++) {
    const shared = Math.floor((head * keyValueHeads) / heads) * size;
    for (let i = 0; i < size; i++) passed[head * size + i] = values[shared + i] * gates[head * dValue + (i % dValue)];
  }
  return passed;
}

/**
 * Those of one token, of a block that was run again for some; undefined where there are none. [heads, rows, d_value] →
 * [heads, d_value]
 */
export function gatesOfRow(
  gates: Float32Array,
  { row, rows, heads }: { readonly row: number; readonly rows: number; readonly heads: number },
): Float32Array | undefined {
  if (gates.length === 0) return undefined;
  const width = gates.length / (heads * rows);
  return rowOfHeads(gates, { row, rows, columns: width, keys: width });
}
