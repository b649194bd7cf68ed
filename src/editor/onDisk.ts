// Whether a document's text is in a file that the extension's own processes can read. Knows no text.
import type * as vscode from 'vscode';

/** Whether the extension's own machine has it: what a program or a virtual file system shows, it has not. */
export function isOnDisk({ scheme }: vscode.Uri): boolean {
  return scheme === 'file' || scheme === 'vscode-remote';
}
