// How counts read in the status bar: its text, the hover with other tokenizers and prices beside it, its colours, what a
// screen reader says. Knows no document and no tokenizer.
import * as vscode from 'vscode';
import { type Budget, type BudgetShare, budgetShare } from '../counting/budgetShare.ts';
import { costText, type Price } from '../counting/prices.ts';
import { escapedMarkdown } from './escapedMarkdown.ts';
import { numberText } from './numberText.ts';
import { isOnDisk } from './onDisk.ts';
import { MOST_SHARED_BYTES } from './tooLargeFile.ts';

export interface OtherCount {
  readonly name: string;
  /** undefined: it cannot be counted by this one. */
  readonly tokens: number | undefined;
}

export interface ShownCount {
  /** Of the document; undefined where it is not counted, as in VS Code's output. */
  readonly document: number | undefined;
  /** Of all selections together; undefined where nothing is selected. */
  readonly selected: number | undefined;
  /** Of what is selected, or of the document. */
  readonly characters: number;
  /** How people call whoever counted. */
  readonly name: string;
  readonly budget: Budget;
  /** The same text by others; empty until they have counted it. */
  readonly others: readonly OtherCount[];
  readonly prices: readonly Price[];
}

type StatusItem = Pick<
  vscode.StatusBarItem,
  'text' | 'tooltip' | 'backgroundColor' | 'accessibilityInformation' | 'command' | 'show'
>;

const { t } = vscode.l10n;
const MENU = 'tokenscope.showMenu';
const GAP = '&emsp;';
/** What is told by colour is told by a sign, too. */
const SIGNS = { within: '', near: '$(warning) ', beyond: '$(error) ' } as const;
const BACKGROUNDS = { near: 'statusBarItem.warningBackground', beyond: 'statusBarItem.errorBackground' } as const;

export function showCount(item: StatusItem, shown: ShownCount): void {
  const share = shown.document === undefined ? undefined : budgetShare(shown.document, shown.budget);
  const level = share?.level ?? 'within';
  const percent = share && shown.selected === undefined ? [percentText(share)] : [];
  const parts = [countText(shown), ...percent, shown.name];
  const icon = shown.selected === undefined ? '' : '$(list-selection) ';
  item.text = `${SIGNS[level]}${icon}${parts.join(' · ')}`;
  item.backgroundColor = level === 'within' ? undefined : new vscode.ThemeColor(BACKGROUNDS[level]);
  item.tooltip = hoverOf(shown, share);
  item.accessibilityInformation = { label: [...parts, ...(share ? [shareText(share, shown.budget)] : [])].join(', ') };
  item.command = MENU;
  item.show();
}

/** `why` says what is wrong, where it is known. */
export function showNoCount(item: StatusItem, name: string, why: string): void {
  item.text = t('$(warning) no count · {0}', name);
  item.backgroundColor = undefined;
  item.tooltip = t('{0} Click and choose another tokenizer.', why);
  item.accessibilityInformation = { label: t('no count: {0}', why) };
  item.command = MENU;
  item.show();
}

/** Of a file of which VS Code has no document for us; a click counts it as it is saved. The answer is the reason, in words. */
export function showTooLarge(item: StatusItem, file: vscode.Uri): string {
  const most = numberText(MOST_SHARED_BYTES / 2 ** 20);
  const why = t(
    'VS Code gives files of more than {0} MB to no extension: Tokenscope does not see this one here.',
    most,
  );
  const title = t('Click to count it as it is saved, in the Context X-ray.');
  item.text = t('$(warning) no count · over {0} MB', most);
  item.backgroundColor = undefined;
  item.tooltip = isOnDisk(file) ? `${why} ${title}` : why;
  item.accessibilityInformation = { label: t('no count: {0}', String(item.tooltip)) };
  item.command = isOnDisk(file) ? { command: 'tokenscope.contextXray', title, arguments: [file] } : MENU;
  item.show();
  return why;
}

/** Beside a selection the budget is told by colour and hover: of three numbers nobody knows which is which. */
function countText({ document, selected, budget }: ShownCount): string {
  if (selected === undefined) {
    const all = numberText(document ?? 0);
    const hasBudget = budget.tokens > 0 && document !== undefined;
    return hasBudget ? t('{0} / {1} tokens', all, numberText(budget.tokens)) : t('{0} tokens', all);
  }
  if (document === undefined) return t('{0} tokens selected', numberText(selected));
  return t('{0} of {1} tokens selected', numberText(selected), numberText(document));
}

function percentText({ percent }: BudgetShare): string {
  return (percent / 100).toLocaleString(vscode.env.language, { style: 'percent' });
}

function shareText(share: BudgetShare, { tokens }: Budget): string {
  return share.left < 0
    ? t('{0} tokens over the budget of {1}', numberText(-share.left), numberText(tokens))
    : t('{0} of the budget of {1}, {2} left', percentText(share), numberText(tokens), numberText(share.left));
}

function hoverOf(shown: ShownCount, share: BudgetShare | undefined): vscode.MarkdownString {
  const { document, selected, characters, name, budget } = shown;
  const counted = selected ?? document ?? 0;
  const lines = [
    ...(selected === undefined ? [] : [t('**{0} tokens** in the selection', numberText(selected))]),
    ...(document === undefined ? [] : [t('**{0} tokens** in this document', numberText(document))]),
    ...(share ? [shareText(share, budget)] : []),
    t('{0} characters, {1} a token', numberText(characters), numberText(characters / Math.max(1, counted), 2)),
    t('Tokenizer: {0} (click for a menu)', escaped(name)),
    ...tableOf(shown, counted),
  ];
  return new vscode.MarkdownString(lines.join('\n\n'));
}

/** A row for each tokenizer, and a column for each price; none where nobody else counted and nothing has a price. */
function tableOf({ name, others, prices }: ShownCount, counted: number): readonly string[] {
  const rows = [{ name, tokens: counted }, ...others.filter((other) => other.name !== name)];
  if (rows.length === 1 && prices.length === 0) return [];
  // VS Code draws tables without room between their columns.
  const row = ([first, ...cells]: readonly string[]) =>
    `| ${[first, ...cells.map((cell) => `${GAP}${cell}`)].join(' | ')} |`;
  const head = row([t('Tokenizer'), t('Tokens'), ...prices.map((price) => escaped(price.name))]);
  const rule = `| :-- |${' --: |'.repeat(1 + prices.length)}`;
  const body = rows.map(({ name: by, tokens }) => {
    if (tokens === undefined) return row([escaped(by), t('cannot be read'), ...prices.map(() => '')]);
    const costs = prices.map((price) => escaped(costText(tokens, price, vscode.env.language)));
    return row([escaped(by), numberText(tokens), ...costs]);
  });
  const note = prices.length
    ? [t('What this text costs as input, at the prices in the setting tokenscope.prices.')]
    : [];
  return [[head, rule, ...body].join('\n'), ...note];
}

/** In one line, as a table needs it. */
function escaped(text: string): string {
  return escapedMarkdown(text.replace(/\s+/g, ' '));
}
