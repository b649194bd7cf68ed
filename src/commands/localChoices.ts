// The models of other programs as groups of a quick pick. One that cannot be opened says why, in the list and when it is
// chosen. Knows no folder.
import * as vscode from 'vscode';
import type { Failure } from '../contract/failure.ts';
import type { LocalModel, LocalModels } from '../hub/localModels/localModel.ts';
import { localProblemText, storeName } from '../messages/localModelMessage.ts';
import { sizeText } from '../messages/sizeText.ts';
import { pathIfAgreed } from './askAboutMemory.ts';
import { keepName } from './givenNames.ts';
import type { ModelSource } from './modelCommandContext.ts';

const { t } = vscode.l10n;

export interface LocalChoice extends vscode.QuickPickItem {
  readonly path?: string;
  /** Gets the path to open; undefined where the user declines. Fails with local-model-unusable. */
  readonly pathOf?: () => Promise<string | undefined>;
}

export function localChoices(stores: readonly LocalModels[], context: ModelSource): readonly LocalChoice[] {
  return stores.flatMap(({ store, models, isCut }) => [
    { label: groupName(storeName(store), isCut), kind: vscode.QuickPickItemKind.Separator },
    ...models.map((model) => localChoice(model, context)),
  ]);
}

function groupName(store: string, isCut: boolean): string {
  return isCut ? t('{0}: not all, since there are too many files', store) : store;
}

function localChoice(model: LocalModel, context: ModelSource): LocalChoice {
  const { name, store, path, bytes, format, quantisation, problem: wrong } = model;
  const icon = wrong ? '$(warning) ' : path === context.modelFolder() ? '$(check) ' : '';
  const kind = quantisation ?? (format === 'safetensors' ? 'safetensors' : undefined);
  return {
    label: `${icon}${name}`,
    description: [...(bytes > 0 ? [sizeText(bytes)] : []), ...(kind ? [kind] : [])].join(' · '),
    detail: wrong ? localProblemText({ name, store, wrong }) : store === 'ollama' ? undefined : path,
    path,
    pathOf: async () => await openable(model, context),
  };
}

/**
 * The path of one that can be opened, whose name is kept; undefined where it is larger than memory and the user declines. Fails
 * with local-model-unusable.
 */
export async function openable(
  { name, store, path, problem }: LocalModel,
  { names }: Pick<ModelSource, 'names'>,
): Promise<string | undefined> {
  if (path === undefined || problem) {
    const wrong = problem ?? ({ kind: 'no-gguf' } as const);
    throw { code: 'local-model-unusable', name, store, wrong } satisfies Failure;
  }
  if (store === 'ollama') await keepName(names, path, name);
  return await pathIfAgreed(path, name);
}
