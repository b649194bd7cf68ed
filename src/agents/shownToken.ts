// Tokens and pieces of text as a model reads them in an answer: quoted, on one line, cut where they are long.
import { byteNames } from '../contract/byteNames.ts';
import type { Token } from '../contract/tokens.ts';

/** " the", "\n", and <E8 AA> for a token that is a part of a character. */
export function shownToken({ text, bytes }: Pick<Token, 'text' | 'bytes'>): string {
  if (text !== undefined) return JSON.stringify(text);
  return `<${byteNames(bytes).join(' ')}>`;
}

/** Quoted; of a long text its beginning and its end, `most` UTF-16 code units or a few less. */
export function excerpt(text: string, most: number): string {
  if (text.length <= most) return JSON.stringify(text);
  const half = Math.floor((most - 1) / 2);
  return JSON.stringify(`${withoutHalves(text.slice(0, half))}…${withoutHalves(text.slice(-half))}`);
}

/** Without the half of a character that a cut left at either end. */
function withoutHalves(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}

export function percent(probability: number): string {
  const value = 100 * probability;
  return `${value >= 0.01 ? value.toFixed(2) : value.toExponential(1)} %`;
}

/** Rounded, as numbers in data: more digits would only cost tokens. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
