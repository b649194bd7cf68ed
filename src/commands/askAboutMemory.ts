// Asks before a model is opened that takes more memory than the machine has, with both numbers. Knows no list.
import * as vscode from 'vscode';
import { isGgufName, isGgufPath } from '../hub/ggufName.ts';
import { machineMemory, memoryNeeded, type WeightsFormat } from '../hub/memory.ts';
import { modelFiles } from '../hub/modelFiles.ts';
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

/** The path, or undefined where the model is larger than memory and the user declines. */
export async function pathIfAgreed(path: string, name: string): Promise<string | undefined> {
  const weights = await weightsAt(path);
  if (!isTooLarge(weights) || isRemote()) return path;
  const what = t('{0} takes about {1} of memory, and this machine has {2}.', ...numbers(name, weights));
  const detail = t('It may become very slow, or the engine may end. A smaller quantisation of it takes less.');
  const yes = t('Open All the Same');
  const answer = await vscode.window.showWarningMessage(what, { modal: true, detail }, yes);
  return answer === yes ? path : undefined;
}

function numbers(name: string, weights: Weights): [string, string, string] {
  return [name, neededText(weights), sizeText(machineMemory())];
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
