// The text that a model was trained on as one sequence of ids: the end-of-text token before each document, and one more
// at the very end. It is read from text files, or from ids that training already made.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readKinds } from './documents.ts';

export interface TrainingText {
  /**
   * text: a file KIND.txt for each kind; ids: train.KIND.bin, two bytes an id, little-endian, as training/ makes them.
   */
  readonly as: 'text' | 'ids';
  readonly folder: string;
}

export interface TrainingIds {
  readonly end: number;
  /** The largest id + 1. */
  readonly vocabulary: number;
  readonly encode: (text: string) => readonly number[];
}

/** The ids, which must fit into two bytes. Throws where a file does not belong to this tokenizer. */
export async function trainingTokens(
  { as, folder }: TrainingText,
  { end, vocabulary, encode }: TrainingIds,
): Promise<Uint16Array> {
  if (vocabulary > 2 ** 16) throw new Error(`${vocabulary} entries of a vocabulary do not fit into two bytes`);
  const parts = as === 'ids' ? await readIds(folder, end, vocabulary) : await encodeFolder(folder, { end, encode });
  return withBoundaries(parts, end);
}

async function encodeFolder(
  folder: string,
  { end, encode }: Pick<TrainingIds, 'end' | 'encode'>,
): Promise<Uint16Array[]> {
  const parts: Uint16Array[] = [];
  for (const documents of (await readKinds(folder)).values())
    for (const document of documents) parts.push(Uint16Array.of(end), Uint16Array.from(encode(document)));
  return parts;
}

async function readIds(folder: string, end: number, vocabulary: number): Promise<Uint16Array[]> {
  const files = (await readdir(folder)).filter((file) => /^train\..+\.bin$/.test(file)).sort();
  if (files.length === 0) throw new Error(`${folder} has no train.KIND.bin`);
  const parts: Uint16Array[] = [];
  for (const file of files) {
    const bytes = new Uint8Array(await readFile(join(folder, file)));
    const ids = new Uint16Array(bytes.buffer, 0, bytes.length >> 1);
    if (ids[0] !== end || ids.some((id) => id >= vocabulary))
      throw new Error(
        `${join(folder, file)} was made by another tokenizer: it begins with ${ids[0]}, not ${end}, or has ids from ${vocabulary} on`,
      );
    parts.push(ids);
  }
  return parts;
}

/** The parts joined, with one `end` where there are several in a row (empty documents), and one at the end. */
export function withBoundaries(parts: readonly Uint16Array[], end: number): Uint16Array {
  const joined = new Uint16Array(parts.reduce((length, part) => length + part.length, 1));
  let length = 0;
  for (const part of [...parts, [end]])
    for (const id of part) if (id !== end || length === 0 || joined[length - 1] !== end) joined[length++] = id;
  return joined.subarray(0, length);
}
