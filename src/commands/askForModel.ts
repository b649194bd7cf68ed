// Asks for the name, the address or the path of a model, and says while it is typed what is wrong with it. Knows no download.
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isFailure } from '../contract/failure.ts';
import { type PastedModel, parsePastedModel } from '../hub/pastedModel.ts';
import { hubEndpoint } from './modelCommandContext.ts';

const { t } = vscode.l10n;

/** Asks for a model by its name, its address or a path. Fails with hub-endpoint-invalid. */
export async function askForModel(title: string): Promise<PastedModel | undefined> {
  const endpoint = hubEndpoint();
  const text = await vscode.window.showInputBox({
    title,
    prompt: t('The hub is asked for its size and licence; you decide before anything is downloaded.'),
    placeHolder: t('owner/name, owner/name:Q4_K_M, the address of its page, a folder or a .gguf file'),
    ignoreFocusOut: true,
    validateInput: async (typed) => await problemOf(typed, endpoint),
  });
  return text === undefined ? undefined : parsePastedModel(text, endpoint);
}

/** What is wrong with the name as it was typed; undefined where nothing is. */
async function problemOf(typed: string, endpoint: string): Promise<string | undefined> {
  try {
    const pasted = parsePastedModel(typed, endpoint);
    if (pasted.kind === 'folder' && !(await kindOf(pasted.folder))?.isDirectory())
      return t('There is no folder {0}', pasted.folder);
    if (pasted.kind === 'file' && !(await kindOf(pasted.file))?.isFile()) return t('There is no file {0}', pasted.file);
    return undefined;
  } catch (thrown) {
    if (!isFailure(thrown)) throw thrown;
    return t('Write owner/name or owner/name@revision, paste the address of its page at the hub, or a whole path');
  }
}

async function kindOf(path: string): Promise<Stats | undefined> {
  return await stat(path).catch(() => undefined);
}
