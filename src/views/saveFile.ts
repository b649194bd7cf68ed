// Asks where, and writes a file there. Knows no content.
import * as vscode from 'vscode';

/** Beside the document that it is about, where that is a file. */
export async function saveFile(
  suggestedName: string,
  content: string | Uint8Array,
  beside: vscode.Uri | undefined,
): Promise<void> {
  const folder = beside?.scheme === 'untitled' ? undefined : beside && vscode.Uri.joinPath(beside, '..');
  const fallback = vscode.workspace.workspaceFolders?.[0]?.uri;
  const base = folder ?? fallback;
  const name = suggestedName.replace(/[\\/:*?"<>|]/g, '_');
  const where = await vscode.window.showSaveDialog(base ? { defaultUri: vscode.Uri.joinPath(base, name) } : {});
  if (!where) return;
  await vscode.workspace.fs.writeFile(where, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  const open = vscode.l10n.t('Open');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Saved {0}.', where.path.split('/').at(-1) ?? ''),
    open,
  );
  if (chosen === open) await vscode.env.openExternal(where);
}
