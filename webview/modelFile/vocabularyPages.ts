// The entries of a vocabulary that were fetched so far: a list of ids of any length, of which a page is asked for when it comes
// into sight. Draws nothing.
import type { VocabularyEntry } from '../../src/contract/modelFile.ts';
import type { FileHost } from './fileHost.ts';

export const PAGE = 100;

export class VocabularyPages {
  readonly ids: Float64Array;
  readonly #host: Pick<FileHost, 'entries'>;
  readonly #onPage: () => void;
  readonly #asked = new Set<number>();
  readonly #entries = new Map<number, VocabularyEntry>();

  constructor(ids: Float64Array, host: Pick<FileHost, 'entries'>, onPage: () => void) {
    this.ids = ids;
    this.#host = host;
    this.#onPage = onPage;
  }

  /** undefined while its page is on the way. */
  at(row: number): VocabularyEntry | undefined {
    return this.#entries.get(this.ids[row]);
  }

  /** What could not be fetched is asked for again when it next comes into sight. */
  async fetch(first: number, last: number): Promise<void> {
    for (let page = Math.floor(first / PAGE); page * PAGE < last; page++) {
      if (this.#asked.has(page)) continue;
      this.#asked.add(page);
      const answer = await this.#host.entries([...this.ids.subarray(page * PAGE, (page + 1) * PAGE)]);
      if (answer.kind === 'answered') for (const entry of answer.value) this.#entries.set(entry.id, entry);
      else this.#asked.delete(page);
      this.#onPage();
    }
  }
}
