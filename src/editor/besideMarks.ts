// Leaves out what is said twice: tokens that are unusual because of characters which are marked already. Knows no colours.
import * as vscode from 'vscode';
import type { TokenMark } from '../unusual/unusualTokens.ts';
import type { DocumentMark } from './documentMarks.ts';

/** Both in the order of the text; so are those that are left. */
export function besideMarks(
  document: vscode.TextDocument,
  tokens: readonly TokenMark[],
  marks: readonly DocumentMark[],
): readonly TokenMark[] {
  const marked = marks.map(({ line, start, end }) => {
    const from = document.offsetAt(new vscode.Position(line, start));
    return { from, to: from + end - start };
  });
  let next = 0;
  return tokens.filter(({ start, end }) => {
    while (next < marked.length && marked[next].to <= start) next++;
    return next === marked.length || marked[next].from >= end;
  });
}
