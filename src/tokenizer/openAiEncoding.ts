// OpenAI's encodings (https://github.com/openai/tiktoken) as tokenizers. Vocabularies and patterns are those of the
// package gpt-tokenizer, each loaded on first use (0.6 to 2.4 MB). They come without models, so that they only tokenize
// and count. Special tokens are not recognised: `<|endoftext|>` in a text is cut like any other text.
import type { OpenAiEncoding } from '../contract/tokens.ts';
import { mergePairs } from './bpe.ts';
import { isCutBy } from './cuts/cutPoints.ts';
import { patternReach } from './cuts/patternReach.ts';
import { matchesIn } from './matchesIn.ts';
import { memoized } from './models/memoized.ts';
import { decodedPieces, type Piece, pieceOf } from './piece.ts';
import type { Tokenizer } from './tokenizer.ts';
import { placeTokens } from './tokenSpans.ts';

/**
 * The entries by id, which is the rank; a string where the bytes are whole characters. Ids in the gaps are special
 * tokens.
 */
type RankedEntries = readonly (string | readonly number[] | undefined)[];

/** The tokenizer of an encoding. Rejects only where the package cannot be loaded, which is a bug. */
export async function loadOpenAiEncoding(name: OpenAiEncoding): Promise<Tokenizer> {
  const { vocabulary, specials, pattern } = await ENCODINGS[name]();
  const piece = pieces(vocabulary, specials);
  const ranks = new Map(vocabulary.flatMap((entry, id) => (entry === undefined ? [] : [[binary(entry), id]])));
  const idsOf = wordEncoder(ranks);
  const idsOfText = (text: string) => {
    const ids: number[] = [];
    for (const { match } of matchesIn(text.toWellFormed(), pattern)) for (const id of idsOf(match)) ids.push(id);
    return ids;
  };
  const reach = patternReach(pattern);
  const countParts = (text: string, places: readonly number[]) => {
    const counts = Array.from({ length: places.length + 1 }, () => 0);
    let part = 0;
    for (const { match, from } of matchesIn(text.toWellFormed(), pattern)) {
      while (from >= places[part]) part++;
      counts[part] += idsOf(match).length;
    }
    return counts;
  };
  return {
    // A word is a match, so that one ends wherever a match cannot go on.
    isCut: isCutBy((left, right) => reach !== undefined && !reach.couples(left, right)),
    encode: (text) => placeTokens(idsOfText(text), piece, text),
    count: (text) => countParts(text, [])[0],
    countParts,
    piece,
    decode: (ids) => decodedPieces(ids, piece),
    mergeRanks: { unit: 'byte', rank: (left, right) => ranks.get(binary([...left, ...right])) },
    size: Math.max(vocabulary.length, ...[...specials.values()].map((id) => id + 1)),
  };
}

/**
 * Encodes words. gpt-tokenizer's own encode is not used: it takes quadratic time for a long word, and overflows the
 * stack. A token's id is its rank.
 */
function wordEncoder(ranks: ReadonlyMap<string, number>): (word: string) => readonly number[] {
  return memoized((word) => {
    const bytes = binary(word);
    const whole = ranks.get(bytes);
    if (whole !== undefined) return [whole];
    const starts = mergePairs(bytes.length, (first, _second, end) => ranks.get(bytes.slice(first, end)));
    return starts.map((start, i) => ranks.get(bytes.slice(start, starts[i + 1])) as number);
  });
}

/** Bytes as a string of characters U+0000 to U+00FF, which can be the key of a map. */
function binary(entry: string | readonly number[]): string {
  return Buffer.from(entry as string).toString('latin1');
}

/**
 * Pieces by id, made when they are asked for and kept, since finding out that bytes are not whole characters takes
 * long.
 */
function pieces(vocabulary: RankedEntries, specials: ReadonlyMap<string, number>): (id: number) => Piece {
  const cache: Piece[] = [];
  for (const [text, id] of specials) cache[id] = pieceOf(text, true);
  return (id) => {
    cache[id] ??= pieceOf(vocabulary[id] ?? []);
    return cache[id];
  };
}

const ENCODINGS = {
  o200k_base: async () => {
    const { default: ranks } = await import('gpt-tokenizer/bpeRanks/o200k_base');
    return encoding((await import('gpt-tokenizer/encodingParams/o200k_base')).O200KBase(ranks));
  },
  cl100k_base: async () => {
    const { default: ranks } = await import('gpt-tokenizer/bpeRanks/cl100k_base');
    return encoding((await import('gpt-tokenizer/encodingParams/cl100k_base')).Cl100KBase(ranks));
  },
  p50k_base: async () => {
    const { default: ranks } = await import('gpt-tokenizer/bpeRanks/p50k_base');
    return encoding((await import('gpt-tokenizer/encodingParams/p50k_base')).P50KBase(ranks));
  },
  r50k_base: async () => {
    const { default: ranks } = await import('gpt-tokenizer/bpeRanks/r50k_base');
    return encoding((await import('gpt-tokenizer/encodingParams/r50k_base')).R50KBase(ranks));
  },
} as const satisfies Record<OpenAiEncoding, () => Promise<Encoding>>;

interface Encoding {
  readonly vocabulary: RankedEntries;
  readonly specials: ReadonlyMap<string, number>;
  /** A global expression that matches one word after the other. */
  readonly pattern: RegExp;
}

interface LibraryParams {
  readonly bytePairRankDecoder: RankedEntries;
  readonly specialTokensEncoder?: ReadonlyMap<string, number>;
  readonly tokenSplitRegex: RegExp;
}

function encoding({ bytePairRankDecoder, specialTokensEncoder, tokenSplitRegex }: LibraryParams): Encoding {
  const pattern = meaningWhatRustMeans(tokenSplitRegex);
  return { vocabulary: bytePairRankDecoder, specials: specialTokensEncoder ?? new Map(), pattern };
}

/**
 * The encodings' patterns were written for Rust, where \s is Unicode's White_Space. JavaScript's \s has U+FEFF (a byte
 * order mark), too, and lacks U+0085 (next line). What was (?i:'s) has the long s, too.
 */
function meaningWhatRustMeans({ source, flags }: RegExp): RegExp {
  const spaced = source.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}');
  return new RegExp(spaced.replaceAll('[sS]', '[sSſ]'), flags);
}
