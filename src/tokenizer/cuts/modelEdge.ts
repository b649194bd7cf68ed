// Whether a model cuts a word at a place wherever the word begins and ends. Knows no text.

import { unchangedText } from '../alignedText.ts';
import { byteLevelText } from '../byteLevelText.ts';
import type { JsonFields } from '../jsonFields.ts';
import { modelTypeOf } from '../models/wordModelOf.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { type Edge, everyPair } from './edge.ts';

/**
 * Tells it of byte-pair encoding. A merge over the place would make an entry that has the two characters beside it in a row,
 * so that no merge goes over it where no entry has them. Other models look at the word as a whole: Unigram adds up scores
 * from the word's beginning, whose rounding may decide between two paths.
 */
export function modelEdge(fields: JsonFields, vocabulary: Vocabulary, writesBytes: boolean): (edge: Edge) => boolean {
  const wholeWords = fields.flag('ignore_merges', false);
  const marks = fields.text('continuing_subword_prefix', '') + fields.text('end_of_word_suffix', '');
  if (modelTypeOf(fields) !== 'BPE' || wholeWords || marks !== '' || vocabulary.sharesIds) return () => false;
  const byteFallback = fields.flag('byte_fallback', false);
  /** How a character begins as symbols, each of them an entry; undefined where one is not in the vocabulary. */
  const written = (character: string): string | undefined => {
    if (writesBytes) {
      const bytes = byteLevelText(unchangedText(character)).text;
      return Array.from(bytes).every((byte) => vocabulary.id(byte) !== undefined) ? bytes : undefined;
    }
    if (vocabulary.id(character) !== undefined) return character;
    return byteFallback && vocabulary.byteIds(character) ? '<0x>' : undefined;
  };
  const before = precedingCharacters(vocabulary);
  return (edge) =>
    everyPair(edge, (left, right) => {
      const [own, next] = [written(left), written(right)];
      if (own === undefined || next === undefined) return false; // it is dropped, or becomes one with its neighbour
      return !before(Array.from(next)[0]).has(Array.from(own).at(-1) as string);
    });
}

/** For a character, the characters that stand right before it in an entry of the vocabulary. */
function precedingCharacters(vocabulary: Vocabulary): (character: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (character) => {
    const before = known.get(character);
    if (before) return before;
    const seen = new Set<string>();
    for (let id = 0; id < vocabulary.size; id++) addPreceding(seen, vocabulary.token(id) ?? '', character);
    known.set(character, seen);
    return seen;
  };
}

function addPreceding(seen: Set<string>, entry: string, character: string): void {
  for (let at = entry.indexOf(character, 1); at > 0; at = entry.indexOf(character, at + 1)) {
    const low = entry.charCodeAt(at - 1);
    const from = low >= 0xdc00 && low < 0xe000 && at > 1 ? at - 2 : at - 1;
    seen.add(entry.slice(from, at));
  }
}
