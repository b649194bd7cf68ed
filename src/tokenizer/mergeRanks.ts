// How a byte-pair tokenizer's merges make a token, in bytes: what a replay of them needs. Knows no text.
import type { Decoder, Surface } from './decoders/decoder.ts';
import type { JsonFields } from './jsonFields.ts';
import { mergeList } from './models/mergeList.ts';
import { modelTypeOf } from './models/wordModelOf.ts';

export interface MergeRanks {
  /** What the merges begin with: GPT-2's and its like with bytes, SentencePiece's with characters. */
  readonly unit: 'byte' | 'character';
  /** Lower ranks are joined first; undefined where the list has no such pair. */
  rank(left: readonly number[], right: readonly number[]): number | undefined;
}

/** undefined where tokens are not made by merging pairs, or a part is not written as it is read (</w>). The list is read when it is first asked. */
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
