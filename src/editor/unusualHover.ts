// Says of the place under the pointer why it is marked. It reads the line anew, so that it is right also while marks follow
// an edit. Knows no colours.
import * as vscode from 'vscode';
import { unusualTextSetting } from '../settings/unusualTextSetting.ts';
import { marksIn } from '../unusual/findMarks.ts';
import { isWarning, type Mark } from '../unusual/mark.ts';
import type { DocumentMark, DocumentMarks } from './documentMarks.ts';
import { rangeOf } from './markDecorations.ts';
import { characterHover, tokenMarkHover } from './markHover.ts';
import { type TokenSource, tokensOfRanges } from './tokensInSight.ts';
import { mayHaveControlTokens, unusualTokensIn } from './unusualTokensIn.ts';

/** So much of a line around the pointer is read, in UTF-16 units: no mark depends on more. */
const AROUND = 4_000;

/** `marksOf` knows the marks of whole documents. */
export function registerUnusualHover(
  source: TokenSource,
  marksOf: (document: vscode.TextDocument) => Promise<DocumentMarks | undefined>,
): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    async provideHover(document, position) {
      const mode = unusualTextSetting(document);
      if (mode === 'off') return undefined;
      const mark = markAt(document, position) ?? (await lookalikeAt(document, position, marksOf));
      if (mark && (mode === 'all' || isWarning(mark.kind))) return await hoverOf(document, mark, source);
      return await tokenHoverAt(document, position, source, mode === 'all');
    },
  });
}

async function hoverOf(document: vscode.TextDocument, mark: DocumentMark, source: TokenSource): Promise<vscode.Hover> {
  const range = rangeOf(mark);
  const tokens = await tokensOfRanges(document, [range], source);
  const ref = source.tokenizer(document);
  const cut = tokens && ref ? { tokens, tokenizer: source.nameOf(ref) } : undefined;
  return new vscode.Hover(characterHover(mark, document.getText(range), cut), range);
}

/** What is not drawn has no width: the pointer is at one of its ends then. */
function markAt(document: vscode.TextDocument, { line, character }: vscode.Position): DocumentMark | undefined {
  const { text } = document.lineAt(line);
  const front = Math.max(0, character - AROUND);
  const around = text.slice(front, character + AROUND);
  const at = character - front;
  let touching: Mark | undefined;
  for (const mark of marksIn(around, line === 0 && front === 0)) {
    if (mark.start > at) break;
    if (mark.end >= at && (touching === undefined || mark.start <= at)) touching = mark;
  }
  return touching && { ...touching, line, start: touching.start + front, end: touching.end + front };
}

/** A word that looks Latin is known by the rest of the document. */
async function lookalikeAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  marksOf: (document: vscode.TextDocument) => Promise<DocumentMarks | undefined>,
): Promise<DocumentMark | undefined> {
  const { text } = document.lineAt(position.line);
  if (!/[^\0-\x7f]/.test(text.slice(Math.max(0, position.character - 1), position.character + 1))) return undefined;
  const { warnings = [] } = (await marksOf(document)) ?? {};
  return warnings.find((mark) => mark.kind === 'whole-homoglyph' && rangeOf(mark).contains(position));
}

async function tokenHoverAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  source: TokenSource,
  all: boolean,
): Promise<vscode.Hover | undefined> {
  const { length } = document.lineAt(position.line).text;
  const [from, to] = [Math.max(0, position.character - 64), Math.min(length, position.character + 64)];
  const around = new vscode.Range(position.line, from, position.line, to);
  if (!all && !mayHaveControlTokens(document, [around])) return undefined;
  const ref = source.tokenizer(document);
  const marks = ref && (await unusualTokensIn(document, [around], source));
  const at = document.offsetAt(position);
  const mark = marks?.find(({ start, end, kind }) => start <= at && at < end && (all || kind === 'control-token'));
  if (!mark || !ref) return undefined;
  const range = new vscode.Range(document.positionAt(mark.start), document.positionAt(mark.end));
  return new vscode.Hover(tokenMarkHover(mark, source.nameOf(ref)), range);
}
