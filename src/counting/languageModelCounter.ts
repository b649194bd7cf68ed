// Counts by the language models that VS Code offers, each once it was found to count: a verdict is kept for the session.
// The texts go to the extension that offers the model. Knows no document.
import * as vscode from 'vscode';
import type { CountProblem, Failure } from '../contract/failure.ts';
import type { LanguageModelRef } from '../contract/tokens.ts';
import { countProblem } from './calibration.ts';

/** What is asked of a language model. */
export type CountingModel = Pick<vscode.LanguageModelChat, 'id' | 'vendor' | 'name' | 'countTokens'>;
export type ModelSelector = Pick<vscode.LanguageModelChatSelector, 'vendor' | 'id'>;

export interface OfferedModel {
  readonly ref: LanguageModelRef;
  readonly name: string;
  readonly vendor: string;
}

/** A model that answers from a server takes some hundred milliseconds for a text; nobody waits longer than this. */
const PATIENCE_MS = 20_000;

export class LanguageModelCounter {
  readonly #select: (selector?: ModelSelector) => Thenable<readonly CountingModel[]>;
  readonly #patienceMs: number;
  /** What is wrong with each model's counts, by its id. */
  readonly #verdicts = new Map<string, Promise<CountProblem | undefined>>();

  constructor(
    select: (selector?: ModelSelector) => Thenable<readonly CountingModel[]>,
    patienceMs: number = PATIENCE_MS,
  ) {
    this.#select = select;
    this.#patienceMs = patienceMs;
  }

  /** The models that VS Code offers now, whether they can count or not. */
  async offered(): Promise<readonly OfferedModel[]> {
    const models = await this.#select();
    return models.map(({ id, vendor, name }) => ({
      ref: { kind: 'languageModel', model: `${vendor}/${id}` },
      name,
      vendor,
    }));
  }

  /** The tokens of each text, in the order of the texts. Fails with language-model-count, cancelled. */
  async count(texts: readonly string[], { model }: LanguageModelRef, signal?: AbortSignal): Promise<readonly number[]> {
    const found = await this.#find(model);
    const problem = await this.#verdict(found, model);
    if (problem) throw failure(model, problem);
    return await this.#counts(found, model, texts, signal);
  }

  /** What is wrong with the model's counts; undefined where they are to be believed. Rejects only with bugs. */
  async problem({ model }: LanguageModelRef): Promise<CountProblem | undefined> {
    try {
      return await this.#verdict(await this.#find(model), model);
    } catch (thrown) {
      return problemIn(thrown);
    }
  }

  async #find(model: string): Promise<CountingModel> {
    const slash = model.indexOf('/');
    const [found] = await this.#select({ vendor: model.slice(0, slash), id: model.slice(slash + 1) });
    if (!found) throw failure(model, { kind: 'absent' });
    return found;
  }

  /** A model that did not answer is tried again next time. */
  async #verdict(found: CountingModel, model: string): Promise<CountProblem | undefined> {
    const verdict = this.#verdicts.get(model) ?? countProblem((texts) => this.#counts(found, model, texts));
    this.#verdicts.set(model, verdict);
    verdict.catch(() => this.#verdicts.delete(model));
    return await verdict;
  }

  async #counts(
    found: CountingModel,
    model: string,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly number[]> {
    const cancelling = new vscode.CancellationTokenSource();
    const stop = Promise.withResolvers<never>();
    const end = (reason: Failure) => {
      cancelling.cancel();
      stop.reject(reason);
    };
    const cancel = () => end({ code: 'cancelled' });
    const seconds = this.#patienceMs / 1000;
    const patience = setTimeout(() => end(failure(model, { kind: 'silent', seconds })), this.#patienceMs);
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel);
    try {
      const counted = Promise.all(texts.map((text) => found.countTokens(text, cancelling.token)));
      return await Promise.race([counted, stop.promise]);
    } catch (thrown) {
      throw thrown instanceof Error ? failure(model, { kind: 'failed', problem: thrown.message }) : thrown;
    } finally {
      clearTimeout(patience);
      signal?.removeEventListener('abort', cancel);
      cancelling.dispose();
    }
  }
}

type CountFailure = Extract<Failure, { readonly code: 'language-model-count' }>;

function failure(model: string, wrong: CountProblem): CountFailure {
  return { code: 'language-model-count', model, wrong };
}

function problemIn(thrown: unknown): CountProblem {
  if (thrown && (thrown as Partial<CountFailure>).code === 'language-model-count')
    return (thrown as CountFailure).wrong;
  throw thrown;
}
