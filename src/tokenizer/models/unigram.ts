// The most probable way to cut a word, by the Viterbi algorithm over independent pieces: Kudo 2018, "Subword
// Regularization", § 3.2. Knows words, no text.
import type { JsonFields } from '../jsonFields.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { Pieces, WordModel } from './wordModel.ts';

/** How much worse than the worst piece an unknown character is (SentencePiece, kUnkPenalty). */
const UNKNOWN_PENALTY = 10;
/** Characters of all pieces together: a place in the tree for each. Published ones have 2 million. */
const MAX_CHARACTERS = 8_000_000;

interface Unigram {
  readonly vocabulary: Vocabulary;
  readonly scores: readonly number[];
  readonly unknown: number | undefined;
  readonly unknownScore: number;
  readonly byteFallback: boolean;
  readonly tree: PieceTree;
}

/** Fails with tokenizer-invalid. */
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

/** [['▁the', -3.2], …]: the place in the list is the id. */
function scoresOf(fields: JsonFields): readonly number[] {
  return (fields.values.vocab as readonly [string, unknown][]).map(([, score], i) => {
    if (typeof score === 'number' && Number.isFinite(score)) return score;
    throw fields.invalid('has no score', `vocab[${i}]`);
  });
}

/** The word in the pieces of its most probable cut; unknown characters in a row are one. */
function bestPath(word: string, { tree, scores, unknown, unknownScore }: Unigram): readonly string[] {
  const n = word.length;
  const best = new Float64Array(n + 1);
  const from = new Int32Array(n + 1).fill(-1); // where the last piece of the best way to here begins
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
      ids.push(...byteIds);
      bytes.push(...byteIds.map(() => 1));
    } else if (id !== undefined || unknown !== undefined) {
      ids.push((id ?? unknown) as number);
      bytes.push(Buffer.byteLength(piece));
    } else {
      throw fields.invalid(`is missing, and ${JSON.stringify(piece)} is not in the vocabulary`, 'unk_id');
    }
  }
  return { ids, bytes };
}

/** Every piece that stands at a place of a word: its end and its id, shortest first. */
type PieceTree = (word: string, start: number) => Iterable<readonly [end: number, id: number]>;

function pieceTree(fields: JsonFields, vocabulary: Vocabulary, pieces: number): PieceTree {
  const next = new Map<number, number>(); // node and UTF-16 unit → node
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
    const found: [number, number][] = [];
    let node: number | undefined = 0;
    for (let i = start; i < word.length; ) {
      node = next.get(node * 0x10000 + word.charCodeAt(i++));
      if (node === undefined) break;
      const id = idOf.get(node);
      if (id !== undefined) found.push([i, id]);
    }
    return found;
  };
}
