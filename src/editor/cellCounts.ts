// The number of tokens of a notebook's cell, in its status bar. Knows no tokenizer.
import * as vscode from 'vscode';
import type { CounterRef } from '../contract/tokens.ts';
import { hasCellCounts, onDidChangeShownCounts } from '../settings/countSettings.ts';
import { onDidChangeTokenizer } from '../settings/tokenizerSetting.ts';
import { countText } from './countText.ts';
import type { DocumentCounts } from './documentCounts.ts';
import { documentLength } from './documentLength.ts';

/** `tokenizer` is asked for every count, and `nameOf` how people call it. */
export class CellCounts implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #documents: DocumentCounts<CounterRef>;
  readonly #tokenizer: (document: vscode.TextDocument) => CounterRef;
  readonly #nameOf: (tokenizer: CounterRef) => string;
  readonly #watches: vscode.Disposable;
  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  constructor(
    documents: DocumentCounts<CounterRef>,
    tokenizer: (document: vscode.TextDocument) => CounterRef,
    nameOf: (tokenizer: CounterRef) => string,
  ) {
    this.#documents = documents;
    this.#tokenizer = tokenizer;
    this.#nameOf = nameOf;
    const fire = () => this.#changed.fire();
    this.#watches = vscode.Disposable.from(onDidChangeShownCounts(fire), onDidChangeTokenizer(fire));
  }

  /** Never rejects: a cell that cannot be counted has no count. VS Code asks again after every edit of the cell. */
  async provideCellStatusBarItems({
    document,
  }: vscode.NotebookCell): Promise<vscode.NotebookCellStatusBarItem | undefined> {
    if (!hasCellCounts(document) || documentLength(document) === 0) return undefined;
    const ref = this.#tokenizer(document);
    const count = await this.#documents.total(document, ref).catch(() => undefined);
    if (count === undefined) return undefined;
    const item = new vscode.NotebookCellStatusBarItem(countText(count), vscode.NotebookCellStatusBarAlignment.Right);
    item.tooltip = vscode.l10n.t('Tokens of this cell, by the tokenizer of {0}', this.#nameOf(ref));
    return item;
  }

  dispose(): void {
    this.#watches.dispose();
    this.#changed.dispose();
  }
}
