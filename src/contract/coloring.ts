// How an editor's text is coloured: by what, in which steps, and what the side view is told of it. Pure; knows no editor.
import type { Expected } from './compared.ts';

/**
 * surprisal, rank: of every token of the document, as the model reads it. attention, effect: of an explained text, by what
 * a token attends to, and by what a tool of the panel measures.
 */
export const COLOR_MODES = ['off', 'surprisal', 'rank', 'attention', 'effect'] as const;
export type ColorMode = (typeof COLOR_MODES)[number];
/** The modes that colour a whole document. */
export type DocumentMode = Extract<ColorMode, 'surprisal' | 'rank'>;

export function isDocumentMode(mode: ColorMode): mode is DocumentMode {
  return mode === 'surprisal' || mode === 'rank';
}

/**
 * Where the steps of colour begin. Tokens below the first have none: those that the model gave half the probability or
 * more, and those that it thought the most probable. With 13 bits, one token in 8,192 is expected.
 */
export const STEPS: Readonly<Record<DocumentMode, readonly number[]>> = {
  surprisal: [1, 2, 3, 4.5, 6, 8, 10, 13], // bits
  rank: [1, 4, 9, 29, 99, 299, 999, 2999], // 0 is the most probable one, which people call the first
};

/** The step of a value, 0 for the faintest; undefined for none: 0.9 bits → undefined, 1 → 0, 7 → 4, 20 → 7. */
export function stepOf(mode: DocumentMode, value: number): number | undefined {
  const above = STEPS[mode].findLastIndex((least) => value >= least);
  return above < 0 ? undefined : above;
}

/** What is known of the colours of a document. */
export type DocumentColorState =
  /** No mode that colours whole documents is on, or there is no text. */
  | { readonly kind: 'none' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long'; readonly most: number }
  | { readonly kind: 'failed'; readonly message: string }
  /** `done` of `of` tokens; `of` is 0 while the model is loaded and the text cut. */
  | { readonly kind: 'reading'; readonly done: number; readonly of: number }
  /** `meanBits` is of the tokens that are read. */
  | { readonly kind: 'read'; readonly done: number; readonly of: number; readonly meanBits: number }
  /** Something was edited: what stands behind the first change is faded. */
  | { readonly kind: 'stale'; readonly recomputes: boolean };

export interface ColorState {
  /** Of the document with the caret. */
  readonly mode: ColorMode;
  /** What is drawn in that mode: a tool that measures an effect takes over from attention while it is shown. */
  readonly drawn: ColorMode;
  readonly document: DocumentColorState;
  /** The name of the model that reads. */
  readonly model: string;
}

/** The token at the caret, and what the model expected in its place. */
export interface CaretToken extends Expected {
  /** undefined for a first token that nothing predicts. */
  readonly predicted:
    | {
        readonly bits: number;
        readonly rank: number;
        readonly vocabSize: number;
        readonly context: number;
        readonly candidates: readonly Expected[];
      }
    | undefined;
  /** Whether it was read with the whole document, or with its paragraph alone. */
  readonly of: 'document' | 'paragraph';
}
