// Says of the place under the pointer why it is marked. It reads the line anew, so that it is right also while marks follow
// an edit. Knows no colours.
import * as vscode from 'vscode';
import { unusualTextSetting } from '../settings/unusualTextSetting.ts';
import { marksIn } from '../unusual/findMarks.ts';
import { isWarning } from '../unusual/mark.ts';
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
function markAt(document: vscode.TextDocument, position: vscode.Position): DocumentMark | undefined {
  let touching: DocumentMark | undefined;
  for (const mark of marksAround(document, position)) {
    if (mark.start > position.character) break;
    if (mark.end >= position.character) touching = mark;
  }
  return touching;
}

/** A character that has a part of the range, and is what makes the tokens there unusual. */
function markWithin(document: vscode.TextDocument, { start, end }: vscode.Range): DocumentMark | undefined {
  for (const mark of marksAround(document, start))
    if (mark.end > start.character && (mark.start < end.character || end.line > start.line)) return mark;
  return undefined;
}

/** Those of the line, in order. */
function* marksAround(document: vscode.TextDocument, { line, character }: vscode.Position): Generator<DocumentMark> {
  const front = Math.max(0, character - AROUND);
  const around = document.lineAt(line).text.slice(front, character + AROUND);
  for (const mark of marksIn(around, line === 0 && front === 0))
    yield { ...mark, line, start: mark.start + front, end: mark.end + front };
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
  // A token of a space and half of an invisible character is unusual because of that character.
  const character = mark.kind === 'control-token' ? undefined : markWithin(document, range);
  if (character) return await hoverOf(document, character, source);
  return new vscode.Hover(tokenMarkHover(mark, source.nameOf(ref)), range);
}
