// What is asked: why one token, and not another, after a position. Says which tokens suggest themselves. Pure.
import type { NextTokens } from '../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../src/contract/tokens.ts';
import type { AskedToken } from '../state/labState.ts';
import { type ShownToken, visibleText } from '../text/visibleText.ts';

/** An entry of the vocabulary that can be asked about. */
export interface Choosable extends ShownToken {
  readonly id: number;
}

export interface Situation {
  readonly at: TokenIndex;
  readonly tokens: readonly Token[];
  /** What comes after `at`, where it is known. */
  readonly next: NextTokens | undefined;
  readonly asked: AskedToken | undefined;
  /** Whether the question is what stands at the place, behind a mask, and not what follows. */
  readonly isMasked?: boolean;
}

/** The token that really stands where the question is about. */
export function trueToken({ at, tokens, isMasked }: Pick<Situation, 'at' | 'tokens' | 'isMasked'>): Token | undefined {
  return tokens[isMasked ? at : at + 1];
}

/**
 * What the reader asked at this position; else about the token that follows in the text, or at its end about the most
 * probable one. undefined while that is not known.
 */
export function askedAt(situation: Situation): AskedToken | undefined {
  const { at, next, asked } = situation;
  if (asked?.position === at) return asked;
  const target = trueToken(situation)?.id ?? next?.candidates[0]?.id;
  return target === undefined ? undefined : { position: at, target, other: undefined };
}

/** The most probable tokens, and the one that follows if it is not among them. */
export function candidatesOf({ next }: Pick<Situation, 'next'>) {
  if (!next) return [];
  const { candidates, actual } = next;
  return actual && !candidates.some(({ id }) => id === actual.id) ? [...candidates, actual] : candidates;
}

/** Further tokens to ask about: those of the text up to the position, each once, the last ones first. */
export function tokensOfText({ tokens, at, next }: Omit<Situation, 'asked'>, most: number): readonly Choosable[] {
  const known = new Set(candidatesOf({ next }).map(({ id }) => id));
  const found: Choosable[] = [];
  for (let i = at; i >= 0 && found.length < most; i--) {
    if (known.has(tokens[i].id) || tokens[i].special) continue;
    known.add(tokens[i].id);
    found.push(tokens[i]);
  }
  return found;
}

/** How an id is written: a candidate, or a token of the text. undefined where it is neither. */
export function tokenOfId({ tokens, next }: Pick<Situation, 'tokens' | 'next'>, id: number): Choosable | undefined {
  return candidatesOf({ next }).find((one) => one.id === id) ?? tokens.find((one) => one.id === id);
}

/** The end of the text up to a position, at most `most` characters: 'The capital of France is' → '…of·France·is' */
export function endOfText(tokens: readonly Token[], at: TokenIndex, most: number): string {
  let end = '';
  for (let i = at; i >= 0; i--) {
    const longer = visibleText(tokens[i]) + end;
    if (end !== '' && Array.from(longer).length > most) return `…${end}`;
    end = longer;
  }
  return end;
}
