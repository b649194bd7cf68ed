// Shows token counts inside the editor: after the last line of each paragraph and after each heading for its section,
// or after every line. Only counts that are in sight are asked for. Knows no tokenizer.
import * as vscode from 'vscode';
import type { LineSpan } from '../blocks/textBlocks.ts';
import type { CounterRef } from '../contract/tokens.ts';
import { changeSetting } from '../settings/changeSetting.ts';
import { chosenInlineMode, inlineMode, lensesOf, onDidChangeShownCounts } from '../settings/countSettings.ts';
import { onDidChangeTokenizer } from '../settings/tokenizerSetting.ts';
import { spansInSight } from './countedSpans.ts';
import { countText } from './countText.ts';
import type { DocumentBlocks } from './documentBlocks.ts';
import type { DocumentCounts } from './documentCounts.ts';
import { EditorRefresh } from './editorRefresh.ts';

const SETTING = 'tokenscope.inlineCounts';
const WRAPPING = 'editor.wordWrap';
/** Counts follow when typing and scrolling have rested for this time: longer than from key to key. */
const REST_MS = 250;

/** Shows counts in all editors until it is disposed. `tokenizer` is asked for every count. */
export function createTokenCounts(
  documents: DocumentCounts<CounterRef>,
  blocks: DocumentBlocks,
  tokenizer: (document: vscode.TextDocument) => CounterRef,
): vscode.Disposable {
  const decoration = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('tokenscope.countForeground'), margin: '0 0 0 2em', fontStyle: 'normal' },
  });

  /** Never rejects: where counting fails, no counts are shown. */
  async function update(editor: vscode.TextEditor, isLatest: () => boolean): Promise<void> {
    const { document } = editor;
    const shown = { mode: inlineMode(document), noSections: lensesOf(document).sections };
    const spans = await spansInSight(editor, shown, blocks);
    if (!spans || !isLatest()) return; // another began
    const { version } = document;
    const ranges = spans.map((span) => rangeOf(document, span));
    const counts = await documents.ofRanges(document, ranges, tokenizer(document)).catch(() => undefined);
    if (document.isClosed || document.version !== version || !isLatest()) return; // another began
    const wrapped = isWrapped(document);
    const drawn = counts ? spans.map((span, i) => countAt(document, span.at, counts[i], wrapped)) : [];
    editor.setDecorations(decoration, drawn);
  }

  const refresh = new EditorRefresh(update, { scrolledMs: REST_MS, editedMs: REST_MS });
  return vscode.Disposable.from(
    decoration,
    refresh,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(WRAPPING)) refresh.all();
    }),
    onDidChangeShownCounts(() => refresh.all()),
    onDidChangeTokenizer(() => refresh.all()),
  );
}

/**
 * Switches counts off where the active editor is, or on again in the mode in which they were switched off, which `memory`
 * keeps.
 */
export async function toggleInlineCounts(memory: vscode.Memento): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const now = chosenInlineMode(document);
  if (now !== 'off') await memory.update(SETTING, now);
  const next = now === 'off' ? memory.get<string>(SETTING, 'paragraphs') : 'off';
  await changeSetting(SETTING, next, document);
}

/** The lines without the line break at the end. */
export function rangeOf(document: vscode.TextDocument, { first, last }: LineSpan): vscode.Range {
  return new vscode.Range(first, 0, last, document.lineAt(last).text.length);
}

/** Whether long lines go on below. It is on for Markdown unless somebody has switched it off. */
function isWrapped(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('editor', document).get('wordWrap') !== 'off';
}

/**
 * The count as text after the end of the line. It is only drawn, and not part of the document. VS Code wraps no such text:
 * behind a line that is full it would make the editor scroll sideways. There it takes no room, and is cut off at the
 * editor's edge.
 */
export function countAt(
  document: vscode.TextDocument,
  line: number,
  count: number,
  wrapped: boolean,
): vscode.DecorationOptions {
  const end = document.lineAt(line).range.end;
  const contentText = countText(count);
  // VS Code has no field for it; what stands behind the text's decoration becomes part of the style.
  const takesNoRoom = wrapped ? { textDecoration: 'none; position: absolute' } : {};
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText, ...takesNoRoom } } };
}
