// The entries of a vocabulary by id and by text. Knows no text and no way of cutting it.
import { isRecord } from '../contract/isRecord.ts';
import { type JsonFields, quoted } from './jsonFields.ts';

/** Ids are places in a list, which this bounds. The largest published vocabularies have 262,144 entries. */
export const MAX_ID = 10_000_000;

export interface Vocabulary {
  id(token: string): number | undefined;
  token(id: number): string | undefined;
  /**
   * The ids of the tokens of a text's UTF-8 bytes (SentencePiece's byte fallback); undefined where one of them is
   * missing. 'è' → those of <0xC3> and <0xA8>
   */
  byteIds(text: string): readonly number[] | undefined;
  /** The id of the token that a field names, such as unk_token. Fails with tokenizer-invalid. */
  required(fields: JsonFields, name: string): number;
  /** The length of the longest entry in UTF-16 units. */
  readonly longest: number;
  /** Largest id + 1. */
  readonly size: number;
  /** The number of entries, which is less than the size where ids have gaps. */
  readonly entries: number;
  /** Whether several entries have one id, as in no published vocabulary. */
  readonly sharesIds: boolean;
}

/**
 * The vocabulary of tokenizer.json's model: an object of tokens with their ids, or a list of tokens with scores; of a GGUF
 * file, a map. Fails with tokenizer-invalid.
 */
export function vocabularyOf(model: JsonFields): Vocabulary {
  const ids = entriesOf(model);
  const tokens: string[] = [];
  let longest = 0;
  let sharesIds = false;
  for (const [token, id] of ids) {
    sharesIds ||= tokens[id] !== undefined;
    tokens[id] = token;
    longest = Math.max(longest, token.length);
  }
  const required = (fields: JsonFields, name: string) => {
    const id = ids.get(fields.text(name));
    if (id === undefined)
      throw fields.invalid(`is ${quoted(fields.values[name])}, which is not in the vocabulary`, name);
    return id;
  };
  const byteIds = (text: string) => {
    const each = Array.from(Buffer.from(text), (byte) => ids.get(BYTE_TOKENS[byte]));
    return each.every((id) => id !== undefined) ? each : undefined;
  };
  const entries = Array.isArray(model.values.vocab) ? tokens.length : ids.size;
  const size = tokens.length;
  return {
    id: (token) => ids.get(token),
    token: (id) => tokens[id],
    byteIds,
    required,
    longest,
    size,
    entries,
    sharesIds,
  };
}

/** How bytes are written as tokens: 10 → '<0x0A>' */
const BYTE_TOKENS = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);

function entriesOf(model: JsonFields): ReadonlyMap<string, number> {
  const { vocab } = model.values;
  if (isPieceList(vocab)) return new Map(vocab.map(([token], id) => [token, id]));
  if (vocab instanceof Map) return vocab; // no file has one: ggufTokenizer() makes it, with places in a list as ids
  if (!isRecord(vocab)) throw model.invalid('is missing or no vocabulary', 'vocab');
  const ids = new Map<string, number>();
  const entries = vocab as Readonly<Record<string, number>>;
  // Parsed JSON inherits nothing enumerable, so that for…in is safe; Object.entries() takes 40 ms more for 150,000
  // entries.
  for (const token in entries) {
    const id = entries[token];
    if (!Number.isInteger(id) || id < 0 || id >= MAX_ID)
      throw model.invalid(`gives ${quoted(token)} the id ${quoted(id)}`, 'vocab');
    ids.set(token, id);
  }
  return ids;
}

/** Whether it is a list of entries with their scores, whose place in the list is the id. */
function isPieceList(vocab: unknown): vocab is readonly (readonly [string, unknown])[] {
  return Array.isArray(vocab) && vocab.every((entry) => Array.isArray(entry) && typeof entry[0] === 'string');
}
