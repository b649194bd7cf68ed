// How hidden and unusual places look in an editor. Knows nothing of what they are but whether they warn.
import * as vscode from 'vscode';
import { badgeText } from '../unusual/badgeText.ts';
import type { TokenMark } from '../unusual/unusualTokens.ts';
import type { DocumentMark } from './documentMarks.ts';

export interface ShownMarks {
  readonly warnings: readonly DocumentMark[];
  /** Those that are out of sight. */
  readonly farWarnings: readonly DocumentMark[];
  readonly unusual: readonly DocumentMark[];
  readonly tokens: readonly TokenMark[];
}

const WARNING = new vscode.ThemeColor('tokenscope.hiddenTextForeground');
const UNUSUAL = new vscode.ThemeColor('tokenscope.unusualTextBorder');
/** VS Code has no fields for these; what stands behind the decoration becomes part of the style. */
const BADGE = 'none; padding: 0 3px; border-radius: 3px; font-size: 0.85em';

export class MarkDecorations implements vscode.Disposable {
  readonly #warning = vscode.window.createTextEditorDecorationType({
    borderColor: WARNING,
    borderStyle: 'solid',
    borderWidth: '0 0 2px 0',
    overviewRulerColor: WARNING,
    overviewRulerLane: vscode.OverviewRulerLane.Right,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #unusual = vscode.window.createTextEditorDecorationType({
    borderColor: UNUSUAL,
    borderStyle: 'dotted',
    borderWidth: '0 0 1px 0',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #badge = badge(WARNING);
  readonly #quietBadge = badge(UNUSUAL);

  /** Replaces all marks of an editor; undefined shows none. */
  show(editor: vscode.TextEditor, marks: ShownMarks | undefined): void {
    const { warnings = [], farWarnings = [], unusual = [], tokens = [] } = marks ?? {};
    const { document } = editor;
    const ofToken = ({ start, end }: TokenMark) =>
      new vscode.Range(document.positionAt(start), document.positionAt(end));
    const [strong, quiet] = [true, false].map((strong) =>
      tokens.filter(({ kind }) => (kind === 'control-token') === strong).map(ofToken),
    );
    editor.setDecorations(this.#warning, [...warnings.map(rangeOf), ...farWarnings.map(rangeOf), ...strong]);
    editor.setDecorations(this.#unusual, [...unusual.map(rangeOf), ...quiet]);
    editor.setDecorations(this.#badge, badges(document, warnings));
    editor.setDecorations(this.#quietBadge, badges(document, unusual));
  }

  dispose(): void {
    vscode.Disposable.from(this.#warning, this.#unusual, this.#badge, this.#quietBadge).dispose();
  }
}

export function rangeOf({ line, start, end }: DocumentMark): vscode.Range {
  return new vscode.Range(line, start, line, end);
}

function badges(document: vscode.TextDocument, marks: readonly DocumentMark[]): vscode.DecorationOptions[] {
  const drawsControls = vscode.workspace.getConfiguration('editor', document).get('renderControlCharacters') !== false;
  return marks.flatMap((mark) => {
    if (mark.kind === 'bidi' && drawsControls) return []; // VS Code itself draws [U+202E]
    const contentText = badgeText(mark, document.getText(rangeOf(mark)));
    return contentText === '' ? [] : [{ range: rangeOf(mark), renderOptions: { before: { contentText } } }];
  });
}

function badge(color: vscode.ThemeColor): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    before: { color, border: '1px solid', borderColor: color, margin: '0 1px', textDecoration: BADGE },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}
