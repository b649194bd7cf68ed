// The ranks of a byte-pair tokenizer's merges by the bytes of their parts, for replaying how a token was made. Knows no
// text.
import type { Decoder, Surface } from './decoders/decoder.ts';
import type { JsonFields } from './jsonFields.ts';
import { mergeList } from './models/mergeList.ts';
import { modelTypeOf } from './models/wordModelOf.ts';

export interface MergeRanks {
  /** What the merges begin with: bytes for a byte-level tokenizer such as GPT-2's, characters for SentencePiece's. */
  readonly unit: 'byte' | 'character';
  /** The rank of a pair; lower ranks are merged first. Undefined where the list has no such pair. */
  rank(left: readonly number[], right: readonly number[]): number | undefined;
}

/**
 * The ranks; undefined where tokens are not made by merging pairs, or where parts have marks that are not in the text
 * (</w>). The list is read when a rank is first asked for.
 */
export function mergeRanksOf(model: JsonFields, decoder: Decoder): MergeRanks | undefined {
  const marked = model.text('end_of_word_suffix', '') + model.text('continuing_subword_prefix', '');
  if (modelTypeOf(model) !== 'BPE' || marked !== '') return undefined;
  let ranks: ReadonlyMap<string, number> | undefined;
  const read = () =>
    new Map(
      mergeList(model).map(([left, right], rank) => [keyOf(bytesOf(left, decoder), bytesOf(right, decoder)), rank]),
    );
  return {
    unit: typeof decoder.surface('a') === 'string' ? 'character' : 'byte',
    rank: (left, right) => {
      ranks ??= read();
      return ranks.get(keyOf(left, right));
    },
  };
}

function bytesOf(token: string, decoder: Decoder): readonly number[] {
  const surface: Surface = decoder.surface(token);
  return typeof surface === 'string' ? [...Buffer.from(surface)] : surface;
}

function keyOf(left: readonly number[], right: readonly number[]): string {
  return `${left.join()} ${right.join()}`;
}
