// Finds entries of a vocabulary: by a part of what they stand for or are written as, by id, or by bytes. Pure.
import type { VocabularyQuery } from '../contract/modelFile.ts';
import type { ListedEntry } from '../tokenizer/vocabularyEntries.ts';

/** The ids that match, in the order that was asked for. */
export function searchVocabulary(entries: readonly ListedEntry[], query: VocabularyQuery): Float64Array<ArrayBuffer> {
  const matches = matcher(query.text);
  const found = entries.filter((entry) => (query.kind === 'all' || entry.kind === query.kind) && matches(entry));
  if (query.order === 'longest') found.sort((a, b) => b.bytes.length - a.bytes.length || a.id - b.id);
  return Float64Array.from(found, ({ id }) => id);
}

/** Capitals are told from small letters where the text has some. */
function matcher(text: string): (entry: ListedEntry) => boolean {
  if (text === '') return () => true;
  const bytes = bytesOf(text);
  const exact = text !== text.toLowerCase();
  const has = (where: string) => (exact ? where : where.toLowerCase()).includes(text);
  const id = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  return (entry) => {
    if (entry.id === id || has(entry.text ?? '') || has(entry.written)) return true;
    return bytes !== undefined && includesBytes(entry.bytes, bytes);
  };
}

/** 0xe8b1 → [0xe8, 0xb1]; undefined where it is no such text. */
function bytesOf(text: string): readonly number[] | undefined {
  const [, digits] = /^0x((?:[0-9a-f]{2})+)$/i.exec(text) ?? [];
  return digits?.match(/../g)?.map((pair) => Number.parseInt(pair, 16));
}

function includesBytes(all: readonly number[], some: readonly number[]): boolean {
  for (let at = 0; at + some.length <= all.length; at++) if (some.every((byte, i) => all[at + i] === byte)) return true;
  return false;
}
