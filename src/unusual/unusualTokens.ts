// Tokens of a text that are unusual to a model: control tokens that somebody wrote, characters that are cut into parts,
// entries of the vocabulary that hardly occur. Knows tokens, no tokenizer and no model.
import { isKnownGlitch } from './glitchTokens.ts';

/** The fields of a token that are needed; the span is in UTF-16 units of the text. */
export interface UnitToken {
  readonly id: number;
  /** undefined where it begins or ends inside a character. */
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly span: { readonly start: number; readonly end: number };
  readonly special: boolean;
}

export type TokenMarkKind =
  /** A control token that is written in the text, and read as one. */
  | 'control-token'
  /** What is a control token to some models, and here read as text. */
  | 'control-string'
  /** What the vocabulary lacks, in its place [UNK]. */
  | 'unknown'
  /** A character of which each token is one byte. */
  | 'bytes'
  /** A character of which a token has a part only. */
  | 'partial'
  /** A token that is reported to have hardly been trained. */
  | 'glitch'
  /** A token that training hardly moved, by the model's own table of embeddings. */
  | 'untrained'
  /** One of the last entries of the vocabulary, which training met least. */
  | 'rare';

/** What is known of the vocabulary besides the tokens themselves. */
export interface KnownVocabulary {
  /** The number of entries. */
  readonly size?: number;
  /** Ids of those that training hardly moved. */
  readonly untrained?: ReadonlySet<number>;
}

export interface TokenMark {
  readonly start: number;
  readonly end: number;
  readonly kind: TokenMarkKind;
  /** Those that the place consists of, in order. */
  readonly tokens: readonly UnitToken[];
}

/**
 * Vocabularies of byte pairs and of Unigram are in the order of merges or of probability. The last 2 % of o200k_base,
 * cl100k_base and r50k_base are 0.5 to 0.7 of 1,000 tokens of this repository's English and TypeScript.
 */
const RARE_FROM = 0.98;
const UNKNOWN = /^(?:\[UNK\]|<unk>|<\|unk\|>|<UNK>)$/;
/** Special tokens also are runs of spaces, emoji or HTML tags that a vocabulary was given; those control nothing. */
const CONTROL =
  /^(?:<[|｜][^\s<>]{1,60}[|｜]>|<\/?(?:s|bos|eos|pad|mask|cls|sep|start_of_turn|end_of_turn|BOS_TOKEN|EOS_TOKEN)>|\[\/?(?:INST|CLS|SEP|PAD|MASK|BOS|EOS|SYSTEM_PROMPT|TOOL_CALLS|AVAILABLE_TOOLS|TOOL_RESULTS)\])$/;
const CONTROL_STRING = /<\|[A-Za-z_][\w-]{1,40}\|>/g;

/**
 * The unusual places of consecutive tokens, in order. `text` is what `from` begins, in units of the tokens' spans.
 */
export function unusualTokens(
  tokens: readonly UnitToken[],
  { text, from, ...vocabulary }: { readonly text: string; readonly from: number } & KnownVocabulary,
): readonly TokenMark[] {
  const written = ({ start, end }: UnitToken['span']) => text.slice(start - from, end - from);
  const marks = unitsOf(tokens).flatMap((unit): TokenMark[] => {
    const kind = kindOf(unit.tokens, written(unit), vocabulary);
    return kind ? [{ ...unit, kind }] : [];
  });
  const strings = [...text.matchAll(CONTROL_STRING)].flatMap(({ 0: string, index }): TokenMark[] => {
    const [start, end] = [index + from, index + from + string.length];
    const inside = tokens.filter(({ span }) => span.start < end && span.end > start);
    const isRead = inside.length === 0 || inside.some(({ special }) => special);
    return isRead ? [] : [{ start, end, kind: 'control-string', tokens: inside }];
  });
  const free = marks.filter((mark) => !strings.some(({ start, end }) => mark.start < end && mark.end > start));
  return [...free, ...strings].sort((a, b) => a.start - b.start);
}

/** Tokens by what they stand for: those that share a character are together. Those that stand for nothing are left out. */
export function unitsOf<Unit extends Pick<UnitToken, 'span'>>(
  tokens: readonly Unit[],
): { readonly start: number; readonly end: number; readonly tokens: readonly Unit[] }[] {
  const units: { start: number; end: number; tokens: Unit[] }[] = [];
  for (const token of tokens) {
    const { start, end } = token.span;
    const last = units.at(-1);
    if (start === end) continue;
    if (last && start < last.end) {
      last.tokens.push(token);
      last.end = Math.max(last.end, end);
    } else units.push({ start, end, tokens: [token] });
  }
  return units;
}

function kindOf(
  tokens: readonly UnitToken[],
  written: string,
  { size, untrained }: KnownVocabulary,
): TokenMarkKind | undefined {
  const [first] = tokens;
  if (tokens.length > 1 || first.text === undefined) {
    if (tokens.every(({ text }) => text !== undefined)) return undefined; // characters that were normalized together
    return tokens.every(({ bytes }) => bytes.length === 1) ? 'bytes' : 'partial';
  }
  if (UNKNOWN.test(first.text) && written.trim() !== first.text) return 'unknown';
  if (first.special) return CONTROL.test(first.text.trim()) ? 'control-token' : undefined;
  if (isKnownGlitch(first.id, first.text)) return 'glitch';
  if (untrained?.has(first.id)) return 'untrained';
  return size !== undefined && first.id >= size * RARE_FROM ? 'rare' : undefined;
}
