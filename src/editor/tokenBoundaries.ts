// Shows where the tokens of the explained text begin and end, by two alternating tints in the editor. Knows no panel.
import * as vscode from 'vscode';
import type { TokenIndex } from '../contract/tokens.ts';
import { boundariesIn } from './boundariesIn.ts';
import { DocumentDecoration } from './documentDecoration.ts';
import type { ExplainedText } from './explainedText.ts';

export class TokenBoundaries implements vscode.Disposable {
  readonly #even = boundaryDecoration('tokenscope.tokenEvenBackground');
  readonly #odd = boundaryDecoration('tokenscope.tokenOddBackground');

  /** Shows the tokens of this text in place of any other, if the setting says so; undefined and stale texts show none. */
  show(text: ExplainedText | undefined): void {
    if (!text || text.stale || boundariesIn(text.document) === 'off') {
      this.#even.clear();
      this.#odd.clear();
      return;
    }
    const ranges = text.tokens.map((_, i) => text.rangeOf(i as TokenIndex)).filter((range) => range !== undefined);
    this.#even.show(
      text.document,
      ranges.filter((_, i) => i % 2 === 0),
    );
    this.#odd.show(
      text.document,
      ranges.filter((_, i) => i % 2 === 1),
    );
  }

  dispose(): void {
    this.#even.dispose();
    this.#odd.dispose();
  }
}

function boundaryDecoration(color: string): DocumentDecoration {
  return new DocumentDecoration({ backgroundColor: new vscode.ThemeColor(color), borderRadius: '2px' });
}
