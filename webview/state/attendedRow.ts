// What the token in question attends to in the chosen head, out of the answer for all heads or, of a generated token, out
// of its step. Keeps the last row, so that the same one is not drawn again. Draws nothing.
import type { AttentionRows } from '../../src/contract/readings.ts';
import { rowOf } from './attentionRow.ts';
import type { Latest } from './latest.ts';
import type { PanelState } from './state.ts';

export class AttendedRow {
  #last: { readonly head: string; readonly of: AttentionRows; readonly values: ArrayLike<number> } | undefined;

  /** [token + 1]; undefined while the answer is not there. The same array as long as it is of the same answer and head. */
  of({ selected, head, steps, tokens }: PanelState, rows: Latest<AttentionRows>): ArrayLike<number> | undefined {
    const at = selected ?? tokens.length - 1;
    const current = rows.isCurrent && rows.value?.token === at ? rows.value : undefined;
    const answer = current ?? steps.find(({ index }) => index === at)?.attention;
    if (!answer || !head) return undefined;
    const key = JSON.stringify(head);
    if (this.#last?.head !== key || this.#last.of !== answer)
      this.#last = { head: key, of: answer, values: rowOf(answer, head) };
    return this.#last.values;
  }
}
