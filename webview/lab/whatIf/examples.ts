// Three changes to begin with, that work on any model and text. Pure.
import type { NextTokens } from '../../../src/contract/readings.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import type { Change } from '../../../src/contract/whatIf.ts';
import type { ShownToken } from '../../text/visibleText.ts';

export interface Example {
  readonly change: Change;
  readonly token?: ShownToken;
}

export interface Situation {
  readonly tokens: readonly Token[];
  readonly at: TokenIndex;
  readonly layers: number;
  /** What comes behind the selected token, where it is known. */
  readonly next: NextTokens | undefined;
  /** Whether words behind the selected token are read, too. */
  readonly isMasked?: boolean;
}

/** How strongly the example pushes. */
const STRENGTH = 1;

/**
 * A head that is switched off, a word that is hidden, and a push towards what the model thinks second. Where there is no
 * word before the selected token, or no second candidate yet, attention and feed-forward of the first layer stand in.
 */
export function examplesOf({ tokens, at, layers, next, isMasked = false }: Situation): readonly Example[] {
  const word = longestWord(
    tokens,
    isMasked ? [...tokens.keys()].filter((i) => i !== at) : [...tokens.keys()].slice(0, at),
  );
  const second = next?.candidates[1];
  const head: Change = { kind: 'scale', part: { kind: 'head', layer: 0, head: 0 }, factor: 0 };
  const hidden: Change =
    word === undefined
      ? { kind: 'scale', part: { kind: 'attention', layer: 0 }, factor: 0 }
      : { kind: 'hide', span: { start: word, end: word + 1 } as Span<TokenIndex> };
  const pushed: Example = second
    ? { change: towards(second.id, Math.floor(layers / 2)), token: second }
    : { change: { kind: 'scale', part: { kind: 'mlp', layer: 0 }, factor: 0 } };
  return [{ change: head }, { change: hidden }, pushed];
}

function towards(id: number, layer: number): Change {
  return { kind: 'direction', layer, direction: { kind: 'embedding', id }, strength: STRENGTH };
}

/** The longest word at these places, of several the last one: it is most likely to matter. */
function longestWord(tokens: readonly Token[], places: readonly number[]): number | undefined {
  const lengthOf = (i: number) => (/\p{L}/u.test(tokens[i].text ?? '') ? (tokens[i].text ?? '').trim().length : 0);
  let longest: number | undefined;
  for (const i of places) {
    if (!tokens[i].special && lengthOf(i) > 0 && lengthOf(i) >= (longest === undefined ? 1 : lengthOf(longest)))
      longest = i;
  }
  return longest;
}
