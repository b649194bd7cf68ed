// The text of the editor that is looked at, where it is in no file or not as it stands there. Knows no report.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ContextSubject } from '../contract/contextApi.ts';
import { MOST_CONTEXT_FILE_BYTES, type UnsavedText } from '../contract/contextReport.ts';
import type { Failure } from '../contract/failure.ts';
import { isOnDisk } from '../editor/onDisk.ts';

/** undefined where the file is to be read. Fails with conversation-invalid where it is too long. */
export async function unsavedText({ paths: [path], document }: ContextSubject): Promise<UnsavedText | undefined> {
  if (document === undefined) return undefined;
  const uri = vscode.Uri.parse(document);
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === document);
  if (isOnDisk(uri) && !open?.isDirty) return undefined;
  const text = (open ?? (await vscode.workspace.openTextDocument(uri))).getText();
  if (text.length > MOST_CONTEXT_FILE_BYTES) throw tooLong(path);
  return { path, text };
}

function tooLong(path: string): Failure {
  const problem = `it is longer than ${MOST_CONTEXT_FILE_BYTES / 1_000_000} million characters`;
  return { code: 'conversation-invalid', file: basename(path), place: '$', problem };
}
