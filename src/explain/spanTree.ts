// The parts of a text as spans of its tokens: messages, paragraphs, lines, sentences, words, each inside the one above.
// A token belongs to the part that has its last character, since most tokens begin with the space in front of a word.
// The file knows tokens and their places, no model.

import type { TextPartKind } from '../contract/mattered.ts';
import type { Span, Token, TokenIndex } from '../contract/tokens.ts';
import { type TextPart, textParts } from './textParts.ts';

/** Parts of one level; more are put into so many groups. */
const MOST_PARTS = 48;
const GROUPS = 16;

export interface SpanNode {
  readonly kind: TextPartKind;
  readonly span: Span<TokenIndex>;
  readonly parts: readonly SpanNode[];
}

export interface TokenizedText {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The tokens of each word. */
  readonly words: readonly Span<TokenIndex>[];
}

/**
 * The tree of all parts of the tokens [first, end). Special tokens belong to no part: they are the form of a conversation,
 * and where they stand between texts, these are its messages.
 */
export function spanTree(text: TokenizedText, end: number, first = 0): readonly SpanNode[] {
  const messages = runsOf(text.tokens.slice(0, end), ({ special }, i) => !special && i >= first);
  const nodes = messages.map((span) => wrapped('message', span, partsIn(text, span)));
  return unwrapped(nodes);
}

function partsIn({ text, tokens, words }: TokenizedText, span: Span<TokenIndex>): readonly SpanNode[] {
  const inside = tokens.slice(span.start, span.end);
  const [from, to] = [inside[0].span.start, inside[inside.length - 1].span.end];
  const nodesOf = (parts: readonly TextPart[], within: Span<TokenIndex>): readonly SpanNode[] => {
    const spans = parts.map(({ start, end }) => tokensIn(tokens, within, start, end));
    return parts.flatMap(({ kind, parts: finer }, i) => {
      const own = spans[i];
      if (own.end <= own.start) return []; // its characters belong to a token of the part behind it
      return [wrapped(kind, own, finer.length > 0 ? nodesOf(finer, own) : wordsIn(words, own))];
    });
  };
  return unwrapped(nodesOf(textParts(text.slice(from, to), from), span));
}

/** A part with one part only has the parts of that one; many are put into groups. */
function wrapped(kind: TextPartKind, span: Span<TokenIndex>, parts: readonly SpanNode[]): SpanNode {
  return { kind, span, parts: grouped(parts.length === 1 ? parts[0].parts : parts) };
}

function unwrapped(nodes: readonly SpanNode[]): readonly SpanNode[] {
  return grouped(nodes.length === 1 && nodes[0].parts.length > 0 ? nodes[0].parts : nodes);
}

/** Neighbours together, so that one level has no more than a reader, or a search, can look through. */
function grouped(nodes: readonly SpanNode[]): readonly SpanNode[] {
  if (nodes.length <= MOST_PARTS) return nodes;
  const size = Math.ceil(nodes.length / GROUPS);
  const groups = Array.from({ length: Math.ceil(nodes.length / size) }, (_, i) =>
    nodes.slice(i * size, (i + 1) * size),
  );
  return groups.map((parts) => ({
    kind: 'group',
    span: { start: parts[0].span.start, end: parts[parts.length - 1].span.end },
    parts: grouped(parts),
  }));
}

function wordsIn(words: readonly Span<TokenIndex>[], within: Span<TokenIndex>): readonly SpanNode[] {
  const first = firstFrom(0, words.length, (i) => words[i].end > within.start);
  const behind = firstFrom(first, words.length, (i) => words[i].start >= within.end);
  return words.slice(first, behind).flatMap(({ start, end }): SpanNode[] => {
    const span = { start: Math.max(start, within.start), end: Math.min(end, within.end) } as Span<TokenIndex>;
    return span.end > span.start ? [{ kind: 'word', span, parts: [] }] : [];
  });
}

/** The tokens whose last character is in [start, end). */
function tokensIn(tokens: readonly Token[], within: Span<TokenIndex>, start: number, end: number): Span<TokenIndex> {
  const tokenFrom = (offset: number) => firstFrom(within.start, within.end, (i) => lastCharacter(tokens[i]) >= offset);
  return { start: tokenFrom(start), end: tokenFrom(end) } as Span<TokenIndex>;
}

/** The first i in [low, high) that fulfils a condition which all behind it fulfil, too; `high` where none does. */
function firstFrom(low: number, high: number, fulfils: (i: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (fulfils(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function lastCharacter({ span }: Token): number {
  return Math.max(span.start, span.end - 1);
}

/** The longest runs of neighbours that fulfil a condition. */
function runsOf(tokens: readonly Token[], fulfils: (token: Token, i: number) => boolean): readonly Span<TokenIndex>[] {
  const runs: { start: number; end: number }[] = [];
  for (const [i, token] of tokens.entries()) {
    if (!fulfils(token, i)) continue;
    const last = runs.at(-1);
    if (last?.end === i) last.end++;
    else runs.push({ start: i, end: i + 1 });
  }
  return runs as unknown as readonly Span<TokenIndex>[];
}
