// One explained text while it lives in the engine: its tokens, its sequence, what it is doing and how to stop that.
// Knows nothing about messages.

import type { Token } from '../contract/tokens.ts';
import type { Distribution } from '../explain/nextTokens.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { LoadedModel } from './models.ts';

export interface ExplainedText {
  readonly model: LoadedModel;
  readonly sequence: Sequence;
  readonly tokens: Token[];
  /** Tokens of the user's text; those behind it are generated. */
  readonly promptLength: number;
}

export class Run {
  /** Set when it is asked for: from then on nobody may take the model away. */
  model: Promise<LoadedModel> | undefined;
  /** Set once the forward pass is through. */
  text: ExplainedText | undefined;
  /** Sorting a vocabulary is the dear part of a slider's movement. */
  lastDistribution: { readonly after: number; readonly of: Distribution } | undefined;
  #abort = new AbortController();
  #work: Promise<unknown> = Promise.resolve();

  /** Questions that change or read a run wait for one another; a cancel reaches all that were asked before it. */
  async inTurn<Answer>(question: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const { signal } = this.#abort;
    const answer = this.#work.then(() => {
      if (signal.aborted) throw { code: 'cancelled' } as const;
      return question(signal);
    });
    this.#work = answer.catch(() => {});
    return await answer;
  }

  cancel(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  async settled(): Promise<void> {
    await this.#work;
  }
}
