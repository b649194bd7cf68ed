// A drawing of tensors whose architecture is not known: as their names group them by numbers, with nothing said of how they are
// used.
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import type { DrawnStep, DrawnTensor } from '../contract/modelFile.ts';
import { drawnTensors, signatureOf, withAllTypes } from './drawnTensors.ts';

interface Group {
  readonly name: string;
  readonly number: number | undefined;
  readonly entries: TensorEntry[];
}

/** In the order in which the file has the first of each. */
export function tensorGroups(entries: readonly TensorEntry[]): readonly DrawnStep[] {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const { name, number } = placeOf(entry.name);
    const key = `${name} ${number ?? ''}`;
    const group = groups.get(key) ?? { name, number, entries: [] };
    group.entries.push(entry);
    groups.set(key, group);
  }
  const drawn = [...groups.values()].map((group) => ({ ...group, tensors: tensorsOf(group) }));
  const alike = Map.groupBy(drawn, ({ name, number, tensors }) =>
    number === undefined ? `${name} alone` : `${name} ${signatureOf(tensors)}`,
  );
  return [...alike.values()].map((same) => ({
    kind: 'group',
    name: same[0].name,
    layers: same.flatMap(({ number }) => number ?? []).toSorted((a, b) => a - b),
    block: undefined,
    tensors: withAllTypes(same.map(({ tensors }) => tensors)),
  }));
}

/** blk.12.attn_q.weight → blk, 12; encoder.norm.weight → encoder; encoder.weight → encoder; weight → nothing */
function placeOf(name: string): { readonly name: string; readonly number: number | undefined } {
  const numbered = /^(.+?)\.(\d{1,6})\./.exec(name);
  if (numbered) return { name: numbered[1], number: Number(numbered[2]) };
  const parts = name.split('.');
  return { name: parts.slice(0, parts.length > 2 ? -2 : -1).join('.'), number: undefined };
}

function tensorsOf({ name, number, entries }: Group): readonly DrawnTensor[] {
  const prefix = number === undefined ? (name === '' ? '' : `${name}.`) : `${name}.${number}.`;
  return drawnTensors(
    entries.map((entry) => ({ entry, fileName: entry.name })),
    prefix,
  );
}
