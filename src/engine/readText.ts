// Reads a text as far as no text that the model has read already begins like it. Knows ids, no characters.

import type { ModelShape } from '../transformer/architecture.ts';
import type { ForwardOptions } from '../transformer/forwardPass.ts';
import type { Sequence } from '../transformer/sequence.ts';
import { sharedLength, turnAlike } from '../transformer/sharedLength.ts';
import type { ReadText } from './endedTexts.ts';
import type { LoadedModel } from './models.ts';

/** What a model has read. */
export interface ReadTexts {
  /** Those that somebody asks about; they stay as they are. */
  readonly running: readonly ReadText[];
  /** Those whose runs have ended. */
  readonly ended: readonly ReadText[];
  /** From now on an ended one is the taker's. */
  take(ended: ReadText): void;
  keep(ended: ReadText): void;
}

/** Hears of `done` of `of` blocks, of as many tokens as are read in all. */
export type OnBlock = (done: number, of: number, tokens: number) => void;

type ReadOptions = Omit<ForwardOptions, 'onBlock'> & { readonly onBlock?: OnBlock };

export interface TextRead extends ReadText {
  /** Of its tokens, so many first ones were known. */
  readonly known: number;
}

/** Fewer tokens are read sooner than they are looked for a place for. */
const FEWEST = 16;
/** A sequence with more than so many times the room that the text needs costs more than it saves. */
const MOST_ROOM = 4;
/** Room beyond that for what was generated. */
const MORE_ROOM = 256;
/** Tokens that are read at a time, as many as room is made for at once: a reading that is cancelled keeps those before. */
const PIECE = 512;

/**
 * Fails like a forward pass and with cancelled; what was read until then is kept among the ended texts. `onBlock` tells of
 * what is to be read.
 */
export async function readText(
  model: LoadedModel,
  ids: readonly number[],
  texts: ReadTexts,
  options: ReadOptions,
): Promise<TextRead> {
  const { sequence, known, ms, isTaken } = await begin(model, ids, texts);
  const start = performance.now();
  const read = () => ({ model, sequence, promptLength: sequence.length, wholeMs: ms + performance.now() - start });
  try {
    await readOn(model, sequence, ids, options);
  } catch (failure) {
    if (isTaken || sequence.length > known) texts.keep(read());
    throw failure;
  }
  return { ...read(), known };
}

/** A sequence with what is known of the text; `ms`: how long reading that took. */
async function begin(model: LoadedModel, ids: readonly number[], texts: ReadTexts) {
  const { transformer } = model;
  const [best] = [...texts.ended, ...texts.running]
    .map((text) => ({ text, known: sharedLength(transformer.shape, text.sequence, ids) }))
    .filter(({ text, known }) => isWorth(text.sequence, known, ids.length))
    .sort((a, b) => b.known - a.known);
  if (!best)
    return { sequence: unusedMemory(texts, ids.length) ?? transformer.newSequence(), known: 0, ms: 0, isTaken: false };
  const { text, known } = best;
  const isTaken = texts.ended.includes(text) && 2 * known >= text.sequence.length;
  const ms = (text.wholeMs * known) / text.promptLength;
  if (!isTaken) {
    const room = transformer.newSequence();
    room.reserve(Math.min(ids.length, known + PIECE)); // else what was copied is copied once more
    return { sequence: await transformer.fork(text.sequence, known, room), known, ms, isTaken };
  }
  texts.take(text);
  text.sequence.truncate(known);
  return { sequence: text.sequence, known, ms, isTaken };
}

/**
 * The memory of the ended text that is the next to go: arrays of another size for every text leave holes between what others
 * have in memory.
 */
function unusedMemory(texts: ReadTexts, tokens: number): Sequence | undefined {
  const [oldest, ...others] = texts.ended;
  if (others.length === 0 || !hasFittingRoom(oldest.sequence, tokens)) return undefined;
  texts.take(oldest);
  oldest.sequence.truncate(0);
  return oldest.sequence;
}

function isWorth(sequence: Sequence, known: number, tokens: number): boolean {
  return (known >= FEWEST || known === tokens) && hasFittingRoom(sequence, tokens);
}

function hasFittingRoom({ slots }: Sequence, tokens: number): boolean {
  return slots <= MOST_ROOM * tokens + MORE_ROOM;
}

/** What is to be read next of a text; where it matters how long a text is when it is read, all that the sequence does not have. */
export function nextPiece(
  shape: ModelShape,
  { length }: Sequence,
  ids: readonly number[],
  most: number,
): readonly number[] {
  const end = Math.min(ids.length, length + most);
  const inPieces = !shape.bidirectional && turnAlike(shape, end, ids.length);
  return ids.slice(length, inPieces ? end : ids.length);
}

/** Reads what the sequence does not have of the text. */
async function readOn(model: LoadedModel, sequence: Sequence, ids: readonly number[], options: ReadOptions) {
  const { shape } = model.transformer;
  const tokens = ids.length - sequence.length;
  let blocks = 0;
  while (sequence.length < ids.length) {
    const left = ids.length - sequence.length;
    const piece = nextPiece(shape, sequence, ids, PIECE);
    let ofPiece = 0;
    const onBlock = (done: number, of: number) => {
      ofPiece = of;
      const all = blocks + blocksOf(left, { tokens: piece.length, blocks: of }, shape.layers);
      options.onBlock?.(blocks + done, all, tokens);
    };
    await model.transformer.forward(sequence, piece, { ...options, onBlock });
    blocks += ofPiece;
  }
}

/** Of so many tokens in pieces, by how many blocks the first piece has: chunks of a piece, once for each layer. */
function blocksOf(tokens: number, first: { readonly tokens: number; readonly blocks: number }, layers: number): number {
  const chunk = Math.ceil(first.tokens / (first.blocks / layers));
  const pieces = Math.floor(tokens / first.tokens);
  return pieces * first.blocks + Math.ceil((tokens % first.tokens) / chunk) * layers;
}
