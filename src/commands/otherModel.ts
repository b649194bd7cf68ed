// Another model that reads the panel's text beside the first, so that both can be compared: the user chooses it, sees it
// being read and can cancel that. One at a time; it is given back with the text. Knows no view.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { RunId } from '../contract/engineApi.ts';
import type { EngineOptions } from '../contract/engineOptions.ts';
import type { OtherReading } from '../contract/webviewApi.ts';
import type { EngineClient } from '../engine/client.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { modelName } from '../messages/modelName.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';
import { pickModel } from './chooseModel.ts';
import type { ModelSource } from './modelCommandContext.ts';
import { withProgress } from './withProgress.ts';

const { t } = vscode.l10n;

export interface OtherModelParts extends ModelSource {
  readonly engine: EngineClient;
  readonly engineOptions: () => EngineOptions;
}

export class OtherModel {
  readonly #parts: OtherModelParts;
  #run: RunId | undefined;

  constructor(parts: OtherModelParts) {
    this.#parts = parts;
  }

  /** Asks for a model and has it read the text; undefined where the user declines or cancels. Never rejects. */
  async read(text: string): Promise<OtherReading | undefined> {
    return await this.#answered(async () => {
      const folder = await pickModel(this.#parts, t('Model to Compare With'), t('Which model reads the text as well?'));
      return folder === undefined ? undefined : await this.#readWith(folder, text);
    });
  }

  /** The same of a model that was chosen elsewhere. */
  async readBy(model: string, text: string): Promise<OtherReading | undefined> {
    return await this.#answered(async () => await this.#readWith(model, text));
  }

  async #answered(read: () => Promise<OtherReading | undefined>): Promise<OtherReading | undefined> {
    try {
      if (this.#parts.engineOptions().remoteUrl) return { kind: 'failed', message: remoteMessage() };
      return await read();
    } catch (thrown) {
      const failure = thrownFailure(thrown, this.#parts.log);
      return failure.code === 'cancelled' ? undefined : { kind: 'failed', message: failureMessage(failure) };
    }
  }

  /** Gives the model and its run back. An engine that is not running has nothing to give back, and is not started for it. */
  forget(): void {
    const { engine } = this.#parts;
    if (this.#run && engine.processId !== undefined) void engine.release(this.#run).catch(() => {});
    this.#run = undefined;
  }

  async #readWith(folder: string, text: string): Promise<OtherReading> {
    const { engine, engineOptions, embeddedModel } = this.#parts;
    this.forget();
    const run = randomUUID();
    this.#run = run;
    const name = modelName(folder, embeddedModel);
    const summary = await withProgress(t('{0} reads the text', name), async (signal, report) => {
      signal.addEventListener('abort', () => void engine.cancel(run).catch(() => {}));
      const watch = engine.onBlockDone((of, done, all) => {
        if (of === run) report(done > 0 ? { increment: 100 / all } : { message: '' });
      });
      const opening = engine.onModelOpened((of, share) => {
        if (of === run) report({ message: t('Loading the model: {0}', `${Math.round(100 * share)} %`) });
      });
      try {
        return await engine.explain({ run, modelFolder: folder, options: engineOptions(), text, beside: true });
      } finally {
        watch.dispose();
        opening.dispose();
      }
    });
    if (this.#run !== run) {
      // The text went while it was read, and so does this reading of it.
      void engine.release(run).catch(() => {});
      throw { code: 'cancelled' } as const;
    }
    const readTo = summary.explainedTo < summary.textLength ? summary.tokens.length : undefined;
    return { kind: 'read', run, name, readTo };
  }
}

function remoteMessage(): string {
  return t(
    'A server runs the model. Two models are compared where this machine runs both: empty the setting tokenscope.remoteEngine.url, and explain the text again.',
  );
}
