// Loads what saves and restores sessions when it is asked for the first time: most readers never do. Knows no session.
import type { CollectedSession } from '../../src/contract/session.ts';
import type { SessionPage, SessionPanel } from './sessionPage.ts';

export class Sessions {
  readonly #panel: SessionPanel;
  #page: Promise<SessionPage> | undefined;

  constructor(panel: SessionPanel) {
    this.#panel = panel;
  }

  async collect(): Promise<void> {
    await (await this.#loaded()).collect();
  }

  async restore(session: CollectedSession): Promise<void> {
    await (await this.#loaded()).restore(session);
  }

  async readAgain(explainAgain: () => Promise<void>): Promise<void> {
    await (await this.#loaded()).readAgain(explainAgain);
  }

  async remark(remarks: readonly string[]): Promise<void> {
    (await this.#loaded()).remark(remarks);
  }

  /** Ends what is being done, or takes away what is said. */
  async cancel(): Promise<void> {
    (await this.#loaded()).cancel();
  }

  #loaded(): Promise<SessionPage> {
    this.#page ??= import('./sessionPage.ts').then(({ SessionPage }) => new SessionPage(this.#panel));
    return this.#page;
  }
}
