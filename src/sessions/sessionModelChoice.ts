// Which model reads a session: the one that it was saved with, if it is on this machine and may be used, or else one that the
// user names. Knows no panel.
import * as vscode from 'vscode';
import type { SessionModel } from '../contract/session.ts';
import { modelName } from '../messages/modelName.ts';
import { modelOfSession } from './knownModels.ts';
import type { SessionParts } from './sessionParts.ts';

const { t } = vscode.l10n;
/** Digits of a commit, as the hub shows it. */
const SHORT_COMMIT = 12;

/**
 * Its folder; undefined where the user declines. `waits` is told what to say in the meantime, and after that. A session never
 * names a folder; and in a workspace that is not trusted, where its settings cannot choose a model either, one that is not set
 * is used only if the user says so.
 */
export async function chooseSessionModel(
  saved: SessionModel,
  parts: SessionParts,
  waits: (paragraphs: readonly string[]) => void,
): Promise<string | undefined> {
  const found = await modelOfSession(saved, parts);
  const { embeddedModel, modelFolder } = parts;
  if (!found) return await another(saved, parts, waits);
  const isSet = found.folder === modelFolder() || found.folder === embeddedModel;
  if (isSet || vscode.workspace.isTrusted) return found.folder;
  const question = t(
    'This workspace is not trusted, and the session asks for another model than the one that is set: {0}, which is on this machine.',
    saved.name,
  );
  waits([question]);
  const [use, current] = [t('Use {0}', saved.name), t('Use {0}', modelName(modelFolder(), embeddedModel))];
  const choice = await vscode.window.showWarningMessage(question, use, current);
  if (choice === undefined) return undefined;
  return choice === use ? found.folder : modelFolder();
}

/** The saved numbers are shown meanwhile. */
async function another(
  saved: SessionModel,
  { embeddedModel, modelFolder }: SessionParts,
  waits: (paragraphs: readonly string[]) => void,
): Promise<string | undefined> {
  const name =
    saved.repo === undefined ? saved.name : `${saved.repo}@${saved.revision?.slice(0, SHORT_COMMIT) ?? 'main'}`;
  const missing = t(
    'The model of this session, {0} ({1}), is not on this machine. Choose or download it, or let another model read the text: its numbers will differ.',
    name,
    saved.architecture,
  );
  waits([missing]);
  const choose = t('Choose Model…');
  const current = t('Use {0}', modelName(modelFolder(), embeddedModel));
  const choice = await vscode.window.showWarningMessage(missing, choose, current);
  if (choice === choose) await vscode.commands.executeCommand('tokenscope.chooseModel');
  return choice === undefined ? undefined : modelFolder();
}
