// Inputs that were put into groups by how much they matter, and not by their place: a list says for each input which group it
// is in. Sorted by group, each group's inputs stand together again. Knows no method.
import { readBytes, type TensorEntry } from '../safetensors.ts';
import { invalid, partOf, type Tensors } from './modules.ts';

/**
 * The inputs in the order of their groups; undefined where the inputs of a group are neighbours. Fails with tensor-invalid where
 * the list is none.
 */
export async function orderOfInputs(
  tensors: Tensors,
  of: TensorEntry,
  name: string,
  { width, groupSize }: { readonly width: number; readonly groupSize: number },
): Promise<Int32Array | undefined> {
  if (!tensors.has(name)) return undefined;
  const index = partOf(tensors, of, name, { dtypes: ['I32'], shape: [width] });
  const groupOf = await inputGroups(index, width / groupSize);
  if (!groupOf) return undefined;
  const columns = packedColumns(groupOf, groupSize);
  if (!columns) throw invalid(index, `its groups do not have ${groupSize} inputs each`);
  return columns.every((column, place) => column === place) ? undefined : columns;
}

/**
 * The group of each input; undefined where the list was never filled, and groups are neighbours. Fails with tensor-invalid
 * where it names one that is not there.
 */
async function inputGroups(index: TensorEntry, groups: number): Promise<Int32Array | undefined> {
  const found = new Int32Array(await readBytes(index.file, index.offset, index.bytes));
  if (found.includes(-1)) return undefined;
  if (found.every((group) => group >= 0 && group < groups)) return found;
  throw invalid(index, `it names groups other than 0 to ${groups - 1}`);
}

/**
 * The inputs, sorted by group: [2 groups of 2] 1 0 0 1 → 1 2 0 3. Undefined where a group does not have as many as it should.
 */
function packedColumns(groupOf: Int32Array, groupSize: number): Int32Array | undefined {
  const next = Array.from({ length: groupOf.length / groupSize }, (_, group) => group * groupSize);
  const columns = new Int32Array(groupOf.length);
  for (const [input, group] of groupOf.entries()) {
    if (next[group] === (group + 1) * groupSize) return undefined;
    columns[next[group]++] = input;
  }
  return columns;
}
