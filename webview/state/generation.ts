// Carries out the buttons of the generation bar: drives the engine one token at a time. Knows the host and the panel's
// events, draws nothing.
import { isFailure } from '../../src/contract/failure.ts';
import type { RunQuestions } from '../../src/contract/questions.ts';
import type { SamplingOptions } from '../../src/contract/readings.ts';
import { t } from '../text/l10n.ts';
import { shortText } from '../text/visibleText.ts';
import { CANDIDATES } from './answers.ts';
import { failureWords } from './failureWords.ts';
import { type PanelEvent, type PanelState, promptLength } from './state.ts';

/** Run stops by itself after this many tokens: otherwise a forgotten panel would keep the machine busy. */
const MOST_IN_ONE_RUN = 200;

export type GenerationAction = 'step' | 'run' | 'stop' | 'back' | 'reset' | 'copy';

export interface GenerationHost extends Pick<RunQuestions, 'generate' | 'truncate'> {
  copy(text: string): Promise<void>;
}

export class Generation {
  readonly #host: GenerationHost;
  readonly #state: () => PanelState;
  readonly #send: (event: PanelEvent) => void;
  #pauseAsked = false;
  /** The run that tokens are being taken back from, and how many will be left. */
  #cut: { readonly run: string; readonly length: number } | undefined;

  constructor(host: GenerationHost, state: () => PanelState, send: (event: PanelEvent) => void) {
    this.#host = host;
    this.#state = state;
    this.#send = send;
  }

  /** Never rejects: whatever goes wrong becomes the notice in the bar. */
  async act(action: GenerationAction): Promise<void> {
    const state = this.#state();
    if (action === 'step') await this.#generate(1);
    else if (action === 'run') await this.#generate(MOST_IN_ONE_RUN);
    else if (action === 'stop') this.#pauseAsked = true;
    else if (action === 'back') await this.#truncate(this.#left(state) - 1);
    else if (action === 'reset') await this.#truncate(promptLength(state));
    else await this.#host.copy(generatedText(state));
  }

  /** How many tokens are left once those are taken back that were asked for: keys may come sooner than answers. */
  #left({ content, tokens }: PanelState): number {
    const run = content.kind === 'explained' ? content.summary.run : undefined;
    return this.#cut?.run === run && this.#cut ? this.#cut.length : tokens.length;
  }

  /** The state is read anew before each step, since the reader may move the sliders meanwhile. */
  async #generate(most: number): Promise<void> {
    if (this.#state().generating) return;
    this.#pauseAsked = false;
    this.#send({ kind: 'generating', generating: true });
    let notice: string | undefined;
    try {
      for (let i = 0; i < most && !this.#pauseAsked && (await this.#step(this.#state().sampling)); i++);
      notice = this.#reasonToPause(most);
    } catch (thrown) {
      notice = this.#words(thrown);
    }
    this.#send({ kind: 'generating', generating: false, ...(notice === undefined ? {} : { notice }) });
  }

  /** Why the loop ended by itself; undefined where the reader ended it, or another text did. */
  #reasonToPause(most: number): string | undefined {
    const { generating, steps } = this.#state();
    if (!generating) return undefined;
    const last = steps.at(-1);
    if (last?.endsText)
      return t('The model ends the text here, with {0}. Step and Run go on all the same.', shortText(last.token, 24));
    return most > 1 && !this.#pauseAsked ? t('Paused after {0} tokens.', most) : undefined;
  }

  /**
   * Returns false when the text has ended: with this token, or because another one was explained in the meantime, to
   * which the token does not belong.
   */
  async #step(sampling: SamplingOptions): Promise<boolean> {
    const { content } = this.#state();
    if (content.kind !== 'explained') return false;
    const step = await this.#host.generate(content.summary.run, sampling, CANDIDATES);
    const now = this.#state().content;
    if (now.kind !== 'explained' || now.summary.run !== content.summary.run) return false;
    this.#send({ kind: 'step', step });
    return !step.endsText;
  }

  async #truncate(length: number): Promise<void> {
    const { content, generating } = this.#state();
    if (content.kind !== 'explained' || generating || length < promptLength(this.#state())) return;
    const cut = { run: content.summary.run, length };
    this.#cut = cut;
    try {
      await this.#host.truncate(cut.run, length);
      this.#send({ kind: 'truncated', length });
    } catch (thrown) {
      this.#send({ kind: 'generating', generating: false, notice: this.#words(thrown) });
    } finally {
      if (this.#cut === cut) this.#cut = undefined;
    }
  }

  #words(thrown: unknown): string {
    if (isFailure(thrown) && thrown.code === 'context-full')
      return t('The context of {0} tokens is full. Reset, or explain a shorter text.', thrown.context);
    return failureWords(thrown);
  }
}

/** Bytes are joined before they are decoded, because a token may end inside a character. */
export function generatedText(state: PanelState): string {
  const bytes = state.steps.flatMap((step) => step.token.bytes);
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
