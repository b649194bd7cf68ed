// Parts of stored tensors as tensors of their own. They stay where they are in the file: a part of a row-major tensor's
// first axes is a range of its bytes. Knows no architecture.
import type { TensorEntry } from './safetensors.ts';

/** Matrix number `index` of a stack: [count, rows, columns] → [rows, columns] */
export function matrixOfStack(stack: TensorEntry, index: number): TensorEntry {
  return partOf(stack, index, stack.shape.slice(1));
}

/** Row number `index` of a table: [rows, columns] → [columns] */
export function rowOfTable(table: TensorEntry, index: number): TensorEntry {
  return partOf(table, index, table.shape.slice(1));
}

function partOf(whole: TensorEntry, index: number, shape: readonly number[]): TensorEntry {
  const bytes = whole.bytes / whole.shape[0]; // also of types whose numbers share bytes
  return { ...whole, name: `${whole.name}[${index}]`, shape, offset: whole.offset + index * bytes, bytes };
}
