// Carries out what is asked of generation: drives the engine one token at a time, and from branch to branch. Knows the
// host and the panel's events, draws nothing.
import { isFailure } from '../../src/contract/failure.ts';
import type { RunQuestions } from '../../src/contract/questions.ts';
import type { GenerationStep, SamplingOptions } from '../../src/contract/readings.ts';
import type { SessionSetup } from '../../src/contract/session.ts';
import type { Token } from '../../src/contract/tokens.ts';
import { t } from '../text/l10n.ts';
import { shortText } from '../text/visibleText.ts';
import { CANDIDATES } from './answers.ts';
import { childOf, commonLength, type NodeId, pathTo, ROOT, tipOf } from './branches.ts';
import { failureWords } from './failureWords.ts';
import { textOf, writtenText } from './generatedText.ts';
import { promptLength } from './generatedTokens.ts';
import type { GenerationAction } from './generationAction.ts';
import type { LastRun } from './labState.ts';
import type { PanelEvent, PanelState } from './panelState.ts';
import { type RecordedStep, recordedStep } from './recordedStep.ts';
import { endsSentence } from './sentenceEnd.ts';

/** Run stops by itself after this many tokens: otherwise a forgotten panel would keep the machine busy. */
const MOST_IN_ONE_RUN = 200;
/** The same where the model's own end is waited for: small models do not know how to end. */
const MOST_TO_THE_END = 1000;

export interface GenerationHost extends Pick<RunQuestions, 'generate' | 'choose' | 'restore' | 'truncate'> {
  copy(text: string): Promise<void>;
  /** Returns in words why it cannot be done. */
  insert(text: string): Promise<string | undefined>;
  /** Likewise. */
  offer(text: string): Promise<string | undefined>;
}

/** When tokens stop coming. `ends` gets the text that has come since they were asked for. */
interface Goal {
  readonly most: number;
  readonly ends?: (text: string) => boolean;
}

