// Marks a token in the editor, or some neighbours, which the user points at in the panel. Knows no panel.
import * as vscode from 'vscode';
import type { TokenIndex } from '../contract/tokens.ts';
import { DocumentDecoration } from './documentDecoration.ts';
import type { ExplainedText } from './explainedText.ts';
import { showRange } from './showRange.ts';

export class TokenHighlight implements vscode.Disposable {
  readonly #decoration = new DocumentDecoration({
    backgroundColor: new vscode.ThemeColor('tokenscope.tokenHighlightBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('tokenscope.tokenHighlightBorder'),
    borderRadius: '2px',
    overviewRulerColor: new vscode.ThemeColor('tokenscope.tokenHighlightBorder'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });

  /**
   * Marks this token, or those from it up to `end`, in place of any other; undefined and tokens without a place mark none.
   */
  show(text: ExplainedText, token: TokenIndex | undefined, end?: TokenIndex): void {
    const range = typeof token === 'number' ? rangeOf(text, token, end ?? token + 1) : undefined; // null from a webview
    if (range) this.#decoration.show(text.document, [range]);
    else this.clear();
  }

  clear(): void {
    this.#decoration.clear();
  }

  dispose(): void {
    this.#decoration.dispose();
  }
}

/** From the first of the tokens with a place to the last one. */
function rangeOf(text: ExplainedText, token: number, end: number): vscode.Range | undefined {
  const tokens = Array.from({ length: end - token }, (_, i) => (token + i) as TokenIndex);
  const ranges = tokens.flatMap((one) => text.rangeOf(one) ?? []);
  if (ranges.length < 2) return ranges[0];
  const all = new vscode.Range(ranges[0].start, ranges[ranges.length - 1].end);
  const { document } = text;
  const length = document.getText(all).trimEnd().length; // without empty lines behind a paragraph
  return all.with({ end: document.positionAt(document.offsetAt(all.start) + length) });
}

/** Scrolls the token into view and selects it, in the editor that shows its document. */
export async function revealToken(text: ExplainedText, token: TokenIndex): Promise<void> {
  const range = text.rangeOf(token);
  if (range) await showRange(text.document, range);
}
