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

/**
 * For a model that reads in both directions: the whole text without the span's characters, but for those of the token at `kept`,
 * and the place where this token stands then. undefined where nothing is taken away, and where the tokenizer cuts what is left
 * so that the token is not there any more.
 */
export async function idsAround(
  { text, tokens, sequence, model }: ExplainedText,
  span: Span<TokenIndex>,
  kept: number,
  signal: AbortSignal,
): Promise<{ readonly ids: readonly number[]; readonly at: number } | undefined> {
  const [from, to] = [tokens[span.start].span.start, tokens[span.end - 1].span.end] as readonly number[];
  const own: Readonly<Record<'start' | 'end', number>> = tokens[kept].span;
  const before = text.slice(0, Math.min(from, own.start)) + text.slice(Math.min(to, own.start), own.start);
  const behind = text.slice(own.end, Math.max(from, own.end)) + text.slice(Math.max(to, own.end));
  const left = before + text.slice(own.start, own.end) + behind;
  if (left.length === text.length) return undefined;
  const cut = await tokensOf(model, left, signal);
  const id = sequence.ids[kept];
  const at = cut.findIndex(
    (token) => token.id === id && token.span.start === before.length && token.span.end === left.length - behind.length,
  );
  return at < 0 ? undefined : { ids: cut.map((token) => token.id), at };
}

/** The ids of the first `end` tokens without the span's characters; nothing may be left of them. */
export async function idsWithout(
  { text, tokens, sequence, promptLength, model }: ExplainedText,
  span: Span<TokenIndex>,
  end: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const own = Math.min(end, promptLength);
  const last = tokens[own - 1].span.end;
  const inText = span.start < own;
  const from = inText ? tokens[span.start].span.start : last;
  const to = inText ? tokens[Math.min(span.end, own) - 1].span.end : last;
  const left = text.slice(0, from) + text.slice(to, last);
  const cut = left === '' ? [] : await tokensOf(model, left, signal);
  const drawn = sequence.ids.slice(own, end).filter((_, i) => own + i < span.start || own + i >= span.end);
  return [...cut.map(({ id }) => id), ...drawn];
}
