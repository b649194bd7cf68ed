// The item of the status bar with the number of tokens of the selections and of the document, and their share of the
// budget; in its hover the same by other tokenizers. Knows no tokenizer.
import * as vscode from 'vscode';
import type { CounterRef } from '../contract/tokens.ts';
import { pricesIn } from '../counting/prices.ts';
import { budgetSetting, onDidChangeBudget, onDidChangeCompared, pricesSetting } from '../settings/budgetSettings.ts';
import { onDidChangeTokenizer } from '../settings/tokenizerSetting.ts';
import { type Counted, countedParts } from './countedParts.ts';
import type { DocumentCounts } from './documentCounts.ts';
import { onDidChangeLanguage } from './languageChange.ts';
import { type OtherCount, type ShownCount, showCount, showNoCount, showTooLarge } from './shownCount.ts';
import type { TokenizerStatus } from './tokenizerStatus.ts';
import { onDidChangeInFront, tooLargeInFront } from './tooLargeFile.ts';

/** The count follows when typing and selecting have rested for this time. */
const REST_MS = 200;
/** What stands beside it follows later: hardly anybody looks at it while typing. */
const OTHERS_REST_MS = 1_000;
/**
 * Right of what VS Code says of the editor (100.1 and more): in a narrow window the leftmost items fall out, and the place of
 * a long selection had pushed this one out first.
 */
const PRIORITY = 100;
/** Longer texts are counted by one tokenizer only: each takes time and memory of its own for them. In UTF-16 units. */
const MAX_COMPARED = 500_000;

export interface CountingParts {
  readonly documents: DocumentCounts<CounterRef>;
  /** Who counts in a document; asked for every count. */
  readonly tokenizer: (document: vscode.TextDocument) => CounterRef;
  /** Who else does. */
  readonly compared: (document: vscode.TextDocument) => readonly CounterRef[];
  /** How people call them. */
  readonly nameOf: (tokenizer: CounterRef) => string;
  /** Told who counts, or why it cannot. */
  readonly status: TokenizerStatus;
  /** A sentence about what was thrown. */
  readonly explain: (thrown: unknown) => string;
}

/** Shows the item until it is disposed. */
export function createSelectionCount(parts: CountingParts): vscode.Disposable {
  const { tokenizer, nameOf, explain, status } = parts;
  const item = statusBarItem();
  let resting: NodeJS.Timeout | undefined;
  let comparing: NodeJS.Timeout | undefined;
  let latest = 0;
  /** While the focus is in a panel there is no active editor, and the one that was last active is counted. */
  let editor = vscode.window.activeTextEditor;

  function updateSoon(): void {
    clearTimeout(resting);
    clearTimeout(comparing);
    resting = setTimeout(() => void update(), REST_MS);
  }

  /** Never rejects: where counting fails, the item says so. */
  async function update(): Promise<void> {
    const asked = ++latest;
    const tooLarge = await tooLargeInFront();
    if (asked !== latest) return;
    if (tooLarge) {
      editor = undefined;
      return status.showNone(showTooLarge(item, tooLarge));
    }
    editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find((one) => one === editor);
    if (!editor) return item.hide();
    const { document } = editor;
    const ref = tokenizer(document);
    const counted = countedParts(editor);
    if (!counted) {
      status.show(nameOf(ref));
      return item.hide();
    }
    try {
      const shown = await shownBy(parts, document, counted, ref);
      if (asked !== latest || !shown) return; // a later count is under way
      showCount(item, shown);
      status.show(shown.name);
      if (counted.characters > MAX_COMPARED) return;
      clearTimeout(comparing);
      comparing = setTimeout(() => void addOthers(document, counted, shown), OTHERS_REST_MS);
    } catch (thrown) {
      if (asked !== latest) return;
      const why = explain(thrown);
      showNoCount(item, nameOf(ref), why);
      status.show(nameOf(ref), why);
    }
  }

  async function addOthers(document: vscode.TextDocument, counted: Counted, shown: ShownCount): Promise<void> {
    const asked = latest;
    const others = await othersOf(parts, { document, counted, name: shown.name, isWanted: () => asked === latest });
    if (others.length > 0 && asked === latest) showCount(item, { ...shown, others });
  }

  updateSoon();
  return vscode.Disposable.from(
    item,
    vscode.workspace.onDidChangeTextDocument(({ document }) => document === editor?.document && updateSoon()),
    onDidChangeLanguage((document) => document === editor?.document && updateSoon()),
    onDidChangeAsked(updateSoon),
    new vscode.Disposable(() => {
      clearTimeout(resting);
      clearTimeout(comparing);
    }),
  );
}

function statusBarItem(): vscode.StatusBarItem {
  const { Right } = vscode.StatusBarAlignment;
  const item = vscode.window.createStatusBarItem('tokenscope.selectionCount', Right, PRIORITY);
  item.name = vscode.l10n.t('Token Count');
  return item;
}

/** Something else is in front, selected, or asked for by the settings. */
function onDidChangeAsked(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(listener),
    onDidChangeInFront(listener),
    vscode.window.onDidChangeTextEditorSelection(listener),
    onDidChangeTokenizer(listener),
    onDidChangeBudget(listener),
    onDidChangeCompared(listener),
  );
}

/** undefined where the document was edited meanwhile. Rejects like the counter. */
async function shownBy(
  { documents, nameOf }: CountingParts,
  document: vscode.TextDocument,
  counted: Counted,
  ref: CounterRef,
): Promise<ShownCount | undefined> {
  const counts = await countsBy(documents, document, counted, ref);
  if (!counts) return undefined;
  return {
    ...counts,
    characters: counted.characters,
    name: nameOf(ref),
    budget: budgetSetting(document),
    others: [],
    prices: pricesIn(pricesSetting()),
  };
}

interface Comparing {
  readonly document: vscode.TextDocument;
  readonly counted: Counted;
  /** Of whoever has counted it. */
  readonly name: string;
  readonly isWanted: () => boolean;
}

/** The same text by the others, one after the other, as long as it is wanted. Never rejects: a row says that one fails. */
async function othersOf(
  { documents, compared, nameOf }: CountingParts,
  { document, counted, name, isWanted }: Comparing,
): Promise<readonly OtherCount[]> {
  const others: OtherCount[] = [];
  for (const ref of compared(document).filter((one) => nameOf(one) !== name)) {
    if (!isWanted()) break;
    const counts = await countsBy(documents, document, counted, ref).catch(() => undefined);
    others.push({ name: nameOf(ref), tokens: counts?.selected ?? counts?.document });
  }
  return others;
}

type Counts = Pick<ShownCount, 'document' | 'selected'>;

/** undefined where the document was edited meanwhile. Rejects like the counter. */
async function countsBy(
  documents: DocumentCounts<CounterRef>,
  document: vscode.TextDocument,
  { selections, whole }: Counted,
  ref: CounterRef,
): Promise<Counts | undefined> {
  const parts = selections.length > 0 ? documents.ofRanges(document, selections, ref) : undefined;
  const [ofParts, all] = await Promise.all([parts, whole ? documents.total(document, ref) : undefined]);
  if ((parts && !ofParts) || (whole && all === undefined)) return undefined;
  return { document: all, selected: ofParts?.reduce((sum, one) => sum + one, 0) };
}
