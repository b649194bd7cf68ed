// Tints the tokens of a text in the editor by their weights from −1 to 1, in a few steps: those above 0 in one colour, those
// below in another. Knows no attention.
import * as vscode from 'vscode';
import type { TokenIndex } from '../contract/tokens.ts';
import { DocumentDecoration } from './documentDecoration.ts';
import type { ExplainedText } from './explainedText.ts';
import { TINT_LEVELS, tintLevel } from './tintLevel.ts';

export class AttentionTint implements vscode.Disposable {
  readonly #above = levels('attentionBackground');
  readonly #below = levels('againstBackground');

  /** `weights` has one number for each token; tokens without a place in the document are left out. */
  show(text: ExplainedText, weights: ArrayLike<number>): void {
    const ranges = new Map<DocumentDecoration, vscode.Range[]>(this.#all().map((decoration) => [decoration, []]));
    for (let token = 0; token < weights.length; token++) {
      const level = tintLevel(Math.abs(weights[token]));
      const range = level === undefined ? undefined : text.rangeOf(token as TokenIndex);
      if (range && level !== undefined)
        ranges.get((weights[token] < 0 ? this.#below : this.#above)[level])?.push(range);
    }
    for (const [decoration, own] of ranges) decoration.show(text.document, own);
  }

  clear(): void {
    for (const level of this.#all()) level.clear();
  }

  dispose(): void {
    for (const level of this.#all()) level.dispose();
  }

  #all(): readonly DocumentDecoration[] {
    return [...this.#above, ...this.#below];
  }
}

/** One decoration for each step of a colour. */
function levels(color: string): readonly DocumentDecoration[] {
  return Array.from(
    { length: TINT_LEVELS },
    (_, level) =>
      new DocumentDecoration({
        backgroundColor: new vscode.ThemeColor(`tokenscope.${color}${level + 1}`),
        borderRadius: '2px',
      }),
  );
}
