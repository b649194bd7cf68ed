// Shows a text that the model wrote as ghost text behind the explained one, where Tab takes it. Knows no panel.
import * as vscode from 'vscode';
import type { ExplainedText } from './explainedText.ts';
import { showRange } from './showRange.ts';

interface Offer {
  readonly behind: ExplainedText;
  readonly written: string;
}

export class BranchCompletion implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  readonly #isOn: () => boolean;
  /** Only while something is offered: VS Code asks every provider after every key. */
  #provider: vscode.Disposable | undefined;
  #offer: Offer | undefined;

  /** `isOn` is asked anew each time: the user may have switched it off since. */
  constructor(isOn: () => boolean) {
    this.#isOn = isOn;
  }

  /** Offers the text from now on, puts the caret where it belongs, and shows it. */
  async offer(behind: ExplainedText, written: string): Promise<void> {
    this.#offer = { behind, written };
    this.#provider ??= vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, this);
    const end = behind.document.positionAt(behind.source.place.end);
    await showRange(behind.document, new vscode.Range(end, end));
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  }

  clear(): void {
    this.#offer = undefined;
    this.#provider?.dispose();
    this.#provider = undefined;
  }

  provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.InlineCompletionItem[] {
    if (!this.#offer || document !== this.#offer.behind.document || !this.#isOn()) return [];
    const { behind, written } = this.#offer;
    if (behind.stale) {
      this.clear();
      return [];
    }
    const end = document.positionAt(behind.source.place.end);
    if (position.isBefore(end)) return [];
    // Of what was typed or taken of it already only the rest is left.
    const typed = document.getText(new vscode.Range(end, position));
    const rest = written.slice(typed.length);
    const stands = document.getText(
      new vscode.Range(position, document.positionAt(document.offsetAt(position) + rest.length)),
    );
    if (!written.startsWith(typed) || rest === '' || stands === rest) return [];
    return [new vscode.InlineCompletionItem(rest, new vscode.Range(position, position))];
  }

  dispose(): void {
    this.clear();
  }
}
