// Where a text may be cut so that its parts can be counted one by one. Knows no counts.
//
// A cut is a place p of a text T = X·Y with a letter or digit ℓ in front of it and one of some characters a behind it. What is
// proven of a tokenizer for a pair (ℓ, a) is
//
//     tokens(X·Y) = tokens(X) and then R(ℓ, Y), where R is the same for every X that ends with ℓ.          (1)
//
// With X = ℓ that is R(ℓ, Y) = tokens(ℓ·Y) without tokens(ℓ), which can be computed. From (1) for several cuts follows that
// the count of a text is that of its first part, and for each other part C behind a letter ℓ count(ℓ·C) − count(ℓ).
//
// Proof of (1), step by step. Every step is shown to make of X what it would make of X alone, and of Y what does not depend
// on X but for ℓ:
//  - Added tokens: none has ℓ and a in a row, so that none lies over p, and what is found left of p is found without Y, too.
//    None ends with ℓ, so that p is not the end of one: what it does to what is behind it (rstrip, the beginning of a part)
//    does not reach over p. One that begins at p is found in ℓ·Y as well, with the same letter in front of it.
//  - Normalizers (normalizerEdge.ts): those that write every character or grapheme by itself need a boundary of graphemes and
//    of compositions at p, which the characters ensure; those that act at the beginning of a part act inside X.
//  - Expressions (patternReach.ts): a matcher, also one that goes back, reads a text from left to right. Every path of it that
//    has read ℓ at p − 1 and goes on tries the positions that follow; where none of them accepts a and none is $, each try
//    fails as it does at the end of the text. So what is matched left of p does not depend on Y, no match lies over p, and
//    matches from p on are looked for in Y alone, since no expression looks backwards.
//  - Pre-tokenizers (preTokenizerEdge.ts): by the last point the words are those of X and of Y; at p either a word surely
//    ends, or the last word of X and the first of Y may be one. What puts a space in front of a word needs to be the first
//    step, or a word that surely ends.
//  - The model (modelEdge.ts) sees words one by one. Where the two may be one word, it must cut it at p.
// The characters beside the place are followed through all steps as sets of what may have become of them. What a step does
// to the white space that ends a part may take all of Y away: then the text ends at p, which is no difference by the above.
import type { Edge } from './edge.ts';

/** Whether (1) holds for all texts with these two characters in a row. */
export type PairRule = (left: string, right: string) => boolean;

/** Whether a text can be cut at a place, which the two characters on either side of it tell. */
export type IsCut = (text: string, at: number) => boolean;

/** How many units on either side of a place decide about it. */
export const REACH = 2;

/** Letters and digits that are graphemes by themselves behind what SAFE has; none is half of a surrogate pair. */
const LEFT =
  /[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u0391-\u03a1\u03a3-\u03c9\u0401\u0410-\u044f\u0451\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u0e01-\u0e2e\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]/;
/** Characters that begin a grapheme behind any of LEFT and compose with none before them. */
const RIGHT = /[\t\n\r -@[-`{-~\u2014\u2026\u3000-\u3002\u3008-\u3011\uff01-\uff0f\uff1a-\uff20\uff5e]/;
/** Characters that neither join LEFT behind them nor, as marks do, RIGHT before them. */
const SAFE = /[\t\n\r -~]/;

export function isCutBy(rule: PairRule): IsCut {
  const known = new Map<number, boolean>();
  return (text, at) => {
    const [left, right] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
    if ((KINDS[left] & IS_LEFT) === 0 || (KINDS[right] & IS_RIGHT) === 0) return false;
    if (!isSafe(text, at - 2) || !isSafe(text, at + 1)) return false;
    const pair = left * 0x10000 + right;
    let holds = known.get(pair);
    if (holds === undefined) {
      holds = rule(String.fromCharCode(left), String.fromCharCode(right));
      known.set(pair, holds);
    }
    return holds;
  };
}

/** The edge before any step. */
export function edgeOf(left: string, right: string): Edge {
  return { lefts: [left], rights: [right] };
}

const [IS_LEFT, IS_RIGHT, IS_SAFE] = [1, 2, 4];
/** By UTF-16 unit, a sum of the three. */
const KINDS = Uint8Array.from({ length: 0x10000 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  const [left, right, safe] = [LEFT, RIGHT, SAFE].map((expression) => expression.test(character));
  return (left ? IS_LEFT : 0) + (right ? IS_RIGHT : 0) + (safe || left || right ? IS_SAFE : 0);
});

function isSafe(text: string, at: number): boolean {
  return at < 0 || at >= text.length || (KINDS[text.charCodeAt(at)] & IS_SAFE) !== 0;
}
