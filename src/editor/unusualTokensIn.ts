// The unusual tokens of some ranges of a document. Knows no colours.
import type * as vscode from 'vscode';
import { isCounted } from '../settings/countSettings.ts';
import { type TokenMark, unusualTokens } from '../unusual/unusualTokens.ts';
import { type TokenSource, tokensOfRanges } from './tokensInSight.ts';

/** What may be a control token to some tokenizer: nothing is asked about a text without it. */
const MAY_CONTROL = /<[|｜]|<\/?[a-z_]+>|\[\/?[A-Z_]+\]/i;

/** Spans are those of the document. undefined where the tokens are not to be had. Never rejects. */
export async function unusualTokensIn(
  document: vscode.TextDocument,
  ranges: readonly vscode.Range[],
  source: TokenSource,
): Promise<readonly TokenMark[] | undefined> {
  const texts = ranges.map((range) => document.getText(range));
  const { version } = document;
  const ref = source.tokenizer(document);
  const [size, untrained] = ref
    ? await Promise.all([source.size(ref).catch(() => undefined), source.untrained(ref).catch(() => undefined)])
    : [];
  const found: TokenMark[] = [];
  for (const [i, range] of ranges.entries()) {
    if (document.version !== version) return undefined;
    const tokens = await tokensOfRanges(document, [range], source);
    if (!tokens) return undefined;
    const from = document.offsetAt(range.start);
    const to = from + texts[i].length;
    const whole = tokens.filter(({ span }) => span.start >= from && span.end <= to);
    found.push(...unusualTokens(whole, { text: texts[i], from, size, untrained }));
  }
  return found;
}

/**
 * Whether tokens are asked about where only control tokens are marked: a document is sent to the process that counts for it,
 * which has those of counted languages anyway.
 */
export function mayHaveControlTokens(document: vscode.TextDocument, ranges: readonly vscode.Range[]): boolean {
  if (!isCounted(document)) return false;
  return ranges.some((range) => MAY_CONTROL.test(document.getText(range)));
}
