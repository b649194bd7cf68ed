// The list of merges of a byte-pair model, in either of the two forms that files have. Knows no vocabulary.
import { type JsonFields, quoted } from '../jsonFields.ts';

/** As many ranks as bpe.ts has room for in its queue. Published lists have up to 600,000. */
const MAX_MERGES = 2 ** 21;

/**
 * The merges, lowest rank first: 'Ġ t' in older files, ['Ġ', 't'] in newer ones → ['Ġ', 't']. Fails with
 * tokenizer-invalid.
 */
export function mergeList(fields: JsonFields): readonly (readonly [string, string])[] {
  const { merges } = fields.values;
  if (!Array.isArray(merges)) throw fields.invalid('is missing', 'merges');
  if (merges.length > MAX_MERGES) throw fields.invalid(`has more than ${MAX_MERGES} entries`, 'merges');
  return merges.map((merge, i) => {
    const pair: unknown = typeof merge === 'string' ? merge.split(' ') : merge;
    if (Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string' && typeof pair[1] === 'string') {
      return pair as [string, string];
    }
    throw fields.invalid(`is ${quoted(merge)}, not a pair`, `merges[${i}]`);
  });
}
