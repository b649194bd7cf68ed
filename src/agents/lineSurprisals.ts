// Surprisals of tokens as sums by line. Pure.
import { lineStarts } from '../context/lineStarts.ts';
import type { SurprisingToken } from './surprisingTokens.ts';

export interface SurprisingLine {
  /** From 1. */
  readonly line: number;
  /** Where it begins in the text. */
  readonly start: number;
  readonly bits: number;
  readonly tokens: number;
  /** Without its line break. */
  readonly text: string;
}

/** Where each line begins; a line break at the very end begins no other. */
export function writtenLineStarts(text: string): readonly number[] {
  const starts = lineStarts(text);
  return starts.length > 1 && starts.at(-1) === text.length ? starts.slice(0, -1) : starts;
}

/**
 * The lines that begin in [from, to), with the tokens that begin in them: a token that ends a line belongs to it, and one
 * that begins with a line break does, too.
 */
export function surprisingLines(
  text: string,
  starts: readonly number[],
  tokens: readonly Pick<SurprisingToken, 'start' | 'bits'>[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly SurprisingLine[] {
  const lines: SurprisingLine[] = [];
  let next = 0;
  for (const [i, start] of starts.entries()) {
    if (start < from) continue;
    if (start >= to) break;
    const end = starts[i + 1] ?? text.length;
    let bits = 0;
    const first = next;
    for (; next < tokens.length && tokens[next].start < end; next++) bits += tokens[next].bits;
    const line = text.slice(start, end).replace(/[\r\n]+$/, '');
    lines.push({ line: i + 1, start, bits, tokens: next - first, text: line });
  }
  return lines;
}
