// The tokens of what an editor shows, and of a place in it. Knows no colours.
import type * as vscode from 'vscode';
import type { PlacedToken, TokenizerRef } from '../contract/tokens.ts';
import type { DocumentTokens } from './documentCounts.ts';
import { rangesInSight } from './inSight.ts';

/** What says which tokens a document has. */
export interface TokenSource {
  readonly documents: DocumentTokens;
  /** undefined where what counts in the document does not say which tokens there are. */
  readonly tokenizer: (document: vscode.TextDocument) => TokenizerRef | undefined;
  /** The number of entries of its vocabulary. */
  readonly size: (tokenizer: TokenizerRef) => Promise<number>;
  /** The ids that training hardly moved, where a model is open that has this tokenizer. */
  readonly untrained: (tokenizer: TokenizerRef) => Promise<ReadonlySet<number> | undefined>;
  /** How people call it. */
  readonly nameOf: (tokenizer: TokenizerRef) => string;
}

/**
 * In order, each once. undefined where there are none to be had: the tokenizer cannot be read, or the document was edited
 * meanwhile. Never rejects.
 */
export async function tokensInSight(
  editor: Pick<vscode.TextEditor, 'document' | 'visibleRanges'>,
  source: TokenSource,
): Promise<readonly PlacedToken[] | undefined> {
  return await tokensOfRanges(editor.document, rangesInSight(editor), source);
}

/** The same of ranges, which are in order and do not overlap. */
export async function tokensOfRanges(
  document: vscode.TextDocument,
  ranges: readonly vscode.Range[],
  { documents, tokenizer }: TokenSource,
): Promise<readonly PlacedToken[] | undefined> {
  const ref = tokenizer(document);
  const { version } = document;
  if (!ref) return undefined;
  const asked = ranges.map((range) => documents.tokensIn(document, range, ref));
  const parts = await Promise.all(asked).catch(() => undefined);
  if (!parts || document.isClosed || document.version !== version) return undefined;
  const all: PlacedToken[] = [];
  for (const part of parts) {
    if (!part) return undefined;
    const last = all.at(-1)?.span.end ?? 0; // a token at the border of two ranges touches both
    all.push(...(all.length === 0 ? part : part.filter(({ span }) => span.start >= last)));
  }
  return all;
}
