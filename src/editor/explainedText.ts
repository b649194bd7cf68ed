// Where the tokens of an explained text are in its document: token ↔ range. Knows no colours and no engine.
import * as vscode from 'vscode';
import type { Span, Token, TokenIndex } from '../contract/tokens.ts';
import type { TextSource } from '../contract/webviewApi.ts';
import type { FollowedText } from './followedText.ts';

export class ExplainedText {
  readonly tokens: readonly Token[];
  readonly #place: FollowedText;

  /** Whoever made `place` still has to dispose of it. */
  constructor(place: FollowedText, tokens: readonly Token[]) {
    this.#place = place;
    this.tokens = tokens;
  }

  get document(): vscode.TextDocument {
    return this.#place.document;
  }

  get source(): TextSource {
    return this.#place.source;
  }

  get stale(): boolean {
    return this.#place.stale;
  }

  /** Where its tokens begin in the document, in UTF-16 units. */
  get start(): number {
    return this.#place.start;
  }

  /** Where they end: less than the text's end where the model's context was too short. */
  get end(): number {
    return this.#place.start + (this.tokens.at(-1)?.span.end ?? 0);
  }

  /** undefined for generated tokens, for tokens that stand for no character (<s> in front), and for a stale text. */
  rangeOf(token: TokenIndex): vscode.Range | undefined {
    const span = this.tokens[token]?.span;
    if (!span || span.start === span.end || this.stale) return undefined;
    const position = (offset: number) => this.document.positionAt(this.#place.start + offset);
    return new vscode.Range(position(span.start), position(span.end));
  }

  /** The tokens that a range has a part of; undefined where it is empty or has none, and for a stale text. */
  tokensIn(range: vscode.Range): Span<TokenIndex> | undefined {
    if (this.stale || range.isEmpty) return undefined;
    const [from, to] = [range.start, range.end].map((position) => this.document.offsetAt(position) - this.#place.start);
    const isIn = ({ span }: Token) => span.start < span.end && span.start < to && span.end > from;
    const start = this.tokens.findIndex(isIn);
    return start < 0 ? undefined : ({ start, end: this.tokens.findLastIndex(isIn) + 1 } as Span<TokenIndex>);
  }

  /** The token that holds the character after the position; at the end of the text the last token. */
  tokenAt(position: vscode.Position): TokenIndex | undefined {
    const offset = this.document.offsetAt(position) - this.#place.start;
    const last = this.tokens[this.tokens.length - 1];
    if (this.stale || offset < 0 || !last || offset > last.span.end) return undefined;
    const found = this.tokens.findIndex(({ span }) => offset < span.end);
    return (found < 0 ? this.tokens.length - 1 : found) as TokenIndex;
  }
}
