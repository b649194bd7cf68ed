// The merges of a byte-pair tokenizer by what they make, for looking up where an entry of the vocabulary comes from. Knows no text.
import type { JsonFields } from './jsonFields.ts';
import { mergeList } from './models/mergeList.ts';
import { modelTypeOf } from './models/wordModelOf.ts';

/** As the file writes its parts; the lowest rank is merged first. */
export interface ListedMerge {
  readonly left: string;
  readonly right: string;
  readonly rank: number;
  /** How many later merges make the same. */
  readonly others: number;
}

export interface MergesByResult {
  readonly count: number;
  /** The first merge that makes what is written so. ('Ġ', 't') makes 'Ġt'; with the prefix ##, ('a', '##b') makes 'ab'. */
  of(written: string): ListedMerge | undefined;
}

/** None where tokens are not made by merging pairs. Fails with tokenizer-invalid. */
export function mergesByResult(model: JsonFields): MergesByResult {
  if (modelTypeOf(model) !== 'BPE') return { count: 0, of: () => undefined };
  const list = mergeList(model);
  const prefix = model.text('continuing_subword_prefix', '').length;
  const first = new Map<string, { readonly rank: number; others: number }>();
  for (const [rank, [left, right]] of list.entries()) {
    const written = left + right.slice(prefix);
    const known = first.get(written);
    if (known) known.others++;
    else first.set(written, { rank, others: 0 });
  }
  return {
    count: list.length,
    of: (written) => {
      const found = first.get(written);
      if (!found) return undefined;
      const [left, right] = list[found.rank];
      return { left, right, ...found };
    },
  };
}
