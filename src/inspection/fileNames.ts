// What a file calls a tensor that an architecture has another name for, or a part of which it uses: found by where it lies.
import type { TensorEntry } from '../checkpoint/safetensors.ts';

export interface FileNames {
  /** The tensor's own name where nothing of the file lies there. */
  nameOf(tensor: TensorEntry): string;
}

export function fileNames(stored: readonly TensorEntry[]): FileNames {
  const byFile = Map.groupBy(
    stored.filter(({ bytes }) => bytes > 0),
    ({ file }) => file,
  );
  for (const entries of byFile.values()) entries.sort((a, b) => a.offset - b.offset);
  return {
    nameOf: ({ name, file, offset }) => {
      const found = lastBefore(byFile.get(file) ?? [], offset);
      return found && offset < found.offset + found.bytes ? found.name : name;
    },
  };
}

/** The last one that begins at the place or before it. */
function lastBefore(entries: readonly TensorEntry[], place: number): TensorEntry | undefined {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle].offset <= place) low = middle + 1;
    else high = middle;
  }
  return entries[low - 1];
}
