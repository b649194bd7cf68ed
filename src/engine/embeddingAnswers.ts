// Answers about the two tables through which a text enters the model: token embeddings and learnt positions. Knows one
// run.

import type { EmbeddingMap, MapMethod, MapPoint, Matrix, Neighbours, Positions } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { principalComponents, project } from '../explain/pca.ts';
import { isInNoText, isRarelyTrained, untrainedDirection } from '../explain/rareTokens.ts';
import { cosine } from '../transformer/vectors.ts';
import { usableIds } from './models.ts';
import { checkIndex } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';
import { shownPiece } from './shownPiece.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** Rows of the embedding table that are looked up at a time: 4,096 of width 1,024 take 16 MB. */
const ROWS_AT_A_TIME = 4096;
/** So many of the vocabulary's first whole words, which are its most frequent ones, are the background of the map. */
const BACKGROUND = 400;
/** Every two of these positions are compared. */
const MAX_POSITIONS = 512;

interface Similarity {
  readonly id: number;
  readonly cosine: number;
  readonly isRare: boolean;
}

/**
 * The k tokens closest to a token by the cosine of their rows. Compares with every row of the table. Where more than half
 * of the vocabulary would count as rarely trained, nothing does: its rows share a direction for another reason.
 */
export async function neighbours(
  { model, sequence }: ExplainedText,
  token: TokenIndex,
  k: number,
): Promise<Neighbours> {
  checkIndex('token', token, sequence.length);
  const own = sequence.ids[token];
  const similarities = await similaritiesTo(model, own);
  const rare = similarities.filter(({ isRare }) => isRare).length;
  const canTell = rare > 0 && rare <= similarities.length / 2;
  const others = similarities.filter(({ id }) => id !== own).sort((a, b) => b.cosine - a.cosine || a.id - b.id);
  const closest = (from: readonly Similarity[]) =>
    from.slice(0, k).map(({ id, cosine: value }) => ({ id, ...shownPiece(model.tokenizer, id), cosine: value }));
  return {
    all: closest(others),
    trained: canTell ? closest(others.filter(({ isRare }) => !isRare)) : undefined,
    isRare: canTell && (similarities.find(({ id }) => id === own)?.isRare ?? false),
  };
}

/** Of every row of the table, the row itself included. [usable ids] */
async function similaritiesTo(model: ExplainedText['model'], own: number): Promise<Similarity[]> {
  const [vector] = await rowsOf(model, [own]);
  const untrained = await untrainedDirectionOf(model);
  const similarities: Similarity[] = [];
  for (let start = 0; start < usableIds(model); start += ROWS_AT_A_TIME) {
    const ids = Array.from({ length: Math.min(ROWS_AT_A_TIME, usableIds(model) - start) }, (_, i) => start + i);
    for (const [i, row] of (await rowsOf(model, ids)).entries()) {
      const isRare = untrained !== undefined && isRarelyTrained(row, untrained);
      similarities.push({ id: ids[i], cosine: cosine(row, vector), isRare });
    }
  }
  return similarities;
}

/** Of each model, for as long as it is kept. */
const rareIds = new WeakMap<ExplainedText['model'], readonly number[] | undefined>();

/** The ids of tokens that training hardly saw, under the same condition as in neighbours(). */
export async function rareTokens(
  { model }: ExplainedText,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  if (rareIds.has(model)) return rareIds.get(model);
  const untrained = await untrainedDirectionOf(model);
  const rare: number[] = [];
  for (let start = 0; untrained && start < usableIds(model); start += ROWS_AT_A_TIME) {
    throwIfCancelled(signal);
    const ids = Array.from({ length: Math.min(ROWS_AT_A_TIME, usableIds(model) - start) }, (_, i) => start + i);
    const rows = await rowsOf(model, ids);
    rare.push(...ids.filter((_, i) => isRarelyTrained(rows[i], untrained)));
  }
  const found = rare.length > 0 && rare.length <= usableIds(model) / 2 ? rare : undefined;
  rareIds.set(model, found);
  return found;
}

type Direction = ReturnType<typeof untrainedDirection>;
/** Of each model, for as long as it is kept: finding it looks at the bytes of the whole vocabulary. */
const directions = new WeakMap<ExplainedText['model'], Promise<Direction>>();

