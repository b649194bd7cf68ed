// Asks the user for a place and writes a file there. Knows no content.
import * as vscode from 'vscode';

/** Saves a file. The dialog begins beside the document that the file is about, if that is saved on disk. */
export async function saveFile(
  suggestedName: string,
  content: string | Uint8Array,
  beside: vscode.Uri | undefined,
): Promise<void> {
  const folder = beside?.scheme === 'untitled' ? undefined : beside && vscode.Uri.joinPath(beside, '..');
  const fallback = vscode.workspace.workspaceFolders?.[0]?.uri;
  const base = folder ?? fallback;
  const name = suggestedName.replace(/[\\/:*?"<>|]/g, '_');
  const target = await vscode.window.showSaveDialog(base ? { defaultUri: vscode.Uri.joinPath(base, name) } : {});
  if (!target) return;
  await vscode.workspace.fs.writeFile(
    target,
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  );
  const open = vscode.l10n.t('Open');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Saved {0}.', target.path.split('/').at(-1) ?? ''),
    open,
  );
  if (chosen === open) await openSaved(target);
}

/**
 * Opens a file with the system's program if it is on the user's own machine; elsewhere (SSH, container, browser) only
 * the editor can read it.
 */
async function openSaved(file: vscode.Uri): Promise<void> {
  const { remoteName, uiKind } = vscode.env;
  const isHere = file.scheme === 'file' && remoteName === undefined && uiKind === vscode.UIKind.Desktop;
  if (isHere) await vscode.env.openExternal(file);
  else await vscode.commands.executeCommand('vscode.open', file);
}
