// Text ↔ tokens for a checkpoint folder's tokenizer.json: added tokens are found, the rest is normalized, cut into words,
// and every word into entries of the vocabulary. Exact places go along all the way. Knows no model, no network.
// The steps are ours (normalizers/, preTokenizers/, wordModels/, decoders/), as the tokenizers library's keep no places.

import { join } from 'node:path';
import { readJsonObject } from '../checkpoint/jsonFile.ts';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import type { Token } from '../contract/tokens.ts';
import { addedTokenFinder, addedTokensOf } from './addedTokens.ts';
import { type AlignedText, unchangedText } from './alignedText.ts';
import { decoderOf } from './decoders/decoderOf.ts';
import { withoutAddedSpaces } from './decoders/withoutAddedSpaces.ts';
import { JsonFields } from './jsonFields.ts';
import { type MergeRanks, mergeRanksOf } from './mergeRanks.ts';
import type { Pieces } from './models/wordModel.ts';
import { wordModelOf } from './models/wordModelOf.ts';
import { normalizerOf } from './normalizers/normalizerOf.ts';
import type { Piece } from './piece.ts';
import { tokensInFront } from './postProcessor.ts';
import { preTokenizerOf } from './preTokenizers/preTokenizerOf.ts';
import { withinTime } from './timeLimit.ts';
import { placedIn } from './tokenSpans.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';
import { vocabularyPieces } from './vocabularyPieces.ts';

export interface EncodeOptions {
  /** Put in front what the tokenizer puts there by itself (<s>); left out where the text begins with it anyway. */
  readonly special?: boolean;
}

export interface DecodeOptions {
  /** Leave out <s> and its like. */
  readonly skipSpecial?: boolean;
  /** What clean_up_tokenization_spaces of tokenizer_config.json asks for: ' .' becomes '.', " n't" becomes "n't". */
  readonly cleanUpSpaces?: boolean;
}

export interface Tokenizer {
  /** Special tokens written in the text are recognised, as Hugging Face does. Fails: tokenizer-invalid. */
  encode(text: string, options?: EncodeOptions): readonly Token[];
  /** encode(text).length without the places. */
  count(text: string): number;
  /** An entry of the vocabulary; entries that are not there (padded tables) have no bytes. */
  piece(id: number): Piece;
  /** As Hugging Face decodes. */
  decode(ids: readonly number[], options?: DecodeOptions): string;
  /** Of a byte-pair tokenizer: how its merges make a token. */
  readonly mergeRanks?: MergeRanks;
  /** Largest id + 1. */
  readonly size: number;
}

/** The largest published ones have 35 MB. */
const MAX_TOKENIZER_BYTES = 200_000_000;
/** What a text may take whose tokenizer brings expressions of its own. Published ones take 0.001 ms a character. */
const PATTERN_MS = 2_000;
const PATTERN_MS_PER_CHARACTER = 0.01;

/** Fails with file-missing, file-unreadable, json-invalid, tokenizer-invalid. */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const file = join(folder, 'tokenizer.json');
  return tokenizerFrom(new JsonFields(await readJsonObject(file, MAX_TOKENIZER_BYTES), file));
}

/** Of the contents of tokenizer.json. `truncation` and `padding` are not for reading one text, Hugging Face ignores them too. */
function tokenizerFrom(file: JsonFields): Tokenizer {
  const model = file.part('model');
  if (!model) throw file.invalid('is missing', 'model');
  const vocabulary = vocabularyOf(model);
  const added = addedTokensOf(file, vocabulary);
  const decoder = decoderOf(file.part('decoder'));
  const pieces = vocabularyPieces(vocabulary, added, decoder);
  const front = tokensInFront(file.part('post_processor'), vocabulary);
  if (front.some((id) => id >= pieces.size))
    throw file.invalid('puts a token in front that is not there', 'post_processor');
  const cut = cutterOf(file, model, vocabulary);
  const encode = (text: string): Token[] => {
    const whole = text.toWellFormed();
    const place = placedIn(whole, pieces.piece);
    return cut(whole, (part, cutPieces) => place(part, cutPieces)).flat();
  };
  return {
    encode: (text, { special = false } = {}) => {
      const tokens = encode(text);
      const begun = front.every((id, i) => tokens[i]?.id === id);
      return special && !begun ? [...front.map((id) => inFront(id, pieces.piece)), ...tokens] : tokens;
    },
    count: (text) =>
      cut(text.toWellFormed(), (_, { ids }) => ids.reduce((n, id) => n + (id < 0 ? 0 : 1), 0)).reduce(
        (a, b) => a + b,
        0,
      ),
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

function cutterOf(file: JsonFields, model: JsonFields, vocabulary: Vocabulary): CutText {
  const normalizerFields = file.part('normalizer');
  const normalize = normalizerFields ? normalizerOf(normalizerFields) : (part: AlignedText) => part;
  const preTokenizerFields = file.part('pre_tokenizer');
  const wordsOf = preTokenizerFields ? preTokenizerOf(preTokenizerFields) : (part: AlignedText) => [part];
  const piecesOf = wordModelOf(model, vocabulary, endsIn(preTokenizerFields, 'ByteLevel'));
  const added = addedTokensOf(file, vocabulary);
  const findAdded = addedTokenFinder(added);
  const findNormalized = addedTokenFinder(added, normalize);
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
  return hasExpression(normalizerFields?.values) || hasExpression(preTokenizerFields?.values) ? timed(file, cut) : cut;
}

/** An expression from a file may never end on some text. */
function timed(file: JsonFields, cut: CutText): CutText {
  return (text, take) => {
    const done = withinTime(PATTERN_MS + PATTERN_MS_PER_CHARACTER * text.length, () => cut(text, take));
    if (done) return done.value;
    throw file.invalid('has an expression that does not come to an end on this text') satisfies Failure;
  };
}

function hasExpression(step: unknown): boolean {
  if (Array.isArray(step)) return step.some(hasExpression);
  return isRecord(step) && ('Regex' in step || Object.values(step).some(hasExpression));
}

/** The step itself or the last one of a sequence. */
function endsIn(fields: JsonFields | undefined, type: string): boolean {
  const own = fields?.text('type');
  return own === 'Sequence' ? endsIn(fields?.parts('pretokenizers').at(-1), type) : own === type;
}

/** Stands in front of the text and on none of it. */
function inFront(id: number, piece: (id: number) => Piece): Token {
  const nowhere = { start: 0, end: 0 };
  return { id, ...piece(id), byteSpan: nowhere, span: nowhere } as Token;
}
