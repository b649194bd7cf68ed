// Saves what the panel shows as a session: the command, and what becomes of what the page collected for it. Knows no drawing.
import * as vscode from 'vscode';
import {
  type CollectedSession,
  SESSION_ENDING,
  SESSION_FORMAT,
  SESSION_VERSION,
  type SessionFile,
  type SessionModel,
} from '../contract/session.ts';
import { modelName } from '../messages/modelName.ts';
import type { KeptExplanation } from '../views/panelParts.ts';
import { suggestedPlace, writeProblem } from '../views/saveFile.ts';
import { namedModel } from './knownModels.ts';
import { nameOf } from './loadSession.ts';
import { identifiedFiles } from './modelIdentity.ts';
import { SESSION_EDITOR } from './sessionEditor.ts';
import type { SessionParts } from './sessionParts.ts';
import { sessionText } from './sessionText.ts';

const { t } = vscode.l10n;
/** Its name in a file, in every language. */
const EMBEDDED = 'embedded model';

/** Has the panel collect a session, or says why there is none. */
export function saveSession(panel: { saveSession(): boolean }): void {
  if (panel.saveSession()) return;
  void vscode.window.showInformationMessage(
    t('There is no session to save yet: select some text and run Explain Tokens first.'),
  );
}

/** Asks for a place first: then the files of the model are read, and the user may go on meanwhile. Never rejects. */
export async function keepSession(
  parts: SessionParts,
  collected: CollectedSession,
  explained: KeptExplanation,
): Promise<void> {
  const { source, chosen } = explained;
  const defaultUri = suggestedPlace(`${source.label}${SESSION_ENDING}`, chosen.document.uri);
  const title = t('Save Session');
  const filters = { [t('Tokenscope session')]: ['json'] }; // VS Code would put a longer ending behind the name once more
  const target = await vscode.window.showSaveDialog({ title, filters, ...(defaultUri && { defaultUri }) });
  if (!target) return;
  const session = await sessionOf(parts, collected, explained);
  const problem = await writeProblem(target, sessionText(session));
  if (problem !== undefined) {
    void vscode.window.showErrorMessage(problem);
    return;
  }
  const asText = t('Open as Text');
  const saved = target.path.endsWith(SESSION_ENDING)
    ? t('Saved {0}.', nameOf(target))
    : t(
        'Saved {0}. A double click opens it as a session only if its name ends in {1}.',
        nameOf(target),
        SESSION_ENDING,
      );
  const choice = await vscode.window.showInformationMessage(saved, t('Open Session'), asText);
  if (choice === undefined) return;
  await vscode.commands.executeCommand('vscode.openWith', target, choice === asText ? 'default' : SESSION_EDITOR);
}

async function sessionOf(
  parts: SessionParts,
  { setup, numbers }: CollectedSession,
  { summary, chosen, source }: KeptExplanation,
): Promise<SessionFile> {
  return {
    format: SESSION_FORMAT,
    version: SESSION_VERSION,
    tokenscope: parts.version,
    saved: new Date().toISOString(),
    text: {
      label: source.label,
      line: source.line,
      content: chosen.text,
      ids: summary.tokens.map(({ id }) => id),
    },
    model: await modelOf(parts, summary.model),
    setup,
    numbers,
  };
}

async function modelOf(parts: SessionParts, model: KeptExplanation['summary']['model']): Promise<SessionModel> {
  const { folder, architecture, parameters, layers, heads, dModel, vocabSize, precision, provider, remote } = model;
  const { repo, revision } = await namedModel(folder);
  return {
    name: folder === parts.embeddedModel ? EMBEDDED : modelName(folder, parts.embeddedModel),
    isEmbedded: folder === parts.embeddedModel,
    repo,
    revision,
    architecture,
    parameters,
    layers,
    heads,
    dModel,
    vocabSize,
    precision: precision?.kept,
    provider: provider?.used,
    isRemote: remote !== undefined,
    files: await identifiedFiles(parts, folder),
  };
}
