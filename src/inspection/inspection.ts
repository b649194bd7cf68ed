// What can be asked of a model's tensors and vocabulary, by the path of its file. Composes the readers; knows no process.
import type { TensorEntry } from '../checkpoint/safetensors.ts';
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
import { packedWeights } from './packedWeights.ts';
import { searchVocabulary } from './searchVocabulary.ts';
import { elements, storedTensors } from './storedTensors.ts';
import { type DifferenceOptions, tensorDifferences } from './tensorDifferences.ts';
import { tensorStatistics } from './tensorStatistics.ts';
import { tensorValues } from './tensorValues.ts';
import { tokenizerFacts } from './tokenizerFacts.ts';

const vocabularies = new KeptVocabularies();

/**
 * Of the numbers as they are stored, or, where they are codes that a method has packed, of the weights that these stand for. Fails with tensor-missing, tensor-invalid, cancelled, and like
 * storedTensors().
 */
export async function statisticsOf(
  path: string,
  tensor: string,
  { signal, onProgress }: DifferenceOptions,
): Promise<TensorStatistics> {
  const entry = (await storedTensors(path)).entries.find(({ name }) => name === tensor);
  if (!entry) throw { code: 'tensor-missing', file: path, tensor } satisfies Failure;
  const packed = await packedWeights(path, entry);
  const read = packed.length > 0 ? packed : [entry];
  const of = 2 * read.reduce((sum, { shape }) => sum + elements(shape), 0);
  let done = 0;
  const found = await tensorStatistics(
    () => valuesOfAll(read, signal),
    (numbers) => {
      done += numbers;
      onProgress(done, of);
    },
  );
  return { ...found, standsFor: packed.map(({ name }) => name) };
}

async function* valuesOfAll(entries: readonly TensorEntry[], signal: AbortSignal) {
  for (const entry of entries) yield* tensorValues(entry, signal);
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
