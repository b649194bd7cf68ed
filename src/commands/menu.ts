// The menu of the item in the status bar, for who knows none of the commands yet.
import * as vscode from 'vscode';

interface MenuItem extends vscode.QuickPickItem {
  readonly command?: string;
}

/** Runs the command that the user picks. `tokenizerName` is the name of the tokenizer that counts now. */
export async function showMenu(tokenizerName: string, modelName: string): Promise<void> {
  const { t } = vscode.l10n;
  const separator: MenuItem = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const items: readonly MenuItem[] = [
    {
      label: t('$(symbol-structure) Explain Tokens'),
      description: t('of the selection, or of the paragraph at the caret'),
      command: 'tokenscope.explainTokens',
    },
    {
      label: t('$(mortar-board) Start Guided Tour'),
      description: t('eight stops on a sample text'),
      command: 'tokenscope.startTour',
    },
    separator,
    {
      label: t('$(list-ordered) Choose Tokenizer for Counting'),
      description: tokenizerName,
      command: 'tokenscope.chooseTokenizer',
    },
    { label: t('$(eye) Toggle Inline Token Counts'), command: 'tokenscope.toggleInlineCounts' },
    separator,
    {
      label: t('$(symbol-color) Colour by the Model…'),
      description: t('how unexpected each token is to the model'),
      command: 'tokenscope.colorByModel',
    },
    {
      label: t('$(warning) Show Hidden and Unusual Characters…'),
      description: t('in this document'),
      command: 'tokenscope.showUnusualText',
    },
    {
      label: t('$(graph) Context X-ray…'),
      description: t('what fills the context: files, prompts, a conversation'),
      command: 'tokenscope.contextXray',
    },
    separator,
    { label: t('$(server-environment) Choose Model…'), description: modelName, command: 'tokenscope.chooseModel' },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Tokenscope', matchOnDescription: true });
  if (chosen?.command) await vscode.commands.executeCommand(chosen.command);
}
