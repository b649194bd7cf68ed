// What can be asked of a model's tensors and vocabulary, by the path of its file. Composes the readers; knows no process.
import type { Failure } from '../contract/failure.ts';
import type {
  TensorDifferences,
  TensorStatistics,
  TokenizerFacts,
  VocabularyEntry,
  VocabularyMatches,
  VocabularyQuery,
} from '../contract/modelFile.ts';
import { KeptVocabularies } from './keptVocabularies.ts';
import { modelTensors } from './modelTensors.ts';
import { searchVocabulary } from './searchVocabulary.ts';
import { elements, storedTensors } from './storedTensors.ts';
import { type DifferenceOptions, tensorDifferences } from './tensorDifferences.ts';
import { tensorStatistics } from './tensorStatistics.ts';
import { tensorValues } from './tensorValues.ts';
import { tokenizerFacts } from './tokenizerFacts.ts';

const vocabularies = new KeptVocabularies();

/** Of the numbers as they are stored. Fails with tensor-missing, tensor-invalid, cancelled, and like storedTensors(). */
export async function statisticsOf(
  path: string,
  tensor: string,
  { signal, onProgress }: DifferenceOptions,
): Promise<TensorStatistics> {
  const entry = (await storedTensors(path)).entries.find(({ name }) => name === tensor);
  if (!entry) throw { code: 'tensor-missing', file: path, tensor } satisfies Failure;
  const of = 2 * elements(entry.shape);
  let done = 0;
  return await tensorStatistics(
    () => tensorValues(entry, signal),
    (numbers) => {
      done += numbers;
      onProgress(done, of);
    },
  );
}

/** Fails like storedTensors(). */
export async function differencesOf(
  paths: readonly [ours: string, reference: string],
  options: DifferenceOptions,
): Promise<TensorDifferences> {
  const [ours, reference] = await modelTensors(paths);
  return await tensorDifferences(ours, reference, options);
}

/** Fails like loadTokenizer(). */
export async function tokenizerOfFile(path: string): Promise<TokenizerFacts> {
  return await tokenizerFacts(path, await vocabularies.of(path));
}

/** Fails like loadTokenizer(). */
export async function searchedVocabulary(path: string, query: VocabularyQuery): Promise<VocabularyMatches> {
  return { ids: searchVocabulary((await vocabularies.of(path)).all(), query) };
}

/** Ids that are not there are left out. */
export async function entriesOf(path: string, ids: readonly number[]): Promise<readonly VocabularyEntry[]> {
  const { size, entry, merge } = await vocabularies.of(path);
  return ids
    .filter((id) => id < size)
    .map((id) => {
      const listed = entry(id);
      return { ...listed, merge: merge(listed.written) };
    });
}
