// Text ↔ tokens for a checkpoint folder's tokenizer.json. The cutting itself is the tokenizers library's (the one inside
// @huggingface/transformers); exact places in the text are ours. Knows no model and loads nothing from a network.
import { join } from 'node:path';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import type { Failure } from '../engine/failure.ts';
import type { Token } from '../engine/protocol.ts';
import { byteLevelBytes } from './byteLevel.ts';
import { type JsonObject, readJsonObject } from './jsonFile.ts';
import { type ByteSource, normalizedBytes, type Piece, pieceOf, placedTokens, textBytes } from './tokenSpans.ts';

export interface Tokenizer {
  /** No special tokens are added; those written in the text are recognised, as Hugging Face does. */
  encode(text: string): readonly Token[];
  /** encode(text).length without the places. */
  count(text: string): number;
  /** An entry of the vocabulary; entries that are not there (padded tables) have no bytes. */
  piece(id: number): Piece;
  /** Largest id + 1. */
  readonly size: number;
}

/** The largest published ones have 35 MB. */
const MAX_TOKENIZER_BYTES = 200_000_000;

/** Fails with file-missing, file-unreadable, json-invalid, tokenizer-invalid. */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const file = join(folder, 'tokenizer.json');
  const json = await readJsonObject(file, MAX_TOKENIZER_BYTES);
  checkByteLevel(file, json);
  try {
    // The library reads a second file only for settings that change nothing here (chat template, clean-up when decoding).
    return byteLevelTokenizer(file, new HuggingFaceTokenizer(json, {}), normalizerOf(json));
  } catch (problem) {
    throw problem instanceof Error ? invalid(file, problem.message) : problem;
  }
}

function byteLevelTokenizer(file: string, library: HuggingFaceTokenizer, normalize: Normalize): Tokenizer {
  const pieces = vocabularyPieces(file, library);
  const piece = (id: number) => pieces[id] ?? NO_PIECE;
  const idsOf = (text: string) => library.encode(text.toWellFormed(), { add_special_tokens: false }).ids as number[];
  return {
    encode: (text) => {
      const ids = idsOf(text);
      const source = normalize(text.toWellFormed());
      const bytes = ids.reduce((sum, id) => sum + piece(id).bytes.length, 0);
      if (bytes !== source.length) {
        throw invalid(file, `its tokens have ${bytes} bytes, the text ${source.length}: places would be wrong`);
      }
      return placedTokens(ids, piece, source);
    },
    count: (text) => idsOf(text).length,
    piece,
    size: pieces.length,
  };
}

const NO_PIECE: Piece = { bytes: [], text: '', special: false };

/** By id. Added tokens stand for themselves, the others are written in the byte-level alphabet. */
function vocabularyPieces(file: string, library: HuggingFaceTokenizer): Piece[] {
  const pieces: Piece[] = [];
  for (const [token, id] of library.get_vocab(false)) {
    if (!Number.isInteger(id) || id < 0 || id > 10_000_000)
      throw invalid(file, `token ${JSON.stringify(token)} has id ${id}`);
    const bytes = byteLevelBytes(token) ?? [...new TextEncoder().encode(token)];
    pieces[id] = pieceOf(bytes);
  }
  for (const [id, { content }] of library.get_added_tokens_decoder()) {
    pieces[id] = pieceOf([...new TextEncoder().encode(content)], true);
  }
  return pieces;
}

type Normalize = (text: string) => ByteSource;

/** None, or NFC: which kinds change the text so that places could not be told is decided in checkByteLevel. */
function normalizerOf({ normalizer }: JsonObject): Normalize {
  if (!isRecord(normalizer) || normalizer.type !== 'NFC') return textBytes;
  return (text) => {
    if (text.normalize('NFC') === text) return textBytes(text);
    // Combining marks never leave their grapheme, nor do the parts of a Hangul syllable.
    const segments = Array.from(
      new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text),
      (part) => part.segment,
    );
    return normalizedBytes(
      segments,
      segments.map((segment) => segment.normalize('NFC')),
    );
  };
}

function checkByteLevel(file: string, { model, decoder, normalizer }: JsonObject): void {
  if (!isRecord(model) || !isRecord(model.vocab)) throw invalid(file, 'it has no model with a vocabulary');
  if (model.type !== undefined && model.type !== 'BPE')
    throw invalid(file, `its model is ${JSON.stringify(model.type)}, only byte-level BPE is supported`);
  if (!Array.isArray(model.merges)) throw invalid(file, 'its list of merges is missing');
  if (!isRecord(decoder) || !mentions(decoder, 'ByteLevel'))
    throw invalid(file, 'it is not byte-level; only byte-level BPE is supported');
  if (normalizer !== null && normalizer !== undefined && !(isRecord(normalizer) && normalizer.type === 'NFC')) {
    const type = isRecord(normalizer) ? normalizer.type : normalizer;
    throw invalid(file, `its normalizer ${JSON.stringify(type)} changes the text, and places could not be told`);
  }
}

/** The decoder itself or one of a sequence. */
function mentions(decoder: JsonObject, type: string): boolean {
  const { decoders } = decoder;
  return (
    decoder.type === type || (Array.isArray(decoders) && decoders.some((one) => isRecord(one) && one.type === type))
  );
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(file: string, problem: string): Failure {
  return { code: 'tokenizer-invalid', file, problem };
}
