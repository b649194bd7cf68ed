// The entries of a vocabulary as pieces of text, made when they are asked for. Knows no text.
import type { AddedToken } from './addedTokens.ts';
import { unchangedText } from './alignedText.ts';
import type { Decoder } from './decoders/decoder.ts';
import type { Normalizer } from './normalizers/normalizer.ts';
import { type Piece, pieceOf } from './piece.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface VocabularyPieces {
  piece(id: number): Piece;
  /**
   * The entry as a decoder reads it: as the file writes it, but for added tokens that are normalized, which are written as
   * the normalizer writes them. Undefined where there is none with that id.
   */
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
  normalize: Normalizer,
): VocabularyPieces {
  const addedById = new Map(added.map((token) => [token.id, token]));
  const pieces: Piece[] = [];
  const contents = new Map(added.map((token) => [token.id, writtenForDecoder(token, normalize)]));
  const written = (id: number) => contents.get(id) ?? vocabulary.token(id);
  const makePiece = (id: number) => {
    const own = addedById.get(id);
    if (own) return pieceOf(own.content, true);
    const token = vocabulary.token(id);
    return token === undefined ? NO_PIECE : pieceOf(decoder.surface(token));
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

/** An empty one stays as it was, so that no token is lost. */
function writtenForDecoder({ content, normalized }: AddedToken, normalize: Normalizer): string {
  return (normalized && normalize(unchangedText(content)).text) || content;
}
