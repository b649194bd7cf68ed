// Shows the counts of tokens and registers the commands about them. Knows no vocabulary.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CounterRef } from '../contract/tokens.ts';
import { LanguageModelCounter } from '../counting/languageModelCounter.ts';
import { BudgetBadges } from '../editor/budgetBadges.ts';
import { createBudgetLine } from '../editor/budgetLine.ts';
import { CellCounts } from '../editor/cellCounts.ts';
import { registerCountLenses } from '../editor/countLenses.ts';
import { countsByKind } from '../editor/countsByKind.ts';
import { DocumentBlocks } from '../editor/documentBlocks.ts';
import type { DocumentCounts } from '../editor/documentCounts.ts';
import { languageModelCounts } from '../editor/languageModelCounts.ts';
import { createSelectionCount } from '../editor/selectionCount.ts';
import { createTokenCounts, toggleInlineCounts } from '../editor/tokenCounts.ts';
import { createTokenizerStatus } from '../editor/tokenizerStatus.ts';
import type { EngineClient } from '../engine/client.ts';
import { counterName } from '../messages/counterName.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { modelName } from '../messages/modelName.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';
import { comparedTokenizers } from '../settings/budgetSettings.ts';
import { tellCountedLanguages } from '../settings/countSettings.ts';
import { tokenizerSetting } from '../settings/tokenizerSetting.ts';
import { chooseTokenizer } from './chooseTokenizer.ts';
import { showMenu } from './menu.ts';
import { type ModelSource, reportingFailures } from './modelCommandContext.ts';
import { modelStore } from './registerModelCommands.ts';

type CountingParts = Pick<ModelSource, 'embeddedModel' | 'modelFolder' | 'log'> & {
  readonly counter: EngineClient;
  readonly byTokenizer: DocumentCounts;
};

export function registerCounting(context: vscode.ExtensionContext, parts: CountingParts): vscode.Disposable {
  const { counter, byTokenizer, embeddedModel, modelFolder, log } = parts;
  const folders = () => ({ embeddedModel, model: modelFolder() });
  const tokenizer = (scope?: vscode.ConfigurationScope) => tokenizerSetting(folders(), scope);
  const compared = (document: vscode.TextDocument) => comparedTokenizers(folders(), document);
  const nameOf = (ref: CounterRef) => counterName(ref, embeddedModel);
  const explain = (thrown: unknown) => failureMessage(thrownFailure(thrown, log));
  const languageModels = new LanguageModelCounter((selector) => vscode.lm.selectChatModels(selector));
  const documents = countsByKind(
    byTokenizer,
    languageModelCounts((texts, model, signal) => languageModels.count(texts, model, signal)),
  );
  const count = async (texts: readonly string[], ref: CounterRef, signal: AbortSignal) =>
    await (ref.kind === 'languageModel' ? languageModels.count(texts, ref, signal) : counter.count(texts, ref));
  const source = { ...parts, ...modelStore(context) };
  const choice = { ...source, tokenizerStore: join(source.store, '../tokenizers'), languageModels, count };
  const document = () => vscode.window.activeTextEditor?.document;
  const menu = () => showMenu(nameOf(tokenizer(document())), modelName(modelFolder(), embeddedModel));
  const status = createTokenizerStatus();
  const blocks = new DocumentBlocks();
  const cells = new CellCounts(documents, tokenizer, nameOf);
  return vscode.Disposable.from(
    status,
    tellCountedLanguages(),
    vscode.workspace.onDidChangeTextDocument((change) => blocks.change(change)),
    createTokenCounts(documents, blocks, tokenizer),
    registerCountLenses(documents, blocks, tokenizer, nameOf),
    cells,
    vscode.notebooks.registerNotebookCellStatusBarItemProvider('*', cells),
    createSelectionCount({ documents, tokenizer, compared, nameOf, explain, status }),
    createBudgetLine(documents, tokenizer),
    new BudgetBadges({ count, tokenizer, nameOf }),
    vscode.commands.registerCommand('tokenscope.toggleInlineCounts', () => toggleInlineCounts(context.globalState)),
    vscode.commands.registerCommand('tokenscope.chooseTokenizer', () =>
      reportingFailures(source, () => chooseTokenizer(choice, document())),
    ),
    vscode.commands.registerCommand('tokenscope.showMenu', menu),
  );
}
