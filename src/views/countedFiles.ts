// Watches what a report counts from the beginning of the count, and tells once when a part of it has another text: it was
// saved, deleted, changed by another program, or edited where an editor's text is counted. Knows no view.
import { stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { ContextSubject } from '../contract/contextApi.ts';
import type { ContextNode } from '../contract/contextReport.ts';

/** A file's time comes from a clock that ticks every 16 ms on Windows. */
const CLOCK_TICK_MS = 20;
/** Watchers outside the workspace are the system's, which has few of them. */
const MOST_OUTSIDE = 50;
const FILES_AT_ONCE = 100;

export class CountedFiles implements vscode.Disposable {
  readonly #began = Date.now() - CLOCK_TICK_MS;
  readonly #subject: ContextSubject;
  readonly #listener: () => void;
  /** By their URIs. Empty until the count is done: what has changed until then, its time tells. */
  #files: ReadonlyMap<string, string> = new Map();
  readonly #watchers: vscode.Disposable[] = [];
  #isCounted = false;
  #isOutdated = false;
  #isDisposed = false;

  /** The listener is called once, and not before counted(). */
  constructor(subject: ContextSubject, listener: () => void) {
    this.#subject = subject;
    this.#listener = listener;
    // Of the folders that are open in any case: no other watcher is asked of the system.
    this.#watch('**/*');
    this.#watchers.push(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#changed(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.uri.toString() === subject.document) this.#tell();
      }),
    );
    void this.#watchOutside();
  }

  get outdated(): boolean {
    return this.#isOutdated;
  }

  /** The count is done. A file that has changed since it began may have been read before or after. */
  async counted(nodes: readonly ContextNode[], unsaved: boolean): Promise<void> {
    const files = new Map<string, string>();
    const collect = ({ place, children }: ContextNode): void => {
      if (place) files.set(vscode.Uri.file(place.path).toString(), place.path);
      for (const child of children) collect(child);
    };
    if (!unsaved) for (const node of nodes) collect(node);
    this.#files = files;
    this.#isCounted = true;
    if (this.#isOutdated) this.#listener();
    const paths = [...files.values()];
    for (let at = 0; at < paths.length && !this.#isOutdated && !this.#isDisposed; at += FILES_AT_ONCE)
      await Promise.all(paths.slice(at, at + FILES_AT_ONCE).map((path) => this.#look(path)));
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const watcher of this.#watchers) watcher.dispose();
  }

  #watch(glob: vscode.GlobPattern): void {
    const watcher = vscode.workspace.createFileSystemWatcher(glob);
    const changed = (file: vscode.Uri) => this.#changed(file);
    this.#watchers.push(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
    );
  }

  /** A folder with all that is in it, and of a file the folder that it is in. */
  async #watchOutside(): Promise<void> {
    const outside = this.#subject.paths.filter(
      (path) => isAbsolute(path) && !vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)),
    );
    const folders = new Map<string, string>();
    for (const path of outside.slice(0, MOST_OUTSIDE)) {
      const found = await stat(path).catch(() => undefined);
      if (found?.isDirectory()) folders.set(path, '**/*');
      else if (found && folders.get(dirname(path)) === undefined) folders.set(dirname(path), '*');
    }
    if (this.#isDisposed) return;
    for (const [folder, glob] of folders) this.#watch(new vscode.RelativePattern(vscode.Uri.file(folder), glob));
  }

  #changed(file: vscode.Uri): void {
    const path = this.#files.get(file.toString());
    if (path !== undefined) void this.#look(path);
  }

  /** News of a save may come late, when the count that follows it has begun: the file's own time is what counts. */
  async #look(path: string): Promise<void> {
    const found = await stat(path).catch(() => undefined);
    if (!found || found.ctimeMs >= this.#began) this.#tell();
  }

  #tell(): void {
    if (this.#isOutdated || this.#isDisposed) return;
    this.#isOutdated = true;
    if (this.#isCounted) this.#listener();
  }
}
