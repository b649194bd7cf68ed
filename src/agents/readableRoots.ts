// The folders that an agent may read in, by what is open and whether the user trusts it. Pure.

export interface OpenFolder {
  readonly uri: { readonly scheme: string; readonly fsPath: string };
}

export interface ReadableRoots {
  readonly roots: readonly string[];
  /** What a model is told that asks for a file where there are none. */
  readonly withoutRoots: string;
}

/** Folders on this machine's disk; none of a workspace that is not trusted. */
export function readableRoots(trusted: boolean, folders: readonly OpenFolder[] = []): ReadableRoots {
  const onDisk = folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
  return trusted
    ? {
        roots: onDisk,
        withoutRoots: 'No folder on this machine is open in VS Code, so that no files are read. Give the text itself.',
      }
    : {
        roots: [],
        withoutRoots: 'The user has not trusted this workspace, so that its files are not read. Give the text itself.',
      };
}
