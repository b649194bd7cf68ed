// Keeps files from being opened on top of the panel: they land in the group that has the focus. Knows no content.
import * as vscode from 'vscode';

/**
 * Locks the panel's editor group when the panel gets the focus for the first time, where it is alone there: VS Code locks
 * the group with the focus only. Who unlocks it is not contradicted.
 */
export function lockGroupOf(panel: vscode.WebviewPanel): void {
  const watch = panel.onDidChangeViewState(() => {
    const group = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn === panel.viewColumn);
    if (!panel.active || group?.tabs.length !== 1) return;
    watch.dispose();
    void vscode.commands.executeCommand('workbench.action.lockEditorGroup');
  });
  panel.onDidDispose(() => watch.dispose());
}
