// Byte-pair encoding by a list of merges (Sennrich et al. 2016, §3.2; tokenizers library, models/bpe): over bytes in
// GPT-2's alphabet, or over characters, with single bytes for those that the vocabulary lacks (SentencePiece's byte
// fallback). Knows words, no text.

import { mergePairs } from '../bpe.ts';
import { byteLevelAlphabet } from '../byteLevel.ts';
import { type JsonFields, quoted } from '../jsonFields.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { mergeList } from './mergeList.ts';
import { PairRanks } from './pairRanks.ts';
import type { Pieces, WordModel } from './wordModel.ts';

interface BytePair {
  readonly vocabulary: Vocabulary;
  readonly byteLevel: boolean;
  readonly byteFallback: boolean;
  /** The id of unk_token. */
  readonly unknown: number | undefined;
  /** Whether consecutive unknown characters are one token. */
  readonly fusesUnknown: boolean;
  /** Written in front of every character of a word but the first. */
  readonly prefix: string;
  /** Written after the last character of a word, such as </w>. */
  readonly suffix: string;
}

/** The model that the file describes. Fails with tokenizer-invalid. */
export function bytePair(fields: JsonFields, vocabulary: Vocabulary, byteLevel: boolean): WordModel {
  fields.only('dropout', null, 0);
  const unknown = fields.text('unk_token', '');
  const model: BytePair = {
    vocabulary,
    byteLevel,
    byteFallback: fields.flag('byte_fallback', false),
    unknown: unknown === '' ? undefined : vocabulary.required(fields, 'unk_token'),
    fusesUnknown: fields.flag('fuse_unk', false),
    prefix: fields.text('continuing_subword_prefix', ''),
    suffix: fields.text('end_of_word_suffix', ''),
  };
  const wholeFirst = fields.flag('ignore_merges', false);
  const merges = mergeTable(fields, model);
  return (word) => {
    const whole = wholeFirst ? vocabulary.id(byteLevel ? byteLevelWord(word) : word) : undefined;
    if (whole !== undefined) return { ids: [whole], bytes: [Buffer.byteLength(word)] };
    return merged(symbolsOf(word, model), merges);
  };
}

interface MergeTable {
  /** The place of a pair of ids in the list of merges. */
  readonly ranks: PairRanks;
  /** The id that the merge of each rank makes. */
  readonly made: Int32Array;
}

function mergeTable(fields: JsonFields, { vocabulary, prefix }: BytePair): MergeTable {
  const merges = mergeList(fields);
  const ranks = new PairRanks(merges.length);
  const made = new Int32Array(merges.length);
  const joinedId = joinedIds(vocabulary);
  for (const [rank, [left, right]] of merges.entries()) {
    const first = vocabulary.id(left);
    const second = vocabulary.id(right);
    const joined = joinedId(left, right.slice(prefix.length));
    if (first === undefined || second === undefined || joined === undefined) {
      const pair = `${quoted(left)} and ${quoted(right)}`;
      throw fields.invalid(`joins ${pair}, which are not all in the vocabulary`, `merges[${rank}]`);
    }
    ranks.set(first, second, rank);
    made[rank] = joined;
  }
  return { ranks, made };
}

/**
 * The id of two texts in a row. In most files the results of the merges have consecutive ids, or the same one several times,
 * which is faster to compare with than to look up.
 */
function joinedIds(vocabulary: Vocabulary): (left: string, right: string) => number | undefined {
  let last = 0;
  const is = (id: number, left: string, right: string) => {
    const token = vocabulary.token(id);
    return token?.length === left.length + right.length && token.startsWith(left) && token.endsWith(right);
  };
  return (left, right) => {
    const near = is(last, left, right) ? last : is(last + 1, left, right) ? last + 1 : undefined;
    const id = near ?? vocabulary.id(left + right);
    if (id !== undefined) last = id;
    return id;
  };
}

function merged(symbols: Symbols, { ranks, made }: MergeTable): Pieces {
  const { ids, ends } = symbols;
  const parts = mergePairs(
    ids.length,
    (first, second) => ranks.get(ids[first], ids[second]),
    (first, second, rank) => {
      ids[first] = made[rank];
      ends[first] = ends[second];
    },
  );
  return piecesOf(parts, symbols);
}

/** Symbols of a word, and where each begins and ends in its UTF-8. Between two may be bytes that are in no token. */
interface Symbols {
  readonly ids: number[];
  readonly starts: number[];
  readonly ends: number[];
  /** The bytes of the word so far. */
  length: number;
}

/** The parts as pieces that follow one another; what is in no token is a piece of its own, unless a merge went over it. */
function piecesOf(parts: readonly number[], { ids, starts, ends, length }: Symbols): Pieces {
  const pieces = { ids: [] as number[], bytes: [] as number[] };
  let done = 0;
  const add = (id: number, end: number) => {
    pieces.ids.push(id);
    pieces.bytes.push(end - done);
    done = end;
  };
  for (const part of parts) {
    if (starts[part] > done) add(NO_TOKEN, starts[part]);
    add(ids[part], ends[part]);
  }
  if (length > done) add(NO_TOKEN, length);
  return pieces;
}

/**
 * What the merges begin with: the word's bytes or characters, or what stands for characters that the vocabulary lacks.
 */
function symbolsOf(word: string, model: BytePair): Symbols {
  const { vocabulary, byteLevel, prefix, suffix } = model;
  const characters = byteLevel ? Array.from(Buffer.from(word), (byte) => byteLevelAlphabet[byte]) : Array.from(word);
  const symbols: Symbols = { ids: [], starts: [], ends: [], length: 0 };
  for (const [i, character] of characters.entries()) {
    const written = `${i > 0 ? prefix : ''}${character}${i === characters.length - 1 ? suffix : ''}`;
    const length = byteLevel ? 1 : Buffer.byteLength(character);
    const id = vocabulary.id(written);
    if (id === undefined) addUnknown(symbols, written, length, model);
    else add(symbols, id, length);
  }
  return symbols;
}

function addUnknown(symbols: Symbols, written: string, length: number, model: BytePair): void {
  const { vocabulary, byteFallback, unknown, fusesUnknown } = model;
  const byteIds = byteFallback ? vocabulary.byteIds(written) : undefined;
  if (byteIds) {
    for (const id of byteIds) add(symbols, id, 1);
  } else if (unknown === undefined) {
    symbols.length += length; // the library leaves it out before it merges: its neighbours become neighbours
  } else if (fusesUnknown && symbols.ids.at(-1) === unknown) {
    symbols.length += length;
    symbols.ends[symbols.ends.length - 1] = symbols.length;
  } else {
    add(symbols, unknown, length);
  }
}

function add(symbols: Symbols, id: number, length: number): void {
  symbols.ids.push(id);
  symbols.starts.push(symbols.length);
  symbols.length += length;
  symbols.ends.push(symbols.length);
}

/** The id of bytes that are in no token, which are dropped when tokens get their spans. */
const NO_TOKEN = -1;

function byteLevelWord(word: string): string {
  let written = '';
  for (const byte of Buffer.from(word)) written += byteLevelAlphabet[byte];
  return written;
}
