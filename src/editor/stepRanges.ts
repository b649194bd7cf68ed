// Which ranges of an editor have which step of colour. Knows neither decorations nor models.
import * as vscode from 'vscode';
import { type DocumentMode, stepOf } from '../contract/coloring.ts';
import type { DocumentColors, PlacedToken } from './documentColors.ts';
import { partsInSight } from './sight.ts';
import { FADED_STEPS, NOTHING, type StepRanges } from './stepDecorations.ts';

/** A screen shows fewer. */
const MOST_TOKENS = 5000;

export function stepRanges(editor: vscode.TextEditor, colors: DocumentColors, mode: DocumentMode): StepRanges {
  const { document } = editor;
  const known: vscode.Range[][] = NOTHING.known.map(() => []);
  const faded: vscode.Range[][] = NOTHING.faded.map(() => []);
  let seen = 0;
  for (const token of tokensInSight(editor, colors)) {
    if (++seen > MOST_TOKENS) break;
    const step = stepOf(mode, numberOf(token, mode));
    if (step === undefined) continue;
    const range = new vscode.Range(document.positionAt(token.start), document.positionAt(token.end));
    if (token.isFaded) faded[Math.floor((step * FADED_STEPS) / known.length)].push(range);
    else known[step].push(range);
  }
  return { known, faded };
}

function* tokensInSight(editor: vscode.TextEditor, colors: DocumentColors): Generator<PlacedToken> {
  const { document } = editor;
  for (const { start, end } of partsInSight(editor))
    yield* colors.tokensIn(document.offsetAt(start), document.offsetAt(end));
}

function numberOf({ bits, rank }: PlacedToken, mode: DocumentMode): number {
  return mode === 'surprisal' ? bits : rank;
}
