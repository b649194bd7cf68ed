// Vocabularies that are looked through, read when they are first asked for and kept until their files are others: a search comes
// with every key. Knows no query.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../contract/failure.ts';
import { type ListedEntry, loadVocabularyEntries, type VocabularyEntries } from '../tokenizer/vocabularyEntries.ts';
import { tokenizerPath } from './tokenizerPath.ts';

/** A vocabulary of 260,000 entries takes some 100 MB. */
const MOST_KEPT = 2;

export interface KeptVocabulary extends VocabularyEntries {
  /** By id, made once. */
  all(): readonly ListedEntry[];
}

interface Kept {
  readonly stamp: string;
  readonly vocabulary: Promise<KeptVocabulary>;
}

export class KeptVocabularies {
  readonly #kept = new Map<string, Kept>();

  /** That of the tokenizer which is in the file or beside it. Fails like loadTokenizer(). */
  async of(path: string): Promise<KeptVocabulary> {
    const folder = await tokenizerPath(path);
    if (folder === undefined)
      throw { code: 'file-missing', file: join(path, '..', 'tokenizer.json') } satisfies Failure;
    const stamp = await stampOf(folder);
    const known = this.#kept.get(folder);
    const kept = known?.stamp === stamp ? known : { stamp, vocabulary: loadVocabularyEntries(folder).then(withAll) };
    this.#kept.delete(folder);
    this.#kept.set(folder, kept);
    for (const oldest of this.#kept.keys()) if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
    return await kept.vocabulary;
  }
}

function withAll(vocabulary: VocabularyEntries): KeptVocabulary {
  let all: readonly ListedEntry[] | undefined;
  return {
    ...vocabulary,
    all: () => {
      all ??= Array.from({ length: vocabulary.size }, (_, id) => vocabulary.entry(id));
      return all;
    },
  };
}

async function stampOf(folder: string): Promise<string> {
  const files = [folder, ...['tokenizer.json', 'vocab.json', 'merges.txt'].map((name) => join(folder, name))];
  const stamps = files.map(async (file) => {
    const found = await stat(file).catch(() => undefined);
    return found ? `${found.mtimeMs} ${found.size}` : 'none';
  });
  return (await Promise.all(stamps)).join();
}
