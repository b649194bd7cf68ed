// Counts above the sections of a document, or above the symbols of code, as code lenses. Only those in sight are counted.
// Knows no tokenizer.
import * as vscode from 'vscode';
import { markupOfLanguage } from '../blocks/markup.ts';
import type { CounterRef } from '../contract/tokens.ts';
import { lensesOf, onDidChangeShownCounts } from '../settings/countSettings.ts';
import { onDidChangeTokenizer } from '../settings/tokenizerSetting.ts';
import { countedSymbols } from './codeSymbols.ts';
import { countText } from './countText.ts';
import type { DocumentBlocks } from './documentBlocks.ts';
import type { DocumentCounts } from './documentCounts.ts';
import { showRange } from './showRange.ts';
import { rangeOf } from './tokenCounts.ts';

/** It is no command for people: a lens runs it with what it counted. */
const SELECT = 'tokenscope.selectCounted';
/** A language's server takes some time to start, and nothing says that it has. */
const ASK_AGAIN_MS = [1000, 3000, 9000, 27_000];

export class CountLens extends vscode.CodeLens {
  readonly document: vscode.TextDocument;
  readonly counted: vscode.Range;

  constructor(document: vscode.TextDocument, counted: vscode.Range) {
    super(new vscode.Range(counted.start, counted.start));
    this.document = document;
    this.counted = counted;
  }
}

/** Shows lenses until it is disposed. `tokenizer` is asked for every count, and `nameOf` how people call it. */
export function registerCountLenses(
  documents: DocumentCounts<CounterRef>,
  blocks: DocumentBlocks,
  tokenizer: (document: vscode.TextDocument) => CounterRef,
  nameOf: (tokenizer: CounterRef) => string,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const asking = new Set<NodeJS.Timeout>();
  const asked = new WeakMap<vscode.TextDocument, number>();

  async function symbols(document: vscode.TextDocument): Promise<readonly vscode.Range[]> {
    const found = await countedSymbols(document);
    const times = asked.get(document) ?? 0;
    asked.set(document, found ? 0 : times + 1);
    if (!found && times < ASK_AGAIN_MS.length) {
      const timer = setTimeout(() => {
        asking.delete(timer);
        if (!document.isClosed) changed.fire();
      }, ASK_AGAIN_MS[times]);
      asking.add(timer);
    }
    return found ?? [];
  }

  async function sections(document: vscode.TextDocument): Promise<readonly vscode.Range[]> {
    const found = await blocks.of(document, markupOfLanguage(document.languageId));
    return found?.sections.map((section) => rangeOf(document, section)) ?? [];
  }

  async function provideCodeLenses(document: vscode.TextDocument): Promise<CountLens[]> {
    const shown = lensesOf(document);
    const hasSections = markupOfLanguage(document.languageId) !== 'plain';
    if (hasSections ? !shown.sections : !shown.symbols) return [];
    const ranges = await (hasSections ? sections(document) : symbols(document));
    const there = ranges.filter(({ end }) => end.line < document.lineCount); // symbols may be of a former version
    return there.map((range) => new CountLens(document, range));
  }

  /** Never rejects: where counting fails, the lens says so. */
  async function resolveCodeLens(lens: CountLens): Promise<CountLens> {
    const { document, counted } = lens;
    const ref = tokenizer(document);
    const counts = await documents.ofRanges(document, [counted], ref).catch(() => undefined);
    const [title, tooltip] = counts
      ? [
          countText(counts[0]),
          vscode.l10n.t('Counted with the tokenizer of {0}. Click to select what is counted.', nameOf(ref)),
        ]
      : [vscode.l10n.t('no count'), vscode.l10n.t('The tokenizer of {0} cannot be read.', nameOf(ref))];
    lens.command = { title, tooltip, command: SELECT, arguments: [document.uri, counted] };
    return lens;
  }

  const onDidChangeCodeLenses = changed.event;
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider('*', { onDidChangeCodeLenses, provideCodeLenses, resolveCodeLens }),
    vscode.commands.registerCommand(SELECT, select),
    onDidChangeShownCounts(() => changed.fire()),
    onDidChangeTokenizer(() => changed.fire()),
    new vscode.Disposable(() => {
      for (const timer of asking) clearTimeout(timer);
    }),
  );
}

async function select(uri: unknown, range: unknown): Promise<void> {
  if (!(uri instanceof vscode.Uri) || !(range instanceof vscode.Range)) return;
  await showRange(await vscode.workspace.openTextDocument(uri), range);
}
