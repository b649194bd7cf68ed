// Finds what the selected token, or else the last one, attends to in the chosen head: in the answer for all heads or,
// if it was generated, in its step. Keeps the last row, so that the same one is not drawn again. Draws nothing.
import type { AttentionRows } from '../../src/contract/readings.ts';
import { rowOf } from './attentionRow.ts';
import type { Latest } from './latest.ts';
import type { PanelState } from './panelState.ts';
import { attentionOf, type KeptRows } from './recordedStep.ts';

export class AttendedRow {
  #last:
    | { readonly head: string; readonly of: AttentionRows | KeptRows; readonly values: ArrayLike<number> }
    | undefined;

  /** [token + 1], or undefined while there is no answer. The array is the same one as long as answer and head are. */
  of({ selected, head, steps, tokens }: PanelState, rows: Latest<AttentionRows>): ArrayLike<number> | undefined {
    const at = selected ?? tokens.length - 1;
    const current = rows.isCurrent && rows.value?.token === at ? rows.value : undefined;
    const answer = current ?? steps.find(({ index }) => index === at)?.attention;
    if (!answer || !head) return undefined;
    const key = JSON.stringify(head);
    if (this.#last?.head !== key || this.#last.of !== answer)
      this.#last = { head: key, of: answer, values: rowOf('levels' in answer ? attentionOf(answer) : answer, head) };
    return this.#last.values;
  }
}
