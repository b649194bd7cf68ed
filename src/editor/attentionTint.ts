// Tints the tokens of a text in the editor by their weights from 0 to 1, in a few steps. Knows no attention.
import * as vscode from 'vscode';
import type { TokenIndex } from '../contract/tokens.ts';
import { DocumentDecoration } from './documentDecoration.ts';
import type { ExplainedText } from './explainedText.ts';
import { TINT_LEVELS, tintLevel } from './tintLevel.ts';

export class AttentionTint implements vscode.Disposable {
  readonly #levels = Array.from(
    { length: TINT_LEVELS },
    (_, level) =>
      new DocumentDecoration({
        backgroundColor: new vscode.ThemeColor(`tokenscope.attentionBackground${level + 1}`),
        borderRadius: '2px',
      }),
  );

  /** `weights` has one number for each token; tokens without a place in the document are left out. */
  show(text: ExplainedText, weights: ArrayLike<number>): void {
    const ranges: vscode.Range[][] = this.#levels.map(() => []);
    for (let token = 0; token < weights.length; token++) {
      const level = tintLevel(weights[token]);
      const range = level === undefined ? undefined : text.rangeOf(token as TokenIndex);
      if (range && level !== undefined) ranges[level].push(range);
    }
    for (const [level, decoration] of this.#levels.entries()) decoration.show(text.document, ranges[level]);
  }

  clear(): void {
    for (const level of this.#levels) level.clear();
  }

  dispose(): void {
    for (const level of this.#levels) level.dispose();
  }
}