function untrainedDirectionOf(model: ExplainedText['model']): Promise<Direction> {
  const known = directions.get(model);
  if (known) return known;
  const examples = idsInNoText(model);
  const found = examples.length ? rowsOf(model, examples).then(untrainedDirection) : Promise.resolve(undefined);
  directions.set(model, found);
  found.catch(() => directions.delete(model)); // a server that did not answer may answer the next time
  return found;
}

/** Added tokens may be written in any way; what they decode to is no sign. */
function idsInNoText(model: ExplainedText['model']): number[] {
  const ids = Array.from({ length: usableIds(model) }, (_, id) => id);
  return ids.filter((id) => {
    const { bytes, special } = model.tokenizer.piece(id);
    return !special && isInNoText(bytes);
  });
}

/**
 * Places on a plane for the rows of frequent words, of the text's tokens and of the words in `groups`. A token that is
 * in several of these sets counts for the last one. UMAP works in rounds, between which it can be cancelled.
 */
export async function embeddingMap(
  { model, sequence }: ExplainedText,
  groups: readonly (readonly string[])[],
  method: MapMethod,
  signal: AbortSignal,
): Promise<EmbeddingMap> {
  const groupOf = new Map<number, number | undefined>();
  for (const id of frequentWords(model)) groupOf.set(id, undefined);
  for (const id of sequence.ids) groupOf.set(id, -1);
  for (const [group, words] of groups.entries()) {
    for (const word of words) {
      // Some tokenizers put the space in front themselves. A word of several tokens has no row of its own.
      const whole = [word, word.trimStart()]
        .map((spelling) => model.tokenizer.encode(spelling))
        .find(({ length, 0: first }) => length === 1 && first.id < usableIds(model));
      if (whole) groupOf.set(whole[0].id, group);
    }
  }
  const ids = [...groupOf.keys()];
  const rows = await rowsOf(model, ids);
  const { places, shares } = method === 'umap' ? await umapPlaces(rows, signal) : pcaPlaces(rows);
  const points = ids.map((id, i): MapPoint => {
    const [x, y] = places[i];
    return { id, ...shownPiece(model.tokenizer, id), x, y, group: groupOf.get(id) };
  });
  return { points, shares };
}

/** `shares` is each component's share of the variance: what the plane shows of it, and what it hides. */
function pcaPlaces(rows: readonly Float32Array[]) {
  const components = principalComponents(rows, 2);
  return { places: rows.map((row) => project(row, components)), shares: components.shares };
}

async function umapPlaces(rows: readonly Float32Array[], signal: AbortSignal) {
  const { neighbourhoodMap } = await import('../explain/umap.ts'); // few runs need this library
  const places = await neighbourhoodMap(rows, () => !signal.aborted);
  throwIfCancelled(signal);
  return { places, shares: [] };
}

/** The learnt positions that the text reaches, and the cosine of every two; undefined where the model has none. */
export async function positions({ model, sequence }: ExplainedText): Promise<Positions | undefined> {
  const n = Math.min(sequence.length, MAX_POSITIONS);
  const { position_embedding: values } = await model.transformer.embed(sequence.ids.slice(0, n), 0);
  if (!values) return undefined;
  const table: Matrix = { rows: n, columns: model.info.dModel, values };
  const rows = Array.from({ length: n }, (_, i) => rowOf(table, i));
  const similarity = new Float32Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) similarity[a * n + b] = similarity[b * n + a] = cosine(rows[a], rows[b]);
  }
  return { table, similarity: { rows: n, columns: n, values: similarity } };
}

/**
 * The first words of the vocabulary that have a space in front and more than two letters, and so are not parts of
 * words.
 */
function frequentWords(model: ExplainedText['model']): number[] {
  const ids: number[] = [];
  for (let id = 0; id < usableIds(model) && ids.length < BACKGROUND; id++) {
    const { text, special } = model.tokenizer.piece(id);
    if (!special && text !== undefined && /^ [\p{L}]{3,}$/u.test(text)) ids.push(id);
  }
  return ids;
}

async function rowsOf(model: ExplainedText['model'], ids: readonly number[]): Promise<Float32Array[]> {
  const { token_embedding: values } = await model.transformer.embed(ids, 0, false);
  const table: Matrix = { rows: ids.length, columns: model.info.dModel, values };
  return ids.map((_, i) => rowOf(table, i));
}

function rowOf({ values, columns }: Matrix, row: number): Float32Array {
  return values.subarray(row * columns, (row + 1) * columns);
}
