// How many tokens an open document and parts of it have. Knows no tokenizer and nothing that shows counts.
import * as vscode from 'vscode';
import type { TokenizerRef } from '../contract/tokens.ts';
import type { CountCache } from './countCache.ts';

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

/** Counts each text anew that the cache does not know. */
export function documentCounts(cache: CountCache): DocumentCounts {
  async function counted(document: vscode.TextDocument, ranges: readonly vscode.Range[], tokenizer: TokenizerRef) {
    const { version } = document;
    const counts = await cache.count(
      ranges.map((range) => document.getText(range)),
      tokenizer,
    );
    return document.isClosed || document.version !== version ? undefined : counts;
  }
  const upTo = (document: vscode.TextDocument, line: number) =>
    new vscode.Range(0, 0, line, document.lineAt(line).text.length);
  return {
    ofRanges: counted,
    total: async (document, tokenizer) =>
      (await counted(document, [upTo(document, document.lineCount - 1)], tokenizer))?.[0],
    async lineBeyond(document, tokens, tokenizer) {
      let [low, high] = [0, document.lineCount];
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const count = (await counted(document, [upTo(document, middle)], tokenizer))?.[0];
        if (count === undefined) return undefined;
        if (count > tokens) high = middle;
        else low = middle + 1;
      }
      return low < document.lineCount ? low : undefined;
    },
  };
}
