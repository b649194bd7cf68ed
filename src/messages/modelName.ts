// The name that people know a model by. Knows no checkpoint.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { repoOfFolder } from '../hub/repoId.ts';

/** The embedded model, a repository of the hub, or the folder's own name. */
export function modelName(folder: string, embeddedModel: string): string {
  if (folder === embeddedModel) return vscode.l10n.t('embedded model');
  return repoOfFolder(folder) ?? basename(folder);
}
