// The custom editor of session files: finds the model that a session needs, has the panel explain the text in the editor's own
// tab, and brings the session back there. A file that cannot be opened leaves the panel as it is. Never writes the file.
import * as vscode from 'vscode';
import type { SessionFile } from '../contract/session.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { modelName } from '../messages/modelName.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';
import type { Panel } from '../views/panel.ts';
import { loadSession, nameOf } from './loadSession.ts';
import { identifiedFiles } from './modelIdentity.ts';
import { hasTokens, modelRemarks } from './modelRemarks.ts';
import { savedPage } from './savedPage.ts';
import { textOfSession } from './sessionDocuments.ts';
import { chooseSessionModel } from './sessionModelChoice.ts';
import type { SessionParts } from './sessionParts.ts';
import { staticPage } from './staticPage.ts';

const { t } = vscode.l10n;

export const SESSION_EDITOR = 'tokenscope.session';

export function registerSessionEditor(panel: Panel, parts: SessionParts): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => {} }),
    resolveCustomEditor: ({ uri }, view) => void openSession({ uri, view, panel, parts }),
  };
  return vscode.window.registerCustomEditorProvider(SESSION_EDITOR, provider, {
    webviewOptions: { retainContextWhenHidden: true },
  });
}

interface Opening {
  readonly uri: vscode.Uri;
  readonly view: vscode.WebviewPanel;
  readonly panel: Panel;
  readonly parts: SessionParts;
}

/**
 * Never rejects. The tab may be closed at any time. Nothing is shown while the file is read: a second page in the same moment is
 * more than a webview bears.
 */
async function openSession(opening: Opening): Promise<void> {
  const { uri, view, panel, parts } = opening;
  let isClosed = false;
  view.onDidDispose(() => (isClosed = true));
  const language = vscode.env.language;
  try {
    const session = await loadSession(uri);
    if (isClosed) return;
    const waits = (paragraphs: readonly string[]) => {
      if (!isClosed) view.webview.html = savedPage(session, nameOf(uri), paragraphs);
    };
    const folder = await chooseSessionModel(session.model, parts, waits);
    if (folder === undefined || isClosed) return;
    const chosen = await textOfSession(uri, session);
    if (isClosed) return;
    panel.adopt(view, chosen.document.uri);
    await panel.explain(chosen, folder);
    await explained(opening, chosen.document.uri);
    if (!isClosed) await restore(session, opening);
  } catch (thrown) {
    if (isClosing(thrown)) return;
    const message = failureMessage(thrownFailure(thrown, parts.log));
    if (!isClosed) view.webview.html = staticPage({ language, title: nameOf(uri), paragraphs: [message] });
    await offerText(uri, message);
  }
}

/** A window that is closed, or loaded anew, ends what it was asked with this error. Nobody is there to be told. */
function isClosing(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'Canceled';
}

/** Resolves when the panel shows the text: at once, or after it said why not and the reader has chosen another model, say. */
async function explained({ panel, view }: Opening, uri: vscode.Uri): Promise<void> {
  const isShown = () => panel.summary !== undefined && panel.text?.document.uri.toString() === uri.toString();
  if (isShown()) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const watch = vscode.Disposable.from(
    panel.onDidChangeText(() => isShown() && resolve()),
    view.onDidDispose(() => resolve()),
  );
  await promise;
  watch.dispose();
}

async function offerText(uri: vscode.Uri, message: string): Promise<void> {
  const asText = t('Open as Text');
  const choice = await vscode.window.showErrorMessage(message, asText).then(undefined, () => undefined);
  if (choice === asText) await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
}

/** What the page brings back needs no checksums, which may take a while. */
async function restore(session: SessionFile, { panel, parts }: Opening): Promise<void> {
  const { summary } = panel;
  if (!summary) return; // the panel says why
  const { model, tokens, run } = summary;
  const name = modelName(model.folder, parts.embeddedModel);
  const isEmbedded = model.folder === parts.embeddedModel;
  const now = { model, name, isEmbedded, tokens, version: parts.version, files: undefined };
  panel.restoreSession(hasTokens(session.text.ids, now) ? session : withoutPlaces(session));
  panel.remarkOnSession(modelRemarks(session, now));
  const files = await identifiedFiles(parts, model.folder);
  if (panel.summary?.run === run) panel.remarkOnSession(modelRemarks(session, { ...now, files }));
}

/** What still means something where the text is cut into other tokens. */
function withoutPlaces({ setup }: SessionFile): Pick<SessionFile, 'setup' | 'numbers'> {
  const { place, stop, tool, sampling, mattered, patching, comparing } = setup;
  const kept = {
    place,
    stop,
    tool,
    sampling,
    mattered,
    patching: { source: patching.source, kind: patching.kind },
    comparing,
  };
  return { setup: { ...kept, branches: [], shown: 0, changes: [] }, numbers: {} };
}
