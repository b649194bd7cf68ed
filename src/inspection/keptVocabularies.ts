// Vocabularies that are looked through, made when they are first asked for and kept until their files are others: a search comes
// with every key. Knows no query.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../contract/failure.ts';
import { type ListedEntry, loadVocabularyEntries } from '../tokenizer/vocabularyEntries.ts';
import { allEntries } from './searchVocabulary.ts';
import { tokenizerPath } from './tokenizerPath.ts';

/** A vocabulary of 260,000 entries takes some 100 MB. */
const MOST_KEPT = 2;

interface Kept {
  readonly stamp: string;
  readonly entries: Promise<readonly ListedEntry[]>;
}

export class KeptVocabularies {
  readonly #kept = new Map<string, Kept>();

  /** The entries of the tokenizer that is in the file or beside it, by id. Fails like loadTokenizer(). */
  async of(path: string): Promise<readonly ListedEntry[]> {
    const folder = await tokenizerPath(path);
    if (folder === undefined)
      throw { code: 'file-missing', file: join(path, '..', 'tokenizer.json') } satisfies Failure;
    const stamp = await stampOf(folder);
    const known = this.#kept.get(folder);
    this.#kept.delete(folder);
    const kept = known?.stamp === stamp ? known : { stamp, entries: loadVocabularyEntries(folder).then(allEntries) };
    this.#kept.set(folder, kept);
    for (const oldest of this.#kept.keys()) if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
    return await kept.entries;
  }
}

async function stampOf(folder: string): Promise<string> {
  const files = [folder, ...['tokenizer.json', 'vocab.json', 'merges.txt'].map((name) => join(folder, name))];
  const stamps = files.map(async (file) => {
    const found = await stat(file).catch(() => undefined);
    return found ? `${found.mtimeMs} ${found.size}` : 'none';
  });
  return (await Promise.all(stamps)).join();
}
