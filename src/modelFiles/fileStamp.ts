// Notices that a file on disk is another than the one that was read. Knows no content.
import { posix } from 'node:path';
import * as vscode from 'vscode';

export class FileStamp implements vscode.Disposable {
  readonly #uri: vscode.Uri;
  readonly #watch: vscode.Disposable;
  #stamp: string | undefined;

  constructor(uri: vscode.Uri, onChange: (gone: boolean) => void) {
    this.#uri = uri;
    // The name itself may have characters that mean something in a pattern.
    const folder = uri.with({ path: posix.dirname(uri.path) });
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    const isMeant = (changed: vscode.Uri) => changed.path === uri.path;
    const look = async (changed: vscode.Uri) => {
      if (!isMeant(changed)) return;
      const { stamp } = await statOf(uri);
      if (stamp !== this.#stamp) onChange(stamp === undefined);
    };
    this.#watch = vscode.Disposable.from(
      watcher,
      watcher.onDidChange((changed) => void look(changed)),
      watcher.onDidCreate((changed) => void look(changed)),
      watcher.onDidDelete((changed) => void look(changed)),
    );
  }

  /** From now on the file is as it is; its size, undefined where it is not there. */
  async read(): Promise<number | undefined> {
    const { stamp, bytes } = await statOf(this.#uri);
    this.#stamp = stamp;
    return bytes;
  }

  dispose(): void {
    this.#watch.dispose();
  }
}

async function statOf(
  uri: vscode.Uri,
): Promise<{ readonly stamp: string | undefined; readonly bytes: number | undefined }> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(uri);
    return { stamp: `${mtime} ${size}`, bytes: size };
  } catch {
    return { stamp: undefined, bytes: undefined }; // who opens it says why
  }
}
