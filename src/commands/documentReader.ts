// What documents are read by for their colours: the engine with the model that is set, and its failures in words. No logic.
import type * as vscode from 'vscode';
import type { EngineOptions } from '../contract/engineOptions.ts';
import type { MemoryConsent } from '../contract/memoryConsent.ts';
import type { DocumentReader } from '../editor/documentColors.ts';
import type { EngineClient } from '../engine/client.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';

export interface ReaderParts {
  readonly engine: EngineClient;
  readonly modelFolder: () => string;
  readonly engineOptions: () => EngineOptions;
  readonly memory: MemoryConsent;
  readonly log: vscode.LogOutputChannel;
}

export function documentReader({ engine, modelFolder, engineOptions, memory, log }: ReaderParts): DocumentReader {
  return {
    readDocument: async (request) => {
      await memory.check(request.modelFolder); // while somebody types, nothing is asked
      return await engine.readDocument(request);
    },
    documentSurprisals: (run, sight, ms) => engine.documentSurprisals(run, sight, ms),
    expected: (run, token, k) => engine.expected(run, token, k),
    // An engine that is not running has nothing to release, and is not started for it.
    forget: (run) => void (engine.processId !== undefined && engine.release(run).catch(() => {})),
    model: () => ({ modelFolder: modelFolder(), options: engineOptions() }),
    words: (thrown) => {
      const failure = thrownFailure(thrown, log);
      return failure.code === 'cancelled' ? undefined : failureMessage(failure);
    },
  };
}
