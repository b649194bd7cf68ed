// Two distributions of the next token as one list. Tokens of two vocabularies are the same where they stand for the same
// bytes; one that the other vocabulary lacks has no probability there, which is not one of 0. The file knows vocabularies,
// no model.
import type { ComparedCandidate } from '../contract/compared.ts';
import { descendingIds } from './descendingIds.ts';
import type { TokenPieces } from './nextTokens.ts';

export interface Expectation {
  /** [vocabulary] */
  readonly probabilities: Float64Array;
  readonly vocabulary: TokenPieces;
}

/** The k most probable ones of each, by the higher of their two probabilities. */
export function mostExpected(
  ours: Expectation,
  theirs: Expectation,
  { k, isSameVocabulary }: { readonly k: number; readonly isSameVocabulary: boolean },
): readonly ComparedCandidate[] {
  const [a, b] = [likeliest(ours, k), likeliest(theirs, k)];
  const pairs = isSameVocabulary ? [...a, ...b].map((id) => [id, id] as const) : pairedByBytes(ours, theirs, a, b);
  const seen = new Set<string>();
  const all = pairs.flatMap(([x, y]): ComparedCandidate[] => {
    const key = `${x} ${y}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const { text, bytes } = x === undefined ? theirs.vocabulary.piece(y as number) : ours.vocabulary.piece(x);
    return [{ text, bytes, ours: probabilityOf(ours, x), theirs: probabilityOf(theirs, y) }];
  });
  return all.sort((one, another) => higher(another) - higher(one));
}

type Ids = readonly [number | undefined, number | undefined];

function pairedByBytes(
  ours: Expectation,
  theirs: Expectation,
  a: readonly number[],
  b: readonly number[],
): readonly Ids[] {
  const inTheirs = idsOfBytes(
    theirs,
    a.map((id) => keyOf(ours, id)),
  );
  const inOurs = idsOfBytes(
    ours,
    b.map((id) => keyOf(theirs, id)),
  );
  return [
    ...a.map((id): Ids => [id, inTheirs.get(keyOf(ours, id))]),
    ...b.map((id): Ids => [inOurs.get(keyOf(theirs, id)), id]),
  ];
}

/** Of several entries with the same bytes, the most probable one. */
function idsOfBytes(of: Expectation, keys: readonly string[]): ReadonlyMap<string, number> {
  const wanted = new Set(keys);
  const found = new Map<string, number>();
  for (let id = 0; id < of.probabilities.length; id++) {
    const key = keyOf(of, id);
    if (!wanted.has(key)) continue;
    const known = found.get(key);
    if (known === undefined || of.probabilities[id] > of.probabilities[known]) found.set(key, id);
  }
  return found;
}

function keyOf({ vocabulary }: Expectation, id: number): string {
  return vocabulary.piece(id).bytes.join();
}

function likeliest({ probabilities }: Expectation, k: number): readonly number[] {
  return Array.from(descendingIds(Float32Array.from(probabilities)).subarray(0, k));
}

function probabilityOf({ probabilities }: Expectation, id: number | undefined): number | undefined {
  return id === undefined ? undefined : (probabilities[id] ?? 0);
}

function higher({ ours = 0, theirs = 0 }: ComparedCandidate): number {
  return Math.max(ours, theirs);
}
