// Text ↔ tokens for a checkpoint folder's tokenizer.json, with the steps of Hugging Face's tokenizers library: added
// tokens are found, the rest is normalized and pre-tokenized into words, and the model cuts every word into vocabulary
// entries. The steps are written anew (normalizers/, preTokenizers/, models/, decoders/), since @huggingface/tokenizers
// does not say where tokens are in the text. Knows no model, no network.
import type { Token } from '../contract/tokens.ts';
import { addedTokenFinder, addedTokensOf } from './addedTokens.ts';
import { type AlignedText, unchangedText } from './alignedText.ts';
import { beginByClass } from './beginByClass.ts';
import { withinGrowth } from './boundedGrowth.ts';
import type { IsCut } from './cuts/cutPoints.ts';
import { type CutParts, fileCuts } from './cuts/fileCuts.ts';
import { decoderOf } from './decoders/decoderOf.ts';
import { withoutAddedSpaces } from './decoders/withoutAddedSpaces.ts';
import { JsonFields } from './jsonFields.ts';
import { hasExpression, limited, limitedDecoder, limitedNormalizer } from './limitedSteps.ts';
import { type MergeRanks, mergeRanksOf } from './mergeRanks.ts';
import type { Pieces } from './models/wordModel.ts';
import { canWriteBytes, wordModelOf } from './models/wordModelOf.ts';
import { normalizerOf } from './normalizers/normalizerOf.ts';
import type { Piece } from './piece.ts';
import { frameOf } from './postProcessor.ts';
import { preTokenizerOf } from './preTokenizers/preTokenizerOf.ts';
import { readTokenizerConfig } from './tokenizerConfig.ts';
import { tokenizerFields } from './tokenizerFields.ts';
import { wordPlacer } from './tokenSpans.ts';
import { vocabularyOf } from './vocabulary.ts';
import { vocabularyPieces } from './vocabularyPieces.ts';

export interface EncodeOptions {
  /** Puts the tokens in front that the tokenizer puts there by itself (<s>), unless the text begins with them. */
  readonly special?: boolean;
  /** Puts the tokens behind that the tokenizer puts there by itself ([SEP], </s>), unless the text ends with them. */
  readonly closed?: boolean;
}

export interface DecodeOptions {
  /** Leaves out special tokens such as <s>. */
  readonly skipSpecial?: boolean;
  /**
   * Does what clean_up_tokenization_spaces of tokenizer_config.json asks for: ' .' becomes '.', " n't" becomes "n't".
   */
  readonly cleanUpSpaces?: boolean;
}

export interface Tokenizer {
  /**
   * The tokens of a text, in order. Special tokens that are written in the text are recognised, as in Hugging Face's
   * library. Fails with tokenizer-invalid.
   */
  encode(text: string, options?: EncodeOptions): readonly Token[];
  /** The same as encode(text).length, but faster. Fails with tokenizer-invalid. */
  count(text: string): number;
  /**
   * Whether count(text) is the sum of the count up to a place and what the rest adds behind the character before it:
   * count(x + y) = count(x) + count(ℓ + y) − count(ℓ), where x ends with ℓ. The tokens are the same, too. Only two units on
   * either side of the place decide it. A tokenizer of which it is not proven says no everywhere.
   */
  readonly isCut: IsCut;
  /**
   * How many tokens begin in each part of a text that is cut at these ascending places, in UTF-16 code units; one part more
   * than places. There where it costs no more than count(); countParts.ts has it for all.
   */
  countParts?(text: string, places: readonly number[]): readonly number[];
  /** An entry of the vocabulary; ids without an entry, as in padded embedding tables, have no bytes. */
  piece(id: number): Piece;
  /** The text of tokens, with the same result as Hugging Face's decode(). */
  decode(ids: readonly number[], options?: DecodeOptions): string;
  /** The ranks of a byte-pair tokenizer's merges. */
  readonly mergeRanks?: MergeRanks;
  /** Largest id + 1. */
  readonly size: number;
}

/** A checkpoint's tokenizer, which also knows the words that it cuts into tokens. */
export interface WordTokenizer extends Tokenizer {
  /**
   * The tokens of encode(), by word of the pre-tokenizer: no token crosses the end of a word. Every added token, and every
   * one in front of the text, is by itself. Fails with tokenizer-invalid.
   */
  words(text: string, options?: EncodeOptions): readonly (readonly Token[])[];
}

/**
 * The tokenizer of a checkpoint folder: tokenizer.json, or else vocab.json with merges.txt; or that of a GGUF file. Fails
 * with file-missing, file-unreadable, gguf-header, json-invalid, tokenizer-invalid.
 */
export async function loadTokenizer(folder: string): Promise<WordTokenizer> {
  const { fields, metadata } = await tokenizerFields(folder);
  if (metadata) return tokenizerFrom(fields, new JsonFields({}, metadata.file));
  return tokenizerFrom(fields, (await readTokenizerConfig(folder)).fields);
}

/**
 * The tokenizer that tokenizer.json describes, with what tokenizer_config.json puts in front of a text. `truncation` and
 * `padding` are ignored, since they are not for reading one text.
 */
