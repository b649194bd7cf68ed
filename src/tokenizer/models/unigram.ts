// The unigram language model: the most probable segmentation of a word into independent pieces, found by the Viterbi
// algorithm. Kudo 2018, §3.2, https://arxiv.org/abs/1804.10959. Knows words, no text.
import type { JsonFields } from '../jsonFields.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { Pieces, WordModel } from './wordModel.ts';

/** How far the score of an unknown character is below that of the worst piece (SentencePiece, kUnkPenalty). */
const UNKNOWN_PENALTY = 10;
/**
 * The characters of all pieces together, each of which may be a node of the trie. Published vocabularies have 2
 * million.
 */
const MAX_CHARACTERS = 8_000_000;

interface Unigram {
  readonly vocabulary: Vocabulary;
  /** The log probability of each piece, by id. */
  readonly scores: readonly number[];
  readonly unknown: number | undefined;
  readonly unknownScore: number;
  readonly byteFallback: boolean;
  readonly tree: PieceTree;
}

/**
 * The model that the file describes. It fails with tokenizer-invalid, and so does a word with unknown characters where
 * the file has no unk_id.
 */
export function unigram(fields: JsonFields, vocabulary: Vocabulary): WordModel {
  const scores = scoresOf(fields);
  const unknown = fields.values.unk_id == null ? undefined : fields.whole('unk_id');
  if (unknown !== undefined && unknown >= scores.length) throw fields.invalid('is not in the vocabulary', 'unk_id');
  const unknownScore =
    scores.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY) - UNKNOWN_PENALTY;
  const tree = pieceTree(fields, vocabulary, scores.length);
  const byteFallback = fields.flag('byte_fallback', false);
  const model = { vocabulary, scores, unknown, unknownScore, byteFallback, tree };
  return (word) => piecesOf(bestPath(word, model), model, fields);
}

/** The scores of [['▁the', -3.2], …], by place in the list, which is the id. */
function scoresOf(fields: JsonFields): readonly number[] {
  return (fields.values.vocab as readonly [string, unknown][]).map(([, score], i) => {
    if (typeof score === 'number' && Number.isFinite(score)) return asSerdeReads(score);
    throw fields.invalid('has no score', `vocab[${i}]`);
  });
}

/**
 * A number as serde_json reads it for the tokenizers library: its digits as an integer, divided by a power of ten. For a
 * quarter of the scores of T5 that is one unit in the last place off, which decides between paths that are as good as
 * each other: '-------' is --- --- - and not - --- ---. -3.25 → -325 / 10²
 */
function asSerdeReads(score: number): number {
  const [, whole, fraction = '', exponent = '0'] = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(score)) ?? [];
  const power = Number(exponent) - fraction.length;
  return power < 0 ? Number(whole + fraction) / Number(`1e${-power}`) : score;
}

/** The word in the pieces of its most probable segmentation; consecutive unknown characters are one piece. */
function bestPath(word: string, { tree, scores, unknown, unknownScore }: Unigram): readonly string[] {
  const n = word.length;
  const best = new Float64Array(n + 1);
  const from = new Int32Array(n + 1).fill(-1); // where the last piece of the best segmentation up to here begins
  const known = new Uint8Array(n + 1); // whether that piece is in the vocabulary
  const offer = (start: number, end: number, score: number, isKnown: boolean) => {
    if (from[end] >= 0 && best[start] + score <= best[end]) return;
    best[end] = best[start] + score;
    from[end] = start;
    known[end] = isKnown ? 1 : 0;
  };
  for (let start = 0; start < n; ) {
    const character = start + ((word.codePointAt(start) as number) > 0xffff ? 2 : 1);
    let single = false;
    for (const [end, id] of tree(word, start)) {
      offer(start, end, scores[id], id !== unknown);
      if (end === character) single = true;
    }
    if (!single) offer(start, character, unknownScore, false);
    start = character;
  }
  const pieces: string[] = [];
  for (let end = n; end > 0; end = from[end]) {
    let start = from[end];
    if (!known[end]) while (start > 0 && !known[start]) start = from[start];
    pieces.push(word.slice(start, end));
    if (start !== from[end]) from[end] = start;
  }
  return pieces.reverse();
}

function piecesOf(strings: readonly string[], model: Unigram, fields: JsonFields): Pieces {
  const { vocabulary, unknown, byteFallback } = model;
  const ids: number[] = [];
  const bytes: number[] = [];
  for (const piece of strings) {
    const id = vocabulary.id(piece);
    const byteIds = id === undefined && byteFallback ? vocabulary.byteIds(piece) : undefined;
    if (byteIds) {
      for (const byteId of byteIds) {
        ids.push(byteId);
        bytes.push(1);
      }
    } else if (id !== undefined || unknown !== undefined) {
      ids.push((id ?? unknown) as number);
      bytes.push(Buffer.byteLength(piece));
    } else {
      throw fields.invalid(`is missing, and ${JSON.stringify(piece)} is not in the vocabulary`, 'unk_id');
    }
  }
  return { ids, bytes };
}

/** Every piece that begins at a place of a word: its end and its id, the shortest first. */
type PieceTree = (word: string, start: number) => Iterable<readonly [end: number, id: number]>;

function pieceTree(fields: JsonFields, vocabulary: Vocabulary, pieces: number): PieceTree {
  const next = new Map<number, number>(); // node * 0x10000 + UTF-16 unit → node
  const idOf = new Map<number, number>();
  let nodes = 1;
  for (let id = 0; id < pieces; id++) {
    let node = 0;
    const piece = vocabulary.token(id) ?? '';
    for (let i = 0; i < piece.length; i++) {
      const key = node * 0x10000 + piece.charCodeAt(i);
      const to = next.get(key) ?? nodes++;
      next.set(key, to);
      node = to;
    }
    if (nodes > MAX_CHARACTERS) throw fields.invalid(`has more than ${MAX_CHARACTERS} characters together`, 'vocab');
    if (node > 0) idOf.set(node, vocabulary.id(piece) ?? id);
  }
  return (word, start) => {
    const matches: [number, number][] = [];
    let node: number | undefined = 0;
    for (let i = start; i < word.length; ) {
      node = next.get(node * 0x10000 + word.charCodeAt(i++));
      if (node === undefined) break;
      const id = idOf.get(node);
      if (id !== undefined) matches.push([i, id]);
    }
    return matches;
  };
}
