// Answers for the page of an editor: values, or what went wrong as words.
import * as vscode from 'vscode';
import type { Answered } from '../contract/modelFileApi.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';

/** Never rejects. */
export async function answered<Value>(
  log: vscode.LogOutputChannel,
  work: () => Promise<Value>,
): Promise<Answered<Value>> {
  try {
    return { kind: 'answered', value: await work() };
  } catch (thrown) {
    const failure = thrownFailure(thrown, log);
    if (failure.code === 'cancelled') return { kind: 'cancelled' };
    return { kind: 'failed', words: failure.code === 'engine-stopped' ? ended() : failureMessage(failure) };
  }
}

/** It is not the engine of explanations, whose words are about a text. */
function ended(): string {
  return vscode.l10n.t(
    'The process that reads models’ files has ended, perhaps since memory ran short. It starts anew when you try again.',
  );
}
