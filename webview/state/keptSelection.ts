// Which token is selected at first, and which one again when a text is explained another time. A number would name
// another token in another text or with another tokenizer; a place in the same text names the same piece. Pure.
import type { ByteOffset, Span, Token, TokenIndex } from '../../src/contract/tokens.ts';
import type { PanelContent } from '../../src/contract/webviewApi.ts';
import type { AskedToken } from './labState.ts';

/** What was selected in a text, by places that hold for every tokenizer. */
export interface KeptSelection {
  /** The text, or its beginning, and the length of the whole: with these it is known again. */
  readonly text: string;
  readonly length: number;
  /** Where the selected token was; undefined where the reader had selected none. */
  readonly selected: Span<ByteOffset> | undefined;
  readonly other: Span<ByteOffset> | undefined;
  readonly asked: KeptQuestion | undefined;
  /** The other texts that Patching copied from and Compare held against it. */
  readonly patched: string | undefined;
  readonly compared: string | undefined;
}

/** What was asked about in the Lab: behind the token at a place, with ids of the vocabulary of a model's folder. */
export interface KeptQuestion {
  readonly at: Span<ByteOffset>;
  readonly target: number;
  readonly other: number | undefined;
  readonly model: string;
}

interface Selection {
  readonly selected: TokenIndex | undefined;
  readonly other: TokenIndex | undefined;
  readonly asked: AskedToken | undefined;
  readonly patching: { readonly source: string | undefined };
  readonly comparing: { readonly source: string | undefined };
}

/** Undefined where no text is shown. */
export function keptSelection(
  content: PanelContent,
  tokens: readonly Token[],
  { selected, other, asked, patching, comparing }: Selection,
): KeptSelection | undefined {
  if (content.kind !== 'explained') return undefined;
  const { summary, source } = content;
  const placeOf = (token: TokenIndex | undefined) => (token === undefined ? undefined : tokens[token].byteSpan);
  const text = { text: source.place.text, length: summary.textLength };
  const at = asked && placeOf(asked.position);
  const question = at && { at, target: asked.target, other: asked.other, model: summary.model.folder };
  const others = { patched: patching.source, compared: comparing.source };
  return { ...text, selected: placeOf(selected), other: placeOf(other), asked: question, ...others };
}

/** Whether it was kept of the text that this content shows. */
export function isOfText(kept: KeptSelection, content: PanelContent): boolean {
  if (content.kind !== 'explained') return false;
  return kept.text === content.source.place.text && kept.length === content.summary.textLength;
}

/** The same question about the same text; undefined for another model, whose vocabulary has other ids. */
export function askedAgain({ asked }: KeptSelection, content: PanelContent): AskedToken | undefined {
  if (!asked || content.kind !== 'explained') return undefined;
  const { folder, vocabSize } = content.summary.model;
  if (folder !== asked.model || Math.max(asked.target, asked.other ?? 0) >= vocabSize) return undefined;
  const position = tokenAt(content.summary.tokens, asked.at);
  return position === undefined ? undefined : { position, target: asked.target, other: asked.other };
}

/** The token at that place, or else the one in which it begins; undefined where there is none, as for a generated one. */
export function tokenAt(tokens: readonly Token[], place: Span<ByteOffset> | undefined): TokenIndex | undefined {
  if (!place) return undefined;
  const same = tokens.findIndex(({ byteSpan }) => byteSpan.start === place.start && byteSpan.end === place.end);
  if (same >= 0) return same as TokenIndex;
  const around = tokens.findIndex(({ byteSpan }) => byteSpan.start <= place.start && place.start < byteSpan.end);
  return around >= 0 ? (around as TokenIndex) : undefined;
}

/**
 * The last token with a letter, since a text ends with a full stop or a line end, of which there is little to see; the last
 * one where no token has a letter. [The, ·end, .] → 1
 */
export function firstSelection(tokens: readonly Token[]): TokenIndex {
  const word = tokens.findLastIndex(({ text, special }) => !special && /\p{L}/u.test(text ?? ''));
  return (word >= 0 ? word : tokens.length - 1) as TokenIndex;
}
