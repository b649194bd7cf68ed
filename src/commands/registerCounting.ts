// Shows the counts of tokens and registers the commands about them. Knows no vocabulary.
import * as vscode from 'vscode';
import type { TokenizerRef } from '../contract/tokens.ts';
import { CellCounts } from '../editor/cellCounts.ts';
import { registerCountLenses } from '../editor/countLenses.ts';
import { DocumentBlocks } from '../editor/documentBlocks.ts';
import { documentCounts } from '../editor/documentCounts.ts';
import { createSelectionCount } from '../editor/selectionCount.ts';
import { createTokenCounts, toggleInlineCounts } from '../editor/tokenCounts.ts';
import type { EngineClient } from '../engine/client.ts';
import { modelName } from '../messages/modelName.ts';
import { tellCountedLanguages } from '../settings/countSettings.ts';
import { chooseTokenizer, tokenizerSetting } from '../settings/tokenizerSetting.ts';
import { showMenu } from './menu.ts';

interface CountingParts {
  readonly counter: EngineClient;
  readonly embeddedModel: string;
  readonly modelFolder: () => string;
}

export function registerCounting(
  memory: vscode.Memento,
  { counter, embeddedModel, modelFolder }: CountingParts,
): vscode.Disposable {
  const tokenizer = () => tokenizerSetting(embeddedModel, modelFolder());
  const nameOf = (ref: TokenizerRef) => (ref.kind === 'openai' ? ref.encoding : modelName(ref.folder, embeddedModel));
  const menu = () => showMenu(nameOf(tokenizer()), modelName(modelFolder(), embeddedModel));
  const documents = documentCounts(counter);
  const blocks = new DocumentBlocks();
  const cells = new CellCounts(documents, tokenizer, nameOf);
  return vscode.Disposable.from(
    documents,
    tellCountedLanguages(),
    vscode.workspace.onDidChangeTextDocument((change) => blocks.change(change)),
    createTokenCounts(documents, blocks, tokenizer),
    registerCountLenses(documents, blocks, tokenizer, nameOf),
    cells,
    vscode.notebooks.registerNotebookCellStatusBarItemProvider('*', cells),
    createSelectionCount(documents, tokenizer, nameOf),
    vscode.commands.registerCommand('tokenscope.toggleInlineCounts', () => toggleInlineCounts(memory)),
    vscode.commands.registerCommand('tokenscope.chooseTokenizer', chooseTokenizer),
    vscode.commands.registerCommand('tokenscope.showMenu', menu),
  );
}
