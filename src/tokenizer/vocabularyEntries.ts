// The vocabulary of a tokenizer as a list to look through: every entry as it is written and what it stands for, of which kind it
// is, and which merge makes it. Knows no text.
import { type AddedToken, addedTokensOf } from './addedTokens.ts';
import { decoderOf } from './decoders/decoderOf.ts';
import { KIND } from './gguf/listedToken.ts';
import type { JsonFields } from './jsonFields.ts';
import { limitedDecoder } from './limitedSteps.ts';
import { type ListedMerge, mergesByResult } from './mergesByResult.ts';
import { modelTypeOf } from './models/wordModelOf.ts';
import { type TokenizerFields, tokenizerFields } from './tokenizerFields.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';
import { vocabularyPieces } from './vocabularyPieces.ts';

export interface ListedEntry {
  readonly id: number;
  readonly written: string;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly kind: 'normal' | 'byte' | 'special' | 'added' | 'unknown' | 'unused';
  readonly score: number | undefined;
}

export interface VocabularyEntries {
  /** BPE, Unigram, WordPiece, WordLevel. */
  readonly type: string;
  /** Largest id + 1. */
  readonly size: number;
  readonly merges: number;
  readonly added: number;
  /** An id without an entry is unused, and written as nothing. */
  entry(id: number): ListedEntry;
  /** The first merge that makes what is written so. */
  merge(written: string): ListedMerge | undefined;
}

/** Fails like loadTokenizer(). */
export async function loadVocabularyEntries(folder: string): Promise<VocabularyEntries> {
  return vocabularyEntries(await tokenizerFields(folder));
}

function vocabularyEntries({ fields: file, metadata }: TokenizerFields): VocabularyEntries {
  const model = file.part('model');
  if (!model) throw file.invalid('is missing', 'model');
  const vocabulary = vocabularyOf(model);
  const added = addedTokensOf(file, vocabulary);
  const decoder = limitedDecoder(file, decoderOf(file.part('decoder')));
  const pieces = vocabularyPieces(vocabulary, added, decoder, (part) => part);
  const merges = mergesByResult(model);
  const kinds = metadata?.numbers('tokenizer.ggml.token_type');
  const kindOf = kindsOf(model, vocabulary, added, kinds);
  const scores = scoresOf(model);
  return {
    type: modelTypeOf(model),
    size: pieces.size,
    merges: merges.count,
    added: added.length,
    entry: (id) => {
      const written = pieces.written(id) ?? '';
      const { text, bytes } = pieces.piece(id);
      return { id, written, text, bytes, kind: kindOf(id, written), score: scores(id) };
    },
    merge: merges.of,
  };
}

/** Those of a GGUF file are numbered there; of tokenizer.json they are what its fields and the form of an entry say. */
function kindsOf(
  model: JsonFields,
  vocabulary: Vocabulary,
  added: readonly AddedToken[],
  numbered: readonly number[] | undefined,
): (id: number, written: string) => ListedEntry['kind'] {
  const byId = new Map(added.map((token) => [token.id, token]));
  const unknown = typeof model.values.unk_token === 'string' ? vocabulary.id(model.values.unk_token) : undefined;
  const unknownId = unknown ?? (typeof model.values.unk_id === 'number' ? model.values.unk_id : undefined);
  return (id, written) => {
    if (id === unknownId || numbered?.[id] === KIND.unknown) return 'unknown';
    const own = byId.get(id);
    if (own) return own.special ? 'special' : 'added';
    if (written === '' || numbered?.[id] === KIND.unused) return 'unused';
    return numbered?.[id] === KIND.byte || /^<0x[0-9A-F]{2}>$/.test(written) ? 'byte' : 'normal';
  };
}

/** Unigram has a list of entries with theirs. */
function scoresOf({ values }: JsonFields): (id: number) => number | undefined {
  const { vocab } = values;
  return (id) => {
    const score: unknown = Array.isArray(vocab) && Array.isArray(vocab[id]) ? vocab[id][1] : undefined;
    return typeof score === 'number' ? score : undefined;
  };
}
