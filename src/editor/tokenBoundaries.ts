// Shows where the tokens of the explained text begin and end, by two alternating tints in the editor. Knows no panel.
import * as vscode from 'vscode';
import type { TokenIndex } from '../contract/tokens.ts';
import { changeSetting } from '../settings/changeSetting.ts';
import { DocumentDecoration } from './documentDecoration.ts';
import type { ExplainedText } from './explainedText.ts';

const SETTING = 'tokenscope.tokenBoundaries';

export class TokenBoundaries implements vscode.Disposable {
  readonly #even = boundaryDecoration('tokenscope.tokenEvenBackground');
  readonly #odd = boundaryDecoration('tokenscope.tokenOddBackground');
  readonly #watch: vscode.Disposable;
  #text: ExplainedText | undefined;

  constructor() {
    this.#watch = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) this.show(this.#text);
    });
  }

  /** Shows the tokens of this text in place of any other, if the setting is on; undefined and stale texts show none. */
  show(text: ExplainedText | undefined): void {
    this.#text = text;
    if (!text || text.stale || !vscode.workspace.getConfiguration().get(SETTING, true)) {
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
    this.#watch.dispose();
    this.#even.dispose();
    this.#odd.dispose();
  }
}

export async function toggleTokenBoundaries(): Promise<void> {
  await changeSetting(SETTING, !vscode.workspace.getConfiguration().get(SETTING, true));
}

function boundaryDecoration(color: string): DocumentDecoration {
  return new DocumentDecoration({ backgroundColor: new vscode.ThemeColor(color), borderRadius: '2px' });
}
