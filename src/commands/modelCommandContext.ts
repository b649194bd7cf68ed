// What the commands about models share: the folders, the hub and its token, and how a failure is shown.
import * as vscode from 'vscode';

import type { EngineClient } from '../engine/client.ts';
import { checkedEndpoint } from '../hub/endpoint.ts';
import type { Hub } from '../hub/hubRequest.ts';
import { RETRY_POLICY } from '../hub/retry.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { modelName } from '../messages/modelName.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';
import { changeSetting } from '../settings/changeSetting.ts';
import { consentsToMemory } from './consentToMemory.ts';
import type { NameStore } from './givenNames.ts';

/** Where models are, and what is needed to get another one. */
export interface ModelSource {
  /** The folder where downloads are kept. */
  readonly store: string;
  readonly embeddedModel: string;
  readonly modelFolder: () => string;
  readonly secrets: vscode.SecretStorage;
  /** Where names of models are kept that their paths do not tell. */
  readonly names: NameStore;
  readonly log: vscode.LogOutputChannel;
}

export interface ModelCommandContext extends ModelSource {
  /** The panel, which explains its text again with the model that was chosen. */
  readonly panel: { explainAgain(): Promise<void> };
  readonly side: { refresh(): void };
  /**
   * The engine that may have the model in memory, which is freed before a deletion: Windows deletes no file that is in
   * use.
   */
  readonly engine: Pick<EngineClient, 'unload' | 'processId'>;
}

const MODEL_SETTING = 'tokenscope.model';
const ENDPOINT_SETTING = 'tokenscope.hub.endpoint';

/**
 * Makes the model of a folder or a GGUF file the one that explains, and explains again; undefined is the embedded model. One
 * that memory may not hold is asked about first.
 */
export async function chooseFolder(context: ModelCommandContext, path: string | undefined): Promise<void> {
  if (path !== undefined && !(await consentsToMemory(path, modelName(path, context.embeddedModel)))) return;
  await changeSetting(MODEL_SETTING, path);
  await context.panel.explainAgain();
  context.side.refresh();
}

/** The hub that the settings name, with its token. Fails with hub-endpoint-invalid. */
export async function currentHub({ secrets }: ModelSource): Promise<Hub> {
  const endpoint = hubEndpoint();
  return { endpoint, token: await secrets.get(tokenKey(endpoint)), retryPolicy: RETRY_POLICY };
}

/**
 * Asks for a token for the hub that the setting names; an empty one removes it. A mirror has a token of its own and
 * never gets Hugging Face's.
 */
export async function setHubToken({ secrets }: ModelSource): Promise<void> {
  const { t } = vscode.l10n;
  const endpoint = hubEndpoint();
  const token = await vscode.window.showInputBox({
    title: t('Hugging Face Token'),
    prompt: t(
      'For gated and private models at {0}. Kept in the secret storage of VS Code; leave it empty to remove it.',
      endpoint,
    ),
    placeHolder: 'hf_…',
    password: true,
    ignoreFocusOut: true,
  });
  if (token === undefined) return;
  if (token.trim()) await secrets.store(tokenKey(endpoint), token.trim());
  else await secrets.delete(tokenKey(endpoint));
  void vscode.window.showInformationMessage(
    token.trim() ? t('The token for {0} is kept.', endpoint) : t('The token for {0} is removed.', endpoint),
  );
}

/** Runs a command and shows its failure. Never rejects. */
export async function reportingFailures(context: ModelSource, command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (thrown) {
    await showFailure(context, thrown);
  }
}

async function showFailure(context: ModelSource, thrown: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const failure = thrownFailure(thrown, context.log);
  if (failure.code === 'cancelled') return;
  const page = failure.code === 'hub-denied' ? failure.page : undefined;
  const openPage = t('Open Page');
  const setToken = t('Set Token…');
  const chosen = await vscode.window.showErrorMessage(failureMessage(failure), ...(page ? [openPage, setToken] : []));
  if (page && chosen === openPage) await vscode.env.openExternal(vscode.Uri.parse(page, true));
  if (chosen === setToken) await setHubToken(context);
}

/** The address of the hub that the settings name. Fails with hub-endpoint-invalid. */
export function hubEndpoint(): string {
  return checkedEndpoint(vscode.workspace.getConfiguration().get<string>(ENDPOINT_SETTING) ?? '');
}

function tokenKey(endpoint: string): string {
  return `tokenscope.hub.token ${new URL(endpoint).origin}`;
}
