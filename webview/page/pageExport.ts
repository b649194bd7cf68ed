// Makes a page of everything that the stops can show: has what was never in sight asked for and drawn, then takes the
// snapshot. Knows neither stops nor questions.
import type { QuestionQueue } from '../state/questionQueue.ts';

export interface Exported {
  /** Whether all stops are drawn as if they were in sight. */
  readonly isWhole: () => boolean;
  readonly showWhole: (whole: boolean) => void;
  /** Resolves when what was asked to be drawn is drawn. */
  readonly drawn: () => Promise<unknown>;
  readonly snapshot: () => string | Promise<string>;
}

export class PageExport {
  readonly #queue: Pick<QuestionQueue, 'length' | 'idle' | 'review'>;
  readonly #page: Exported;

  constructor(queue: Pick<QuestionQueue, 'length' | 'idle' | 'review'>, page: Exported) {
    this.#queue = queue;
    this.#page = page;
  }

  /**
   * The page; undefined where it was cancelled, where another text came instead, or while it is being made already. An
   * answer may lead to further questions, so that it is drawn before the questions are counted.
   */
  async make(): Promise<string | undefined> {
    const { isWhole, showWhole, drawn, snapshot } = this.#page;
    if (isWhole()) return undefined;
    showWhole(true);
    await drawn();
    while (this.#queue.length > 0 && isWhole()) {
      await this.#queue.idle();
      await drawn();
    }
    if (!isWhole()) return undefined;
    const page = await snapshot();
    if (!isWhole()) return undefined;
    showWhole(false);
    return page;
  }

  /** What is still to be computed is dropped, and no page is made. */
  async cancel(): Promise<void> {
    this.#page.showWhole(false);
    await this.#page.drawn(); // until then the stops want their answers
    this.#queue.review();
  }
}
