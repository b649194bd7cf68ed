// Tensors that a file holds in another order, or with something added, than their names say: writers of GGUF arrange some
// of a model's tensors for their own kernels. Whoever reads numbers gets them as the model's own code has them. Knows no
// file format and no model.

export type StoredOrder =
  /** Rows of each `span` have changed places among themselves: row r is stored as row storedRow(r). */
  | { readonly kind: 'rows'; readonly span: number; readonly storedRow: (row: number) => number }
  /** The columns have changed places: column i of the file is column columns[i]. */
  | { readonly kind: 'columns'; readonly columns: readonly number[] }
  /** The file has the columns as rows. */
  | { readonly kind: 'transposed' }
  /** The file has one more than the number: a norm's whole gain, where the model stores its distance from 1. */
  | { readonly kind: 'plusOne' }
  /** The file has -exp of the number: a rate of decay, where the model stores its logarithm. Besides, rows may have changed places. */
  | { readonly kind: 'minusExponential'; readonly rows?: StoredRows };

type StoredRows = Extract<StoredOrder, { readonly kind: 'rows' }>;

/** `count` numbers of the tensor as it is stored, from element `first` on. */
export type ReadStored = (first: number, count: number) => Promise<Float32Array<ArrayBuffer>>;

/** `count` numbers in their own order, from element `first` on. [count] */
export async function inOrder(
  read: ReadStored,
  { shape, order }: { readonly shape: readonly number[]; readonly order: StoredOrder },
  first: number,
  count: number,
): Promise<Float32Array<ArrayBuffer>> {
  if (order.kind === 'plusOne') return (await read(first, count)).map((stored) => stored - 1);
  if (order.kind === 'minusExponential') {
    const rates = order.rows
      ? await rowsInOrder(read, { shape, order: order.rows }, first, count)
      : await read(first, count);
    return rates.map((stored) => Math.log(-stored));
  }
  if (order.kind === 'transposed') return turned(await read(0, shape[0] * shape[1]), shape).slice(first, first + count);
  return order.kind === 'columns'
    ? await columnsInOrder(read, order.columns, first, count)
    : await rowsInOrder(read, { shape, order }, first, count);
}

async function columnsInOrder(
  read: ReadStored,
  columns: readonly number[],
  first: number,
  count: number,
): Promise<Float32Array<ArrayBuffer>> {
  const width = columns.length;
  const from = Math.floor(first / width) * width;
  const stored = await read(from, Math.ceil((first + count - from) / width) * width);
  const numbers = new Float32Array(stored.length);
  for (let row = 0; row < stored.length; row += width)
    for (let i = 0; i < width; i++) numbers[row + columns[i]] = stored[row + i];
  return numbers.slice(first - from, first - from + count);
}

async function rowsInOrder(
  read: ReadStored,
  { shape, order }: { readonly shape: readonly number[]; readonly order: StoredRows },
  first: number,
  count: number,
): Promise<Float32Array<ArrayBuffer>> {
  const width = shape.slice(1).reduce((product, size) => product * size, 1);
  if (order.span * width > MOST_AT_ONCE) return await runsInOrder(read, { width, order }, first, count);
  const from = Math.floor(first / width / order.span) * order.span;
  const to = Math.ceil((first + count) / width / order.span) * order.span;
  const stored = await read(from * width, (to - from) * width);
  const rows = new Float32Array(stored.length);
  for (let row = from; row < to; row++) {
    const at = (order.storedRow(row) - from) * width;
    rows.set(stored.subarray(at, at + width), (row - from) * width);
  }
  return rows.slice(first - from * width, first - from * width + count);
}

/** Spans of up to 64 MB are read as a whole: their rows may lie anywhere in them. */
const MOST_AT_ONCE = 1 << 24;

/** Run by run of rows that are neighbours in the file, too; a head's rows are. */
async function runsInOrder(
  read: ReadStored,
  { width, order }: { readonly width: number; readonly order: StoredRows },
  first: number,
  count: number,
): Promise<Float32Array<ArrayBuffer>> {
  const [from, to] = [Math.floor(first / width), Math.ceil((first + count) / width)];
  const rows = new Float32Array((to - from) * width);
  for (let row = from; row < to; ) {
    const stored = order.storedRow(row);
    let end = row + 1;
    while (end < to && order.storedRow(end) === stored + end - row) end++;
    rows.set(await read(stored * width, (end - row) * width), (row - from) * width);
    row = end;
  }
  return rows.slice(first - from * width, first - from * width + count);
}

/** [columns, rows] → [rows, columns] */
function turned(stored: Float32Array, [rows, columns]: readonly number[]): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(stored.length);
  for (let column = 0, at = 0; column < columns; column++)
    for (let row = 0; row < rows; row++, at++) numbers[row * columns + column] = stored[at];
  return numbers;
}

/**
 * Heads whose rotary pairs are neighbours in the file and halves in the model: component i and i + width / 2 are stored as
 * 2 i and 2 i + 1. Heads of 4: rows 0 1 2 3 are stored as 0 2 1 3.
 */
export function pairsAsNeighbours(dHead: number): StoredRows {
  const half = dHead / 2;
  const storedRow = (row: number) => {
    const component = row % dHead;
    return row - component + 2 * (component % half) + (component < half ? 0 : 1);
  };
  return { kind: 'rows', span: dHead, storedRow };
}

/**
 * One joined map that the file has as all queries, all keys, all values, and the model group by group, with the heads that
 * share keys in one: [q₀ q₁ k₀ v₀ q₂ q₃ k₁ v₁] is stored as [q₀ q₁ q₂ q₃ k₀ k₁ v₀ v₁].
 */
export function headsTogether(heads: number, dHead: number, groups = heads): StoredRows {
  const queries = heads / groups;
  const storedRow = (row: number) => {
    const component = row % dHead;
    const slot = Math.floor(row / dHead);
    const [group, part] = [Math.floor(slot / (queries + 2)), slot % (queries + 2)];
    const head = part < queries ? group * queries + part : heads + (part - queries) * groups + group;
    return head * dHead + component;
  };
  return { kind: 'rows', span: (heads + 2 * groups) * dHead, storedRow };
}

/** Heads that share a key, of so many keys, and how many rows stand before them. */
export interface SharingHeads {
  readonly heads: number;
  readonly groups: number;
  readonly width: number;
  readonly before?: number;
}

/**
 * Rows of heads that stand together in the model where they share a key, and in the file one of each key after another, so that
 * keys can be repeated as a whole. Of two keys with three heads each: [a₀ a₁ a₂ b₀ b₁ b₂] is stored as [a₀ b₀ a₁ b₁ a₂ b₂].
 */
export function headsOfKeysApart({ heads, groups, width, before = 0 }: SharingHeads): StoredRows {
  const sharing = heads / groups;
  const storedRow = (row: number) => {
    if (row < before) return row;
    const [head, component] = [Math.floor((row - before) / width), (row - before) % width];
    return before + ((head % sharing) * groups + Math.floor(head / sharing)) * width + component;
  };
  return { kind: 'rows', span: before + heads * width, storedRow };
}

/** The same of columns. */
export function columnsOfKeysApart(sharing: SharingHeads): StoredOrder {
  const { span, storedRow } = headsOfKeysApart(sharing);
  const columns = new Array<number>(span);
  for (let column = 0; column < span; column++) columns[storedRow(column)] = column;
  return { kind: 'columns', columns };
}
