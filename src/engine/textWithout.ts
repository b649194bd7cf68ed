// The text of a run without some of its tokens, cut into tokens again as the user's own text was. Generated tokens stay
// the tokens that were drawn. Knows tokens and characters, no model.

import type { Span, TokenIndex } from '../contract/tokens.ts';
import { tokensOf } from './otherTexts.ts';
import type { ExplainedText } from './run.ts';

/** The user's text as far as it is explained, and what was generated behind it; the tokens' spans are places in it. */
export function textOf({
  text,
  tokens,
  promptLength,
}: Pick<ExplainedText, 'text' | 'tokens' | 'promptLength'>): string {
  return text + new TextDecoder().decode(Uint8Array.from(tokens.slice(promptLength).flatMap(({ bytes }) => bytes)));
}

/** The ids of the first `end` tokens without the span's characters; nothing may be left of them. */
export function idsWithout(
  { text, tokens, sequence, promptLength, model }: ExplainedText,
  span: Span<TokenIndex>,
  end: number,
): readonly number[] {
  const own = Math.min(end, promptLength);
  const last = tokens[own - 1].span.end;
  const inText = span.start < own;
  const from = inText ? tokens[span.start].span.start : last;
  const to = inText ? tokens[Math.min(span.end, own) - 1].span.end : last;
  const left = text.slice(0, from) + text.slice(to, last);
  const cut = left === '' ? [] : tokensOf(model, left);
  const drawn = sequence.ids.slice(own, end).filter((_, i) => own + i < span.start || own + i >= span.end);
  return [...cut.map(({ id }) => id), ...drawn];
}
