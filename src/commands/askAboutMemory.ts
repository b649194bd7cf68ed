// Asks before a model is opened that takes more memory than the machine has, with both numbers, and remembers who agreed. Knows
// no list.
import * as vscode from 'vscode';
import type { Failure } from '../contract/failure.ts';
import type { MemoryConsent } from '../contract/memoryConsent.ts';
import { type AgreementStore, isAgreed, keepAgreement } from '../hub/agreedModels.ts';
import { isGgufName, isGgufPath } from '../hub/ggufName.ts';
import { machineMemory, memoryNeeded, type WeightsFormat } from '../hub/memory.ts';
import { modelFiles } from '../hub/modelFiles.ts';
import { modelName } from '../messages/modelName.ts';
import { sizeText } from '../messages/sizeText.ts';

const { t } = vscode.l10n;

export interface Weights {
  readonly format: WeightsFormat;
  readonly bytes: number;
}

/** Whether the model takes more than there is. */
export function isTooLarge({ bytes, format }: Weights): boolean {
  return memoryNeeded(bytes, format) > machineMemory();
}

/** About what a model takes, such as '960 MB'. */
export function neededText({ bytes, format }: Weights): string {
  return sizeText(memoryNeeded(bytes, format));
}

/** 'about 960 MB of memory' */
export function memoryText(weights: Weights): string {
  return t('about {0} of memory', neededText(weights));
}

/** 'This machine has 16 GB of memory.' */
export function machineText(): string {
  return t('This machine has {0} of memory.', sizeText(machineMemory()));
}

/** What was agreed to is kept here, by Choose Model and by what opens models alike. */
let agreements: AgreementStore | undefined;

/** The path, or undefined where the model is larger than memory and the user declines. */
export async function pathIfAgreed(path: string, name: string): Promise<string | undefined> {
  return (await isLargeAndDeclined([path], name)) ? undefined : path;
}

/** About models together, by the names that people know them by. What was agreed to in `store` is not asked again. */
export function memoryConsent(embeddedModel: string, store: AgreementStore): MemoryConsent {
  agreements = store;
  const nameOf = (models: readonly string[]) => models.map((model) => modelName(model, embeddedModel)).join(' + ');
  const short = async (models: readonly string[]): Promise<Failure> => ({
    ...({ code: 'memory-short', name: nameOf(models) } as const),
    ...{ needsBytes: await memoryOf(models), hasBytes: machineMemory() },
  });
  return {
    ask: async (...models) => {
      if (await isLargeAndDeclined(models, nameOf(models))) throw await short(models);
    },
    check: async (...models) => {
      if (await isUnagreed(models)) throw await short(models);
    },
  };
}

async function isLargeAndDeclined(models: readonly string[], name: string): Promise<boolean> {
  if (!(await isUnagreed(models))) return false;
  const needed = await memoryOf(models);
  const what = t(
    '{0} takes about {1} of memory, and this machine has {2}.',
    name,
    sizeText(needed),
    sizeText(machineMemory()),
  );
  const detail = t('It may become very slow, or the engine may end. A smaller quantisation of it takes less.');
  const yes = t('Open All the Same');
  if ((await vscode.window.showWarningMessage(what, { modal: true, detail }, yes)) !== yes) return true;
  if (agreements) await keepAgreement(agreements, models, needed);
  return false;
}

/** Whether they are larger than memory, and nobody has agreed to open them. A server has its own memory. */
async function isUnagreed(models: readonly string[]): Promise<boolean> {
  if (isRemote()) return false;
  const needed = await memoryOf(models);
  return needed > machineMemory() && !(agreements && isAgreed(agreements, models, needed));
}

async function memoryOf(models: readonly string[]): Promise<number> {
  const each = await Promise.all(models.map(weightsAt));
  return each.reduce((sum, { bytes, format }) => sum + memoryNeeded(bytes, format), 0);
}

/** The weights of a folder or a GGUF file, of all its parts. */
async function weightsAt(path: string): Promise<Weights> {
  const files = await modelFiles(path);
  const isGguf = isGgufPath(path) || files.some(({ name }) => isGgufName(name));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { format: isGguf ? 'gguf' : 'safetensors', bytes };
}

/** A server runs the model, in its own memory. */
function isRemote(): boolean {
  return Boolean(vscode.workspace.getConfiguration().get<string>('tokenscope.remoteEngine.url'));
}