function tokenizerFrom(file: JsonFields, config: JsonFields): WordTokenizer {
  const model = file.part('model');
  if (!model) throw file.invalid('is missing', 'model');
  const vocabulary = vocabularyOf(model);
  const added = addedTokensOf(file, vocabulary);
  const decoder = limitedDecoder(file, decoderOf(file.part('decoder')));
  const normalizerFields = file.part('normalizer');
  const normalize = normalizerFields ? normalizerOf(normalizerFields) : (part: AlignedText) => part;
  const pieces = vocabularyPieces(vocabulary, added, decoder, limitedNormalizer(file, normalize));
  const idOf = (token: string) => added.find(({ content }) => content === token)?.id ?? vocabulary.id(token);
  const frame = frameOf(file.part('post_processor'), vocabulary);
  const { behind } = frame;
  const front = beginByClass(config, idOf) ?? frame.front;
  if (front.some((id) => id >= pieces.size))
    throw file.invalid('puts a token in front that is not there', 'post_processor');
  const parts = { file, model, vocabulary, added, normalize, writesBytes: writesBytes(file, model) };
  const cut = cutterOf(parts);
  const wordsOf = (text: string, { special = false, closed = false }: EncodeOptions = {}): Token[][] => {
    const whole = text.toWellFormed();
    const words = cut(whole, wordPlacer(whole, pieces.piece)).filter((tokens) => tokens.length > 0);
    if (closed && behind.some((id) => id >= pieces.size))
      throw file.invalid('puts a token behind that is not there', 'post_processor');
    const end = { start: whole.length, end: whole.length };
    const endBytes = { start: Buffer.byteLength(whole), end: Buffer.byteLength(whole) };
    return [
      ...(special && !begins(words, front) ? front : []).map((id) => [besideText(id, pieces.piece, START, START)]),
      ...words,
      ...(closed && !ends(words, behind) ? behind : []).map((id) => [besideText(id, pieces.piece, end, endBytes)]),
    ];
  };
  return {
    encode: (text, options) => wordsOf(text, options).flat(),
    words: wordsOf,
    count: (text) =>
      cut(text.toWellFormed(), (_, { ids }) => ids.reduce((n, id) => n + (id < 0 ? 0 : 1), 0)).reduce(
        (a, b) => a + b,
        0,
      ),
    isCut: fileCuts({ ...parts, normalize: limitedNormalizer(file, normalize) }),
    piece: pieces.piece,
    decode: (ids, { skipSpecial = false, cleanUpSpaces = false } = {}) => {
      const kept = skipSpecial ? ids.filter((id) => !pieces.isSpecial(id)) : ids;
      const text = decoder.decode(kept.map(pieces.written).filter((token) => token !== undefined)).join('');
      return cleanUpSpaces ? withoutAddedSpaces(text) : text;
    },
    mergeRanks: mergeRanksOf(model, decoder),
    size: pieces.size,
  };
}

/** Cuts a well-formed text; `take` gets every word with its pieces, in order. */
type CutText = <Taken>(text: string, take: (word: AlignedText, pieces: Pieces) => Taken) => Taken[];

/** Whether the model writes words in GPT-2's alphabet by itself: it can, and the last step before it would write them. */
function writesBytes(file: JsonFields, model: JsonFields): boolean {
  return canWriteBytes(model) && endsIn(file.part('pre_tokenizer'), 'ByteLevel');
}

function cutterOf({ file, model, vocabulary, added, normalize, writesBytes }: CutParts): CutText {
  const preTokenizerFields = file.part('pre_tokenizer');
  const wordsOf = preTokenizerFields ? preTokenizerOf(preTokenizerFields, writesBytes) : (part: AlignedText) => [part];
  const piecesOf = wordModelOf(model, vocabulary, writesBytes);
  const findAdded = addedTokenFinder(added);
  const findNormalized = addedTokenFinder(added, limitedNormalizer(file, normalize));
  const cut: CutText = (text, take) => {
    const taken: ReturnType<typeof take>[] = [];
    for (const outer of findAdded(unchangedText(text))) {
      const sections = outer.added ? [outer] : findNormalized(normalize(outer.part));
      for (const { part, added: token } of sections) {
        if (token) taken.push(take(part, { ids: [token.id], bytes: [Buffer.byteLength(part.text)] }));
        else if (part.text !== '') for (const word of wordsOf(part)) taken.push(take(word, piecesOf(word.text)));
      }
    }
    return taken;
  };
  if (!hasExpression([file.values.normalizer, file.values.pre_tokenizer]))
    return (text, take) => withinGrowth(file, () => cut(text, take));
  return (text, take) => limited(file, text.length, () => cut(text, take));
}

/** Whether the step itself, or the last one of a sequence, is of a type. */
function endsIn(fields: JsonFields | undefined, type: string): boolean {
  const own = fields?.text('type');
  return own === 'Sequence' ? endsIn(fields?.parts('pretokenizers').at(-1), type) : own === type;
}

/** Whether the tokens of the words, none of which is empty, begin with these ids. */
function begins(words: readonly (readonly Token[])[], ids: readonly number[]): boolean {
  const first = words.slice(0, ids.length).flat();
  return ids.every((id, i) => first[i]?.id === id);
}

/** Whether they end with these ids. */
function ends(words: readonly (readonly Token[])[], ids: readonly number[]): boolean {
  const last = words.flat().slice(-ids.length);
  return ids.every((id, i) => last[i]?.id === id);
}

const START = { start: 0, end: 0 };

/** A token in front of the text or behind it, which stands for none of it. */
function besideText(id: number, piece: (id: number) => Piece, span: typeof START, byteSpan: typeof START): Token {
  return { id, ...piece(id), byteSpan, span } as Token;
}
