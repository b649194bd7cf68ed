// Lists what is hidden or unusual in the active document; choosing one leads there. Knows no colours.
import * as vscode from 'vscode';
import { besideMarks } from '../editor/besideMarks.ts';
import { documentLength } from '../editor/documentLength.ts';
import { type DocumentMark, type DocumentMarks, inOrder } from '../editor/documentMarks.ts';
import { rangeOf } from '../editor/markDecorations.ts';
import { saidOfCharacters, saidOfTokens } from '../editor/markSentences.ts';
import { numberText } from '../editor/numberText.ts';
import { showRange } from '../editor/showRange.ts';
import type { TokenSource } from '../editor/tokensInSight.ts';
import { unusualTokensIn } from '../editor/unusualTokensIn.ts';
import { badgeText } from '../unusual/badgeText.ts';
import { characterName } from '../unusual/characterNames.ts';
import { codePointLabel } from '../unusual/codePoints.ts';
import { isWarning } from '../unusual/mark.ts';
import { shownText } from '../unusual/shownText.ts';
import type { TokenMark } from '../unusual/unusualTokens.ts';

/** A list of more is not read to its end. */
const MOST_LISTED = 500;
/** In longer documents only characters are listed, since all of its tokens would have to be sent. */
const MOST_FOR_TOKENS = 200_000;

interface Listed extends vscode.QuickPickItem {
  readonly range?: vscode.Range;
}

export interface UnusualParts {
  readonly source: TokenSource;
  readonly marksOf: (document: vscode.TextDocument) => Promise<DocumentMarks | undefined>;
}

/** Never rejects. */
export async function showUnusualText({ source, marksOf }: UnusualParts): Promise<void> {
  const { t } = vscode.l10n;
  const document = vscode.window.activeTextEditor?.document;
  if (!document)
    return void vscode.window.showInformationMessage(t('Open a text to look for hidden characters in it.'));
  const found = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Looking for hidden characters…') },
    async () => {
      const marks = await marksOf(document);
      if (!marks) return undefined;
      const all = [...marks.warnings, ...marks.unusual].sort(inOrder);
      return { marks, tokens: besideMarks(document, await tokenMarksOf(document, source), all) };
    },
  );
  if (!found) return void vscode.window.showInformationMessage(t('The text was edited meanwhile. Ask again.'));
  const { marks, tokens } = found;
  const count = marks.warningCount + marks.unusualCount + tokens.length;
  if (count === 0) {
    const characters = numberText(documentLength(document));
    return void vscode.window.showInformationMessage(t('No hidden or unusual characters among {0}.', characters));
  }
  const title = t('{0} hidden, {1} unusual', numberText(marks.warningCount), numberText(count - marks.warningCount));
  await choose(document, listedOf(document, found.marks, tokens, source), { title, more: count });
}

async function choose(
  document: vscode.TextDocument,
  all: readonly Listed[],
  { title, more }: { readonly title: string; readonly more: number },
): Promise<void> {
  const shown = all.slice(0, MOST_LISTED);
  const left = more - shown.length;
  const rest = left > 0 ? [{ label: vscode.l10n.t('and {0} more', left.toLocaleString(vscode.env.language)) }] : [];
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  const chosen = await vscode.window.showQuickPick<Listed>([...shown, ...rest], options);
  if (chosen?.range && !document.isClosed) await showRange(document, document.validateRange(chosen.range));
}

/** What warns first, each sort in the order of the text. */
function listedOf(
  document: vscode.TextDocument,
  marks: DocumentMarks,
  tokens: readonly TokenMark[],
  source: TokenSource,
): readonly Listed[] {
  const ref = source.tokenizer(document);
  const name = ref ? source.nameOf(ref) : '';
  const ofToken = (mark: TokenMark) => tokenItem(document, mark, name);
  const isControl = ({ kind }: TokenMark) => kind === 'control-token';
  return [
    ...marks.warnings.slice(0, MOST_LISTED).map((mark) => characterItem(document, mark)),
    ...tokens.filter(isControl).map(ofToken),
    ...marks.unusual.slice(0, MOST_LISTED).map((mark) => characterItem(document, mark)),
    ...tokens.filter((mark) => !isControl(mark)).map(ofToken),
  ];
}

function characterItem(document: vscode.TextDocument, mark: DocumentMark): Listed {
  const range = rangeOf(mark);
  const written = document.getText(range);
  const { name, reason } = saidOfCharacters(mark.kind, shownText(mark.says ?? ''));
  return item(range, isWarning(mark.kind), name, badgeText(mark, written) || namedIn(written), reason);
}

/** The first character that has a name: of a word with letters of two scripts, the one that is of another. */
function namedIn(written: string): string {
  const characters = Array.from(written.slice(0, 200));
  const one = characters.find((character) => characterName(character) !== '') ?? characters[0];
  return `${codePointLabel(one)} ${characterName(one)}`;
}

function tokenItem(document: vscode.TextDocument, { kind, start, end }: TokenMark, tokenizer: string): Listed {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const { name, reason } = saidOfTokens(kind, tokenizer);
  return item(range, kind === 'control-token', name, shownText(document.getText(range), 60), reason);
}

/** Text from the document may look like one of VS Code's icons: $(trash). */
function item(range: vscode.Range, warns: boolean, name: string, description: string, detail: string): Listed {
  const plain = (text: string) => text.replaceAll('$(', '$ (');
  const line = (range.start.line + 1).toLocaleString(vscode.env.language);
  return {
    label: `${warns ? '$(warning)' : '$(info)'} ${vscode.l10n.t('Line {0}: {1}', line, plain(name))}`,
    description: plain(description),
    detail: plain(detail),
    range,
  };
}

async function tokenMarksOf(document: vscode.TextDocument, source: TokenSource): Promise<readonly TokenMark[]> {
  if (documentLength(document) > MOST_FOR_TOKENS) return [];
  const last = document.lineAt(document.lineCount - 1).range.end;
  return (await unusualTokensIn(document, [new vscode.Range(new vscode.Position(0, 0), last)], source)) ?? [];
}