/** What is said when work has ended. */
interface Ended {
  readonly notice?: string | undefined;
  readonly lastRun?: LastRun;
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
    if (action === 'stop') this.#pauseAsked = true;
    else if (action === 'back') await this.#truncate(this.#left(state) - 1);
    else if (action === 'reset') await this.#truncate(promptLength(state));
    else if (action === 'copy') await this.#host.copy(generatedText(state));
    else if (action === 'insert' || action === 'offer') await this.#write(action);
    else if (typeof action === 'string') await this.#generate({ most: action === 'step' ? 1 : MOST_IN_ONE_RUN });
    else if (action.kind === 'runFor') await this.#generate({ most: action.tokens });
    else if (action.kind === 'runTo') await this.#generate(GOALS[action.end]);
    else if (action.kind === 'show') await this.#show(action.node);
    else await this.#fork(action.after, action.token);
  }

  /** How many tokens are left once those are taken back that were asked for: keys may come sooner than answers. */
  #left({ content, tokens }: PanelState): number {
    const run = content.kind === 'explained' ? content.summary.run : undefined;
    return this.#cut?.run === run && this.#cut ? this.#cut.length : tokens.length;
  }

  /**
   * Generates tokens that are known, each after its parent, as a session lists them, then shows the branch that it showed.
   * Ends early where the reader stops it.
   */
  async replay({ branches, shown }: Pick<SessionSetup, 'branches' | 'shown'>): Promise<void> {
    await this.#busily(async () => {
      const nodes: NodeId[] = [ROOT];
      for (const { parent, id, sampling, isChosen } of branches) {
        if (this.#pauseAsked || !(await this.#goTo(nodes[parent]))) break;
        const ask = (run: string) => this.#host.choose(run, id, sampling, CANDIDATES);
        if (!(await this.#append(ask, { sampling, isChosen }))) break;
        nodes.push(this.#state().branches.shown);
      }
      if (shown < nodes.length) await this.#goTo(nodes[shown]);
      return {};
    });
  }

  /** Nothing else is asked of generation meanwhile. */
  async #busily(work: () => Promise<Ended>): Promise<void> {
    const { generating, content } = this.#state();
    if (generating || content.kind !== 'explained') return;
    this.#pauseAsked = false;
    this.#send({ kind: 'generating', generating: true });
    let ended: Ended;
    try {
      ended = await work();
    } catch (thrown) {
      ended = { notice: this.#words(thrown) };
    }
    const { notice, lastRun } = ended;
    this.#send({
      kind: 'generating',
      generating: false,
      ...(notice === undefined ? {} : { notice }),
      ...(lastRun ? { lastRun } : {}),
    });
  }

  async #generate(goal: Goal): Promise<void> {
    await this.#busily(async () => {
      const start = performance.now();
      const drawn = await this.#draw(goal);
      const notice = this.#reasonToPause(drawn.length, goal.most);
      // Where another text came meanwhile, its run has no speed yet.
      if (drawn.length === 0 || !this.#state().generating) return { notice };
      return { notice, lastRun: { tokens: drawn.length, ms: performance.now() - start } };
    });
  }

  /** The state is read anew before each step, since the reader may move the sliders meanwhile. */
  async #draw({ most, ends = () => false }: Goal): Promise<readonly Token[]> {
    const drawn: Token[] = [];
    while (drawn.length < most && !this.#pauseAsked && this.#state().generating) {
      const { sampling } = this.#state();
      const step = await this.#append((run) => this.#host.generate(run, sampling, CANDIDATES), {
        sampling,
        isChosen: false,
      });
      if (!step) break;
      drawn.push(step.token);
      if (step.endsText || ends(textOf(drawn))) break;
    }
    return drawn;
  }

  /** Why the loop ended by itself; undefined where the reader ended it, or another text did. */
  #reasonToPause(drawn: number, most: number): string | undefined {
    const { generating, steps } = this.#state();
    if (!generating) return undefined;
    const last = steps.at(-1);
    if (last?.endsText)
      return t('The model ends the text here, with {0}. Step and Run go on all the same.', shortText(last.token, 24));
    return most > 1 && drawn === most && !this.#pauseAsked ? t('Paused after {0} tokens.', most) : undefined;
  }

  /**
   * Returns undefined when another text was explained in the meantime, to which the token does not belong.
   */
  async #append(
    ask: (run: string) => Promise<GenerationStep>,
    origin: { readonly sampling: SamplingOptions; readonly isChosen: boolean },
  ): Promise<RecordedStep | undefined> {
    const { content } = this.#state();
    if (content.kind !== 'explained') return undefined;
    const { run } = content.summary;
    const step = recordedStep(await ask(run), origin);
    if (!this.#shows(run)) return undefined;
    this.#send({ kind: 'step', step });
    return step;
  }

  #shows(run: string): boolean {
    const { content } = this.#state();
    return content.kind === 'explained' && content.summary.run === run;
  }

  async #show(node: NodeId): Promise<void> {
    await this.#busily(async () => {
      await this.#goTo(node);
      return {};
    });
  }

  /** A token that was there already is not run again: the branch that it begins is shown. */
  async #fork(after: NodeId, token: number): Promise<void> {
    await this.#busily(async () => {
      const { branches, sampling } = this.#state();
      const known = childOf(branches, after, token);
      if (known) await this.#goTo(tipOf(branches, known.id));
      else if (await this.#goTo(after))
        await this.#append((run) => this.#host.choose(run, token, sampling, CANDIDATES), { sampling, isChosen: true });
      return {};
    });
  }

  /**
   * Shows the branch that ends with a node. What it has in common with the one before is shown first: should running the
   * rest fail, panel and engine have the same tokens. Returns whether the text is still the same.
   */
  async #goTo(node: NodeId): Promise<boolean> {
    const { content, branches } = this.#state();
    if (content.kind !== 'explained') return false;
    const { run, tokens } = content.summary;
    const path = pathTo(branches, node);
    const before = pathTo(branches, branches.shown);
    const common = commonLength(path, before);
    if (common < before.length) {
      await this.#host.truncate(run, tokens.length + common);
      if (!this.#shows(run)) return false;
      this.#send({ kind: 'truncated', length: tokens.length + common });
    }
    if (common === path.length) return true;
    await this.#host.restore(
      run,
      path.map(({ step }) => step.token.id),
    );
    if (!this.#shows(run)) return false;
    this.#send({ kind: 'branch', node });
    return true;
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

  async #write(how: 'insert' | 'offer'): Promise<void> {
    await this.#busily(async () => {
      const text = writtenText(this.#state().steps.map(({ token }) => token));
      const done =
        how === 'insert'
          ? t('Inserted into the document, behind the text.')
          : t('Shown in the editor, behind the text: Tab takes it, Escape does not.');
      return { notice: (await this.#host[how](text)) ?? done };
    });
  }

  #words(thrown: unknown): string {
    if (isFailure(thrown) && thrown.code === 'context-full')
      return t('The context of {0} tokens is full. Reset, or explain a shorter text.', thrown.context);
    return failureWords(thrown);
  }
}

const GOALS: Readonly<Record<'sentence' | 'model', Goal>> = {
  sentence: { most: MOST_IN_ONE_RUN, ends: endsSentence },
  model: { most: MOST_TO_THE_END },
};

export function generatedText(state: PanelState): string {
  return textOf(state.steps.map(({ token }) => token));
}
