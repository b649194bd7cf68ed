// Puts a text that the model wrote behind the explained one in its document, at once or as ghost text to take, or says why
// that cannot be done. Knows no panel and no tokens.
import * as vscode from 'vscode';
import type { RunSummary } from '../contract/engineApi.ts';
import type { BranchCompletion } from '../editor/branchCompletion.ts';
import type { ExplainedText } from '../editor/explainedText.ts';

/** How much of the text the model has read. */
type Read = Pick<RunSummary, 'explainedTo' | 'textLength'>;

export interface GhostText {
  readonly branch: BranchCompletion;
  /** Asks the user where it is off. */
  readonly mayShow: () => Promise<boolean>;
}

/** One edit that one undo takes back. Returns in words why there was none. */
export async function insertBehind(
  explained: ExplainedText | undefined,
  read: Read | undefined,
  text: string,
): Promise<string | undefined> {
  const reason = await whyNotBehind(explained, read);
  if (reason !== undefined || !explained) return reason;
  const { document, source } = explained;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(source.place.end), text);
  return (await vscode.workspace.applyEdit(edit)) ? undefined : readOnly(explained);
}

/** Ghost text that Tab takes, also as one edit. Returns in words why there is none. */
export async function offerBehind(
  explained: ExplainedText | undefined,
  read: Read | undefined,
  text: string,
  { branch, mayShow }: GhostText,
): Promise<string | undefined> {
  const reason = await whyNotBehind(explained, read);
  if (reason !== undefined || !explained) return reason;
  if (!(await mayShow())) return vscode.l10n.t('Ghost text stays off.');
  await branch.offer(explained, text);
  return undefined;
}

async function whyNotBehind(explained: ExplainedText | undefined, read: Read | undefined): Promise<string | undefined> {
  const { t } = vscode.l10n;
  if (!explained || !read) return t('Nothing is explained that the text could stand behind.');
  const { document, source } = explained;
  if (document.isClosed) return t('{0} is closed. Open it and explain the text again.', source.label);
  if (explained.stale) return t('The text in {0} was edited since. Explain it again.', source.label);
  if (read.explainedTo < read.textLength)
    return t('The model has not read the text to its end, so what it wrote does not belong there.');
  return (await isWritable(document)) ? undefined : readOnly(explained);
}

function readOnly({ source }: ExplainedText): string {
  return vscode.l10n.t('{0} cannot be edited: it may be read-only.', source.label);
}

/** What no file system holds and can be edited all the same. */
const EDITABLE: readonly string[] = ['untitled', 'vscode-notebook-cell'];

/**
 * VS Code edits what a program shows, and files that must not be written, as if they could be saved, and says that it has
 * been done.
 */
async function isWritable({ uri }: vscode.TextDocument): Promise<boolean> {
  if (EDITABLE.includes(uri.scheme)) return true;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) return false;
  const stat = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined); // the file may be deleted
  return stat?.permissions !== vscode.FilePermission.Readonly;
}
