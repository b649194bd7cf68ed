// The entries of a vocabulary as pieces of text, made when they are asked for. Knows no text.
import type { AddedToken } from './addedTokens.ts';
import type { Decoder } from './decoders/decoder.ts';
import { type Piece, pieceOf } from './piece.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface VocabularyPieces {
  piece(id: number): Piece;
  /** The entry as the file writes it; undefined where there is none with that id. */
  written(id: number): string | undefined;
  isSpecial(id: number): boolean;
  /** Largest id + 1. */
  readonly size: number;
}

const NO_PIECE: Piece = { bytes: [], text: '', special: false };

/** Added tokens stand for themselves, other entries for what the decoder makes of them. */
export function vocabularyPieces(
  vocabulary: Vocabulary,
  added: readonly AddedToken[],
  decoder: Decoder,
): VocabularyPieces {
  const addedById = new Map(added.map((token) => [token.id, token]));
  const pieces: Piece[] = [];
  const written = (id: number) => addedById.get(id)?.content ?? vocabulary.token(id);
  const makePiece = (id: number) => {
    const token = written(id);
    if (token === undefined) return NO_PIECE;
    return addedById.has(id) ? pieceOf(token, true) : pieceOf(decoder.surface(token));
  };
  return {
    piece: (id) => {
      pieces[id] ??= makePiece(id);
      return pieces[id];
    },
    written,
    isSpecial: (id) => addedById.get(id)?.special ?? false,
    size: added.reduce((size, { id }) => Math.max(size, id + 1), vocabulary.size),
  };
}
