// Reads the file of a session, no more of it than a session may have. Knows no model.
import * as vscode from 'vscode';
import type { Failure } from '../contract/failure.ts';
import type { SessionFile } from '../contract/session.ts';
import { MAX_SESSION_BYTES, readSession } from './sessionReader.ts';

/** Fails with session-too-large before anything is read, with file-unreadable, and like readSession(). */
export async function loadSession(uri: vscode.Uri): Promise<SessionFile> {
  const file = nameOf(uri);
  const unreadable = (error: unknown): never => {
    const problem = error instanceof Error ? error.message : String(error);
    throw { code: 'file-unreadable', file, problem } satisfies Failure;
  };
  const checkSize = (size: number) => {
    if (size <= MAX_SESSION_BYTES) return;
    throw { code: 'session-too-large', file, bytes: size, most: MAX_SESSION_BYTES } satisfies Failure;
  };
  checkSize((await vscode.workspace.fs.stat(uri).then(undefined, unreadable)).size);
  const bytes = await vscode.workspace.fs.readFile(uri).then(undefined, unreadable);
  checkSize(bytes.length); // some file systems do not know sizes
  return readSession(new TextDecoder().decode(bytes), file);
}

export function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
