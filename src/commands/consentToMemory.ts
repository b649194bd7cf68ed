// Asks before a model is used that this machine's memory may not hold. Knows no engine.
import { totalmem } from 'node:os';
import * as vscode from 'vscode';
import { memoryNeed } from '../hub/memoryNeed.ts';
import { sizeText } from '../messages/sizeText.ts';

const { t } = vscode.l10n;

/** Whether a model fits, or the user wants it all the same. A remote engine has the weights in its own memory. */
export async function consentsToMemory(path: string, name: string, machineBytes = totalmem()): Promise<boolean> {
  if (vscode.workspace.getConfiguration().get<string>('tokenscope.remoteEngine.url')?.trim()) return true;
  const { fileBytes, memoryBytes } = await memoryNeed(path);
  if (memoryBytes <= machineBytes) return true;
  const lines = [
    t('Its weights are files of {0}, and take about {1} in memory.', sizeText(fileBytes), sizeText(memoryBytes)),
    t(
      'This machine has {0}, for everything that runs. Where that is used up, the system ends the engine.',
      sizeText(machineBytes),
    ),
    t('A smaller model, or a quantisation with fewer bits, would fit.'),
  ];
  const yes = t('Use It All the Same');
  const question = t('{0} is larger than the memory of this machine', name);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail: lines.join('\n') }, yes)) === yes;
}
