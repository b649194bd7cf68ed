// Saves and restores a session in the page: collects what is shown for the host to write, and after it was opened brings it
// back, computes its numbers again and says what came of them. Knows the panel's state and events, draws nothing.
import type { RunQuestions } from '../../src/contract/questions.ts';
import type { CollectedSession, SessionNumbers, SessionSetup } from '../../src/contract/session.ts';
import { failureWords } from '../state/failureWords.ts';
import type { Generation } from '../state/generation.ts';
import type { PanelEvent, PanelState } from '../state/panelState.ts';
import { isCancelled, type QuestionQueue } from '../state/questionQueue.ts';
import type { SessionNotice } from '../state/sessionNotice.ts';
import type { StopId } from '../state/stopIds.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { type Asker, collectNumbers } from './collectNumbers.ts';
import { compareNumbers } from './compareNumbers.ts';
import { comparisonWords } from './comparisonWords.ts';
import { restoredState, setupOf } from './setup.ts';

/** For so long What mattered and Patching are measured again; the rest is left to the reader. */
const MEASURE_MS = 5000;

export interface SessionPanel {
  readonly state: () => PanelState;
  readonly send: (event: PanelEvent) => void;
  readonly host: RunQuestions & { keepSession(session: CollectedSession): Promise<void> };
  readonly queue: QuestionQueue;
  readonly generation: Pick<Generation, 'act' | 'replay'>;
  /** Scrolls to a stop of the Lecture. */
  readonly goTo: (stop: StopId) => void;
}

interface Work {
  readonly run: string;
}

export class SessionPage {
  readonly #panel: SessionPanel;
  /** The work that was begun last: other work, another text or the reader ends it. */
  #work: Work | undefined;
  #remarks: readonly string[] = [];

  constructor(panel: SessionPanel) {
    this.#panel = panel;
  }

  /** Hands everything to the host. */
  async collect(): Promise<void> {
    const { state, host, generation } = this.#panel;
    await this.#busily(t('Collecting the numbers of the session…'), async (work) => {
      await generation.act('stop'); // while tokens are generated nothing else is asked
      const numbers = await collectNumbers(state(), this.#asker(work, 0));
      if (!this.#goesOn(work)) return undefined;
      // The user is asked for a place meanwhile, and may go on here.
      const kept = host.keepSession({ setup: setupOf(state()), numbers });
      kept.catch((thrown: unknown) => this.#tell('failed', [failureWords(thrown)]));
      return undefined;
    });
  }

  async restore({ setup, numbers }: CollectedSession): Promise<void> {
    const { state } = this.#panel;
    await this.#busily(t('Bringing the session back…'), async (work) => {
      if (!(await this.#broughtBack(setup, work))) return undefined;
      return await this.#compared(numbers, work, state().branches.nodes.size < setup.branches.length);
    });
  }

  /** Where the engine was lost: the text is read again, and what was set up and generated comes back. */
  async readAgain(explainAgain: () => Promise<void>): Promise<void> {
    const before = this.#panel.state();
    const setup = setupOf(before);
    await explainAgain();
    if (!isSameText(before, this.#panel.state())) return;
    await this.#busily(t('Bringing back what was generated…'), async (work) => {
      await this.#broughtBack(setup, work);
      return undefined;
    });
  }

  /** Returns whether the work goes on. */
  async #broughtBack(setup: SessionSetup, work: Work): Promise<boolean> {
    const { state, send, generation, goTo } = this.#panel;
    if (setup.branches.length > 0) {
      this.#tell('busy', [t('Bringing back {0} generated tokens…', formatNumber(setup.branches.length))]);
      await generation.replay(setup);
    }
    if (!this.#goesOn(work)) return false;
    const restored = restoredState(state(), setup);
    if (restored) send({ kind: 'restored', restored });
    if (state().place === 'lecture') goTo(state().stop);
    return true;
  }

  /** What the host says of the model, before the numbers are there or after; not once the notice is closed. */
  remark(remarks: readonly string[]): void {
    const { session } = this.#panel.state();
    this.#remarks = remarks;
    if (session) this.#panel.send({ kind: 'session', session: { ...session, remarks } });
  }

  cancel(): void {
    this.#work = undefined;
    this.#panel.send({ kind: 'session', session: undefined });
    void this.#panel.generation.act('stop');
    this.#panel.queue.review();
  }

  async #compared(saved: SessionNumbers, work: Work, isShort: boolean): Promise<SessionNotice> {
    this.#tell('busy', [t('Computing the numbers of the session again…')]);
    const now = await collectNumbers(this.#panel.state(), this.#asker(work, MEASURE_MS), saved);
    const comparisons = compareNumbers(saved, now);
    const isSame = !isShort && comparisons.length > 0 && comparisons.every((one) => one.isSame);
    const short = isShort ? [t('Not all generated tokens could be brought back.')] : [];
    return { tone: isSame ? 'same' : 'differs', words: [...short, ...comparisonWords(comparisons)], remarks: [] };
  }

  /** What it returns is said; nothing where it was ended. */
  async #busily(words: string, work: (own: Work) => Promise<SessionNotice | undefined>): Promise<void> {
    const run = this.#run();
    if (run === undefined) return;
    const own: Work = { run };
    this.#work = own;
    this.#remarks = []; // those of the session before
    this.#tell('busy', [words]);
    let notice: SessionNotice | undefined;
    try {
      notice = await work(own);
    } catch (thrown) {
      if (!isCancelled(thrown)) notice = { tone: 'failed', words: [failureWords(thrown)], remarks: [] };
    }
    if (!this.#goesOn(own)) return;
    this.#work = undefined;
    if (notice) this.#tell(notice.tone, notice.words);
    else this.#panel.send({ kind: 'session', session: undefined });
  }

  #tell(tone: SessionNotice['tone'], words: readonly string[]): void {
    this.#panel.send({ kind: 'session', session: { tone, words, remarks: this.#remarks } });
  }

  #asker(work: Work, measureMs: number): Asker {
    const { host, queue } = this.#panel;
    return { host, measureMs, ask: async (question) => await queue.ask('soon', question, () => this.#goesOn(work)) };
  }

  #goesOn(work: Work): boolean {
    return this.#work === work && this.#run() === work.run;
  }

  #run(): string | undefined {
    const { content } = this.#panel.state();
    return content.kind === 'explained' ? content.summary.run : undefined;
  }
}

/** Whether both explain the same tokens; a text that was edited meanwhile goes on otherwise. */
function isSameText(before: PanelState, now: PanelState): boolean {
  if (before.content.kind !== 'explained' || now.content.kind !== 'explained') return false;
  const [was, is] = [before.content.summary.tokens, now.content.summary.tokens];
  return was.length === is.length && was.every(({ id }, i) => id === is[i].id);
}
