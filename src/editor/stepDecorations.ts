// Draws the steps of colour in editors: those of what is known, and faded ones for what was known before an edit. In high
// contrast each has a line below, too, so that nothing is told by colour alone. Knows no tokens.
import * as vscode from 'vscode';
import { STEPS } from '../contract/coloring.ts';

/** Faded steps are fewer, since nobody reads a number from them: two of the others each. */
export const FADED_STEPS = 4;
const STEP_COUNT = STEPS.surprisal.length;

/** What is drawn in one editor, by step. */
export interface StepRanges {
  /** [8] */
  readonly known: readonly (readonly vscode.Range[])[];
  /** [4] */
  readonly faded: readonly (readonly vscode.Range[])[];
}

export const NOTHING: StepRanges = {
  known: Array.from({ length: STEP_COUNT }, () => []),
  faded: Array.from({ length: FADED_STEPS }, () => []),
};

export class StepDecorations implements vscode.Disposable {
  readonly #known = Array.from({ length: STEP_COUNT }, (_, step) =>
    decoration(`surprisalBackground${step + 1}`, 'surprisalUnderline', lineOf(step)),
  );
  readonly #faded = Array.from({ length: FADED_STEPS }, (_, step) =>
    decoration(`fadedBackground${step + 1}`, 'fadedUnderline', 'dotted 1px'),
  );
  /** What each editor shows; a decoration that has no ranges, and had none, is not set again. */
  readonly #shown = new WeakMap<vscode.TextEditor, StepRanges>();

  show(editor: vscode.TextEditor, ranges: StepRanges): void {
    const before = this.#shown.get(editor) ?? NOTHING;
    this.#shown.set(editor, ranges);
    for (const which of ['known', 'faded'] as const) {
      const types = which === 'known' ? this.#known : this.#faded;
      for (const [step, type] of types.entries())
        if (ranges[which][step].length > 0 || before[which][step].length > 0)
          editor.setDecorations(type, ranges[which][step]);
    }
  }

  dispose(): void {
    for (const type of [...this.#known, ...this.#faded]) type.dispose();
  }
}

/** The line below a token gets stronger with the step: dotted, dashed, solid, thick. */
function lineOf(step: number): string {
  return ['dotted 1px', 'dashed 1px', 'solid 1px', 'solid 2px'][Math.floor((step * 4) / STEP_COUNT)];
}

/** Its line is seen in high contrast alone: elsewhere its colour is that of nothing. */
function decoration(background: string, line: string, style: string): vscode.TextEditorDecorationType {
  const [borderStyle, width] = style.split(' ');
  return vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor(`tokenscope.${background}`),
    borderColor: new vscode.ThemeColor(`tokenscope.${line}`),
    borderStyle,
    borderWidth: `0 0 ${width} 0`,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}
