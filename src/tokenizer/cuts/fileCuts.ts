// Where texts may be cut for a tokenizer.json, once it is known to be valid. Knows no text.
import { type AddedToken, writtenFor } from '../addedTokens.ts';
import type { JsonFields } from '../jsonFields.ts';
import type { Normalizer } from '../normalizers/normalizer.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { addedEdge, type SearchedToken } from './addedEdge.ts';
import { edgeOf, type IsCut, isCutBy } from './cutPoints.ts';
import { modelEdge } from './modelEdge.ts';
import { normalizerEdge } from './normalizerEdge.ts';
import { preTokenizerEdge } from './preTokenizerEdge.ts';

export interface CutParts {
  readonly file: JsonFields;
  readonly model: JsonFields;
  readonly vocabulary: Vocabulary;
  readonly added: readonly AddedToken[];
  readonly normalize: Normalizer;
  /** Whether the model writes words in GPT-2's alphabet by itself. */
  readonly writesBytes: boolean;
}

/** What is asked for the first time takes the longest. */
export function fileCuts({ file, model, vocabulary, added, normalize, writesBytes }: CutParts): IsCut {
  let searched: { readonly plain: readonly SearchedToken[]; readonly normalized: readonly SearchedToken[] } | undefined;
  const search = () => {
    const as = (token: AddedToken, by?: Normalizer) => ({ ...token, written: writtenFor(token, by) });
    return {
      plain: added.filter((token) => !token.normalized).map((token) => as(token)),
      normalized: added.filter((token) => token.normalized).map((token) => as(token, normalize)),
    };
  };
  const isCutInWord = modelEdge(model, vocabulary, writesBytes);
  return isCutBy((left, right) => {
    searched ??= search();
    const edge = edgeOf(left, right);
    if (!addedEdge(searched.plain, edge)) return false;
    const normalized = normalizerEdge(file.part('normalizer'), edge);
    if (!normalized || !addedEdge(searched.normalized, normalized)) return false;
    const words = preTokenizerEdge(file.part('pre_tokenizer'), { ...normalized, endsWord: false }, writesBytes);
    return words !== undefined && (words.endsWord || isCutInWord(words));
  });
}
