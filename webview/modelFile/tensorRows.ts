// Which tensors a table shows, in which order. Pure.
import type { FileTensor } from '../../src/contract/modelFile.ts';
import type { GridSort } from './virtualGrid.ts';

/** 1024 × 64; a single number has no axes. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? '1' : shape.join(' × ');
}

/** Their places among all. Every word is a part of the name, the type or the shape; the order of the file breaks ties. */
export function shownTensors(
  tensors: readonly FileTensor[],
  text: string,
  sort: GridSort | undefined,
): readonly number[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const has = ({ name, type, shape }: FileTensor) => {
    const where = `${name} ${type} ${shape.join('x')}`.toLowerCase();
    return words.every((word) => where.includes(word.replaceAll('×', 'x')));
  };
  const found = tensors.flatMap((tensor, i) => (has(tensor) ? [i] : []));
  if (!sort) return found;
  const value = sortedValue(sort.column);
  const sign = sort.descending ? -1 : 1;
  return found.toSorted((a, b) => sign * compared(value(tensors[a]), value(tensors[b])) || a - b);
}

function sortedValue(column: string): (tensor: FileTensor) => number | string {
  if (column === 'name') return ({ name }) => name;
  if (column === 'type') return ({ type }) => type;
  if (column === 'bytes') return ({ bytes }) => bytes;
  if (column === 'offset') return ({ part, offset }) => part * Number.MAX_SAFE_INTEGER + offset;
  return ({ weights }) => weights;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Numbers in names by their size: blk.9 before blk.10. */
function compared(a: number | string, b: number | string): number {
  return typeof a === 'string' || typeof b === 'string' ? collator.compare(String(a), String(b)) : a - b;
}

/** Unsorted, ascending, descending, unsorted; numbers begin with the largest. */
export function nextSort(sort: GridSort | undefined, column: string): GridSort | undefined {
  const first = column !== 'name' && column !== 'type' && column !== 'offset';
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : undefined;
}
