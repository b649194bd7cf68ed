// Parts of stored tensors as tensors of their own. They stay where they are in the file: a part of a row-major tensor's
// first axes is a range of its bytes. Knows no architecture.
import { type TensorEntry, tensorBytes } from './safetensors.ts';

/** The rows [start, end). */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** Matrix number `index` of a stack, or some of its rows. [count, rows, columns] → [rows or end - start, columns] */
export function matrixOfStack(stack: TensorEntry, index: number, range?: RowRange): TensorEntry {
  const [, rows, columns] = stack.shape;
  const { start, end } = range ?? { start: 0, end: rows };
  const rowBytes = tensorBytes(stack.dtype, [columns]);
  return {
    ...stack,
    name: range ? `${stack.name}[${index}, ${start}:${end}]` : `${stack.name}[${index}]`,
    shape: [end - start, columns],
    offset: stack.offset + (index * rows + start) * rowBytes,
    bytes: (end - start) * rowBytes,
  };
}

/** Row number `index` of a table: [rows, columns] → [columns] */
export function rowOfTable(table: TensorEntry, index: number): TensorEntry {
  const [, columns] = table.shape;
  const bytes = tensorBytes(table.dtype, [columns]);
  return { ...table, name: `${table.name}[${index}]`, shape: [columns], offset: table.offset + index * bytes, bytes };
}
