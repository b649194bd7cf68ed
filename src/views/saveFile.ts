// Asks the user for a place and writes a file there. Knows no content.
import * as vscode from 'vscode';

/**
 * Saves a file. The dialog begins beside the document that the file is about, if that is saved on disk. Never rejects
 * because of the place: that it cannot be written is shown.
 */
export async function saveFile(
  suggestedName: string,
  content: string | Uint8Array,
  beside: vscode.Uri | undefined,
): Promise<void> {
  const defaultUri = suggestedPlace(suggestedName, beside);
  const target = await vscode.window.showSaveDialog(defaultUri ? { defaultUri } : {});
  if (!target) return;
  const problem = await writeProblem(target, content);
  if (problem !== undefined) {
    void vscode.window.showErrorMessage(problem);
    return;
  }
  const open = vscode.l10n.t('Open');
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('Saved {0}.', nameOf(target)), open);
  if (chosen === open) await openSaved(target);
}

/** Writes the file; returns what to tell the user where that cannot be done. */
export async function writeProblem(target: vscode.Uri, content: string | Uint8Array): Promise<string | undefined> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
    return undefined;
  } catch (error) {
    const { t } = vscode.l10n;
    const reason = error instanceof Error ? error.message : String(error);
    return t('{0} could not be saved: {1} Save it in a folder that you may write to.', nameOf(target), reason);
  }
}

function nameOf(file: vscode.Uri): string {
  return file.path.split('/').at(-1) ?? '';
}

/**
 * The place that the dialog begins with: beside the document, or in the first open folder where files cannot be written
 * there, as for an untitled document, a cell of a notebook or a document that a program shows.
 */
export function suggestedPlace(suggestedName: string, beside: vscode.Uri | undefined): vscode.Uri | undefined {
  const isInFiles = beside !== undefined && vscode.workspace.fs.isWritableFileSystem(beside.scheme) === true;
  const folder = isInFiles ? vscode.Uri.joinPath(beside, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder && vscode.Uri.joinPath(folder, suggestedName.replace(/[\\/:*?"<>|]/g, '_'));
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
