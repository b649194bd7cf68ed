// The question before a download: how much of what, from where to where, under which licence, and whether the machine's memory
// will do. Knows no network.
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isGgufName } from '../hub/ggufName.ts';
import type { HubFile, ModelListing } from '../hub/hubRepo.ts';
import { machineMemory } from '../hub/memory.ts';
import { variantText } from '../hub/repoId.ts';
import { PARTIAL } from '../hub/store.ts';
import { sizeText } from '../messages/sizeText.ts';
import { isTooLarge, neededText, type Weights } from './askAboutMemory.ts';
import type { ModelSource } from './modelCommandContext.ts';

const { t } = vscode.l10n;

/**
 * Asks the user before the first byte is downloaded: how much, under which licence, from where, to which folder, and what it
 * takes of memory.
 */
export async function consents(
  { store }: Pick<ModelSource, 'store'>,
  listing: ModelListing,
  endpoint: string,
  folder: string,
): Promise<boolean> {
  const { repo, commit, files, totalBytes, licence, gated } = listing;
  const weights = weightsIn(files);
  const begun = await stat(`${folder}${PARTIAL}`).then(
    () => true,
    () => false,
  );
  const lines = [
    files.length === 1
      ? t('{0} in one file', sizeText(totalBytes))
      : t('{0} in {1} files', sizeText(totalBytes), files.length),
    licence ? t('Licence: {0}', licence) : t('Licence: its page states none'),
    ...(gated ? [t('Gated: its owner asks you to accept conditions at the hub.')] : []),
    t('From: {0}/{1}, commit {2}', endpoint, repo, commit.slice(0, 12)),
    t('To: {0}', store),
    ...(weights ? [memoryLine(weights)] : []),
    ...(begun ? [t('A download that broke off will be continued.')] : []),
  ];
  const question = t('Download {0}?', variantText(listing));
  const options = { modal: true, detail: lines.join('\n') };
  if (weights && isTooLarge(weights)) {
    const still = t('Download All the Same');
    return (await vscode.window.showWarningMessage(question, options, still)) === still;
  }
  const yes = t('Download');
  return (await vscode.window.showInformationMessage(question, options, yes)) === yes;
}

/** undefined of a tokenizer alone. */
function weightsIn(files: readonly HubFile[]): Weights | undefined {
  const weights = files.filter(({ name }) => /\.(?:safetensors|gguf)$/i.test(name));
  const bytes = weights.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const format = weights.some(({ name }) => isGgufName(name)) ? 'gguf' : 'safetensors';
  return weights.length > 0 ? { format, bytes } : undefined;
}

function memoryLine(weights: Weights): string {
  const [needed, has] = [neededText(weights), sizeText(machineMemory())];
  return isTooLarge(weights)
    ? t(
        'Memory: about {0}, more than the {1} that this machine has: it may become very slow, or the engine may end.',
        needed,
        has,
      )
    : t('Memory: about {0} of the {1} that this machine has', needed, has);
}
