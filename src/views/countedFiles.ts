// Watches the files that a report counted, and tells once when one of them has another text: it was saved, deleted, or
// changed by another program. Knows no view.
import * as vscode from 'vscode';
import type { ContextNode } from '../contract/contextReport.ts';

/** The listener is called once. */
export function watchCounted(nodes: readonly ContextNode[], listener: () => void): vscode.Disposable {
  const files = new Set<string>();
  const collect = ({ place, children }: ContextNode): void => {
    if (place) files.add(vscode.Uri.file(place.path).toString());
    for (const child of children) collect(child);
  };
  for (const node of nodes) collect(node);
  let told = false;
  const changed = (file: vscode.Uri): void => {
    if (told || !files.has(file.toString())) return;
    told = true;
    listener();
  };
  // Of the folders that are open in any case: no other watcher is asked of the system.
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => changed(uri)),
  );
}
