// Text ↔ tokens for a checkpoint folder's tokenizer.json. The cutting itself is the tokenizers library's (the one inside
// @huggingface/transformers); exact places in the text are ours. Knows no model and loads nothing from a network.
import { join } from 'node:path';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import type { Failure } from '../engine/failure.ts';
import type { Token } from '../engine/protocol.ts';
import { byteLevelBytes } from './byteLevel.ts';
import { readJsonObject } from './jsonFile.ts';
import { sectionNormalizer } from './normalizer.ts';
import { decodedPieces, type Piece, pieceOf } from './piece.ts';
import { checkedTokenizerJson, type TokenizerJson } from './tokenizerJson.ts';
import { type ByteSource, placedTokens, textBytes } from './tokenSpans.ts';

/** Lower ranks are joined first; undefined where the list has no such pair. */
export type PairRank = (left: readonly number[], right: readonly number[]) => number | undefined;

export interface Tokenizer {
  /** No special tokens are added; those written in the text are recognised, as Hugging Face does. Fails: tokenizer-invalid. */
  encode(text: string): readonly Token[];
  /** encode(text).length without the places. */
  count(text: string): number;
  /** An entry of the vocabulary; entries that are not there (padded tables) have no bytes. */
  piece(id: number): Piece;
  /** Ends that are no whole characters become U+FFFD. */
  decode(ids: readonly number[]): string;
  /** Of a byte-pair tokenizer: how early the list of merges joins two parts. */
  readonly mergeRank?: PairRank;
  /** Largest id + 1. */
  readonly size: number;
}

/** The largest published ones have 35 MB. */
const MAX_TOKENIZER_BYTES = 200_000_000;

/** Fails with file-missing, file-unreadable, json-invalid, tokenizer-invalid. */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const file = join(folder, 'tokenizer.json');
  const json = checkedTokenizerJson(await readJsonObject(file, MAX_TOKENIZER_BYTES), file);
  return byteLevelTokenizer(file, json, libraryTokenizer(file, json));
}

function byteLevelTokenizer(file: string, json: TokenizerJson, library: HuggingFaceTokenizer): Tokenizer {
  const { piece, size } = vocabularyPieces(json);
  const idsOf = (text: string) => library.encode(text.toWellFormed(), { add_special_tokens: false }).ids as number[];
  const bytesOf = json.normalizer ? sectionNormalizer(json) : textBytes;
  return {
    encode: (text) => {
      const ids = idsOf(text);
      const source = bytesOf(text.toWellFormed());
      checkBytes(file, ids, piece, source);
      return placedTokens(ids, piece, source);
    },
    count: (text) => idsOf(text).length,
    piece,
    decode: (ids) => decodedPieces(ids, piece),
    mergeRank: mergeRanks(json),
    size,
  };
}

/** The list is read when it is first asked. */
function mergeRanks({ model }: TokenizerJson): PairRank {
  let ranks: Map<string, number> | undefined;
  const key = (left: readonly number[], right: readonly number[]) => `${left.join()} ${right.join()}`;
  return (left, right) => {
    ranks ??= new Map(
      model.merges.map((merge, rank) => {
        const [first, second] = typeof merge === 'string' ? merge.split(' ') : merge;
        return [key(byteLevelBytes(first) ?? [], byteLevelBytes(second) ?? []), rank];
      }),
    );
    return ranks.get(key(left, right));
  };
}

/** The library reads a second file only for settings that change nothing here (chat template, clean-up when decoding). */
function libraryTokenizer(file: string, json: TokenizerJson): HuggingFaceTokenizer {
  try {
    return new HuggingFaceTokenizer(json, {});
  } catch (error) {
    throw { code: 'tokenizer-invalid', file, problem: (error as Error).message } satisfies Failure;
  }
}

/** By id. Added tokens stand for themselves, the others are written in the byte-level alphabet. Made when asked for. */
function vocabularyPieces({ model, added_tokens }: TokenizerJson) {
  const written: string[] = [];
  for (const [token, id] of Object.entries(model.vocab)) written[id] = token;
  const pieces: Piece[] = [];
  for (const { id, content } of added_tokens) pieces[id] = pieceOf(content, true);
  const size = Math.max(written.length, pieces.length);
  const madeOf = (token: string | undefined) =>
    token === undefined ? NO_PIECE : pieceOf(byteLevelBytes(token) ?? token);
  const piece = (id: number) => {
    pieces[id] ??= madeOf(written[id]);
    return pieces[id];
  };
  return { piece, size };
}

const NO_PIECE: Piece = { bytes: [], text: '', special: false };

/** The tokens' bytes must be the text's: a file that lies about its pre-tokenizer would put every token in a wrong place. */
function checkBytes(file: string, ids: readonly number[], piece: (id: number) => Piece, source: ByteSource): void {
  let at = 0;
  for (const id of ids) {
    for (const byte of piece(id).bytes) {
      if (byte !== source.utf8[at++]) throw unplaceable(file, at - 1);
    }
  }
  if (at !== source.utf8.length) throw unplaceable(file, at);
}

function unplaceable(file: string, byte: number): Failure {
  const problem = `its tokens are not the text any more from byte ${byte} on, so their places cannot be told`;
  return { code: 'tokenizer-invalid', file, problem };
}
