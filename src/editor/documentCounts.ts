// How many tokens an open document and parts of it have. Knows no tokenizer and nothing that shows counts.
import type * as vscode from 'vscode';
import type { PlacedToken, Span, TokenizerRef, Utf16Offset } from '../contract/tokens.ts';
import { type Sending, SyncedTexts, type TextCounter } from './syncedTexts.ts';

/** All answers are undefined where the document was edited or closed meanwhile. They reject like the counter. */
export interface DocumentCounts<Ref = TokenizerRef> {
  total(document: vscode.TextDocument, tokenizer: Ref): Promise<number | undefined>;
  /** Of each range by itself, in the order of the ranges. */
  ofRanges(
    document: vscode.TextDocument,
    ranges: readonly vscode.Range[],
    tokenizer: Ref,
  ): Promise<readonly number[] | undefined>;
  /** The first line up to whose end the document has more than so many tokens; undefined where it has no more, too. */
  lineBeyond(document: vscode.TextDocument, tokens: number, tokenizer: Ref): Promise<number | undefined>;
}

export interface DocumentTokens {
  /** The tokens of the document that touch a range; spans are offsets in the document. Otherwise as DocumentCounts. */
  tokensIn(
    document: vscode.TextDocument,
    range: vscode.Range,
    tokenizer: TokenizerRef,
  ): Promise<readonly PlacedToken[] | undefined>;
}

/** Sends a document once and then its edits, until it is disposed. */
export function documentCounts(
  counter: TextCounter,
  sending?: Sending,
): DocumentCounts & DocumentTokens & vscode.Disposable {
  const texts = new SyncedTexts(counter, sending);
  return {
    total: (document, tokenizer) => texts.ask(document, (text) => counter.countText(text, tokenizer)),
    async ofRanges(document, ranges, tokenizer) {
      const spans = ranges.map((range) => spanOf(document, range));
      return await texts.ask(document, (text) => counter.countSpans(text, spans, tokenizer));
    },
    async lineBeyond(document, tokens, tokenizer) {
      const end = await texts.ask(document, (text) => counter.lineEndBeyond(text, tokens, tokenizer));
      return end === undefined ? undefined : document.positionAt(end).line;
    },
    async tokensIn(document, range, tokenizer) {
      const span = spanOf(document, range);
      return await texts.ask(document, (text) => counter.tokensIn(text, span, tokenizer));
    },
    dispose: () => texts.dispose(),
  };
}

function spanOf(document: vscode.TextDocument, range: vscode.Range): Span<Utf16Offset> {
  return {
    start: document.offsetAt(range.start) as Utf16Offset,
    end: document.offsetAt(range.end) as Utf16Offset,
  };
}
