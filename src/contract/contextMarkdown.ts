// A context report as Markdown, to be pasted into an issue or a chat: the command line and the view write the same. Pure;
// knows no files.
import type { ContextLeftOut, ContextLoading, ContextNode, ContextReport } from './contextReport.ts';

/** The part of the whole below which a part is not listed by itself. */
const LEAST_SHARE = 0.005;
/** Names that are left out are listed up to here. */
const MOST_NAMES = 50;

/** Translates, and fills in what stands for {0}, {1}, as vscode.l10n.t does. */
type Translate = (english: string, ...values: readonly (string | number)[]) => string;

export interface MarkdownOptions {
  readonly title?: string;
  /** A number of tokens that everything should fit into. */
  readonly budget?: number;
  /** The tokens of what is reported and of what somebody took out of it. */
  readonly ofTokens?: number;
  /** By their names, for a table in front of that of the parts. */
  readonly categories?: readonly (readonly [name: string, tokens: number])[];
  /** Why a file was left out, in words. */
  readonly reasonOf?: (why: ContextLeftOut['why']) => string;
  readonly translate?: Translate;
}

export function contextMarkdown(report: ContextReport, options: MarkdownOptions = {}): string {
  const { tokens, nodes, leftOut } = report;
  const { title, categories = [], translate: t = inEnglish, reasonOf = (why) => why } = options;
  const changes = nodes.some(({ before }) => before !== undefined);
  const row: Row = { whole: tokens, depth: 0, changes, t };
  const same = duplicatesLines(report, t);
  const head = [t('Part'), t('Tokens'), t('Share'), ...(changes ? [t('Last commit')] : []), t('Read')];
  return [
    ...(title === undefined ? [] : [`## ${code(title)}`, '']),
    sumLine(report, options, t),
    '',
    ...(categories.length > 1 ? [...categoryTable(categories, tokens, t), ''] : []),
    line(head),
    `| --- | ---: | ---: |${changes ? ' ---: |' : ''} --- |`,
    ...nodes.flatMap((node) => rows(node, row)),
    ...(same.length > 0 ? ['', `${t('The same more than once')}:`, '', ...same] : []),
    ...(leftOut.length > 0 ? ['', `${t('Not Counted')}:`, '', ...leftOutLines(leftOut, reasonOf, t)] : []),
    '',
  ].join('\n');
}

function sumLine({ tokens, tokenizer, complete }: ContextReport, options: MarkdownOptions, t: Translate): string {
  const { budget, ofTokens = tokens } = options;
  const parts = [
    `**${t('{0} tokens', figure(tokens))}**${budget === undefined ? '' : ` (${t('{0} of the budget of {1}', percent(tokens, budget), figure(budget))})`}`,
    t('counted with {0}', tokenizer),
    ...(ofTokens === tokens ? [] : [t('of {0}; {1} unchecked', figure(ofTokens), figure(ofTokens - tokens))]),
    ...(complete ? [] : [t('not all was counted')]),
  ];
  return parts.join(', ');
}

function categoryTable(
  categories: readonly (readonly [name: string, tokens: number])[],
  whole: number,
  t: Translate,
): readonly string[] {
  return [
    line([t('Category'), t('Tokens'), t('Share')]),
    '| --- | ---: | ---: |',
    ...categories.map(([name, tokens]) => line([name, figure(tokens), percent(tokens, whole)])),
  ];
}

function duplicatesLines({ nodes, duplicates }: ContextReport, t: Translate): readonly string[] {
  const labels = new Map(nodes.flatMap(pathsIn));
  return duplicates.map(({ nodes: ids, similarity, tokens }) => {
    const names = ids.map((id) => code(labels.get(id) ?? id)).join(', ');
    return `- ${names}: ${t('{0} the same', percent(similarity, 1))}, ${t('{0} tokens to be saved', figure(tokens))}`;
  });
}

interface Row {
  readonly whole: number;
  readonly depth: number;
  readonly changes: boolean;
  readonly t: Translate;
}

function rows(node: ContextNode, row: Row): readonly string[] {
  const { whole, depth, changes, t } = row;
  const { label, tokens, before, loading, children } = node;
  const then = changes ? [before === undefined ? '' : figure(before)] : [];
  const read = loading ? readWhen(loading, t) : '';
  const inner = { ...row, depth: depth + 1 };
  const seen = children.filter((child) => child.tokens >= LEAST_SHARE * whole);
  const others = children.length - seen.length;
  const rest = children.reduce((sum, child) => sum + (seen.includes(child) ? 0 : child.tokens), 0);
  const smaller = [indent(depth + 1) + t('{0} smaller', figure(others)), figure(rest), percent(rest, whole)];
  return [
    line([indent(depth) + code(label), figure(tokens), percent(tokens, whole), ...then, read]),
    ...seen.flatMap((child) => rows(child, inner)),
    ...(others > 0 ? [line([...smaller, ...(changes ? [''] : []), ''])] : []),
  ];
}

function line(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === '' ? ' |' : ` ${cell} |`)).join('')}`;
}

function indent(depth: number): string {
  return '&emsp;'.repeat(depth);
}

function readWhen(loading: ContextLoading, t: Translate): string {
  if (loading.when === 'matching') return t('for {0}', code(loading.pattern));
  return loading.when === 'always' ? t('always') : t('when asked for');
}

function leftOutLines(
  leftOut: readonly ContextLeftOut[],
  reasonOf: (why: ContextLeftOut['why']) => string,
  t: Translate,
): readonly string[] {
  const lines = leftOut
    .slice(0, MOST_NAMES)
    .map(({ path, why, problem }) => `- ${code(path)}: ${reasonOf(why)}${problem === undefined ? '' : `, ${problem}`}`);
  const more = leftOut.length - MOST_NAMES;
  return more > 0 ? [...lines, `- ${t('and {0} more', figure(more))}`] : lines;
}

function pathsIn(node: ContextNode): readonly (readonly [id: string, label: string])[] {
  const named =
    node.kind === 'file' || node.kind === 'folder' ? node.label : `${node.label} (${node.place?.path ?? ''})`;
  return [[node.id, named], ...node.children.flatMap(pathsIn)];
}

/** As code, so that no sign in it means anything, in a cell of a table. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return line === '' ? '' : `${marks}${space}${line}${space}${marks}`;
}

/** Thousands apart, the same in every language. */
function figure(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(1)} %`;
}

function inEnglish(english: string, ...values: readonly (string | number)[]): string {
  return english.replace(/\{(\d)\}/g, (_, at) => String(values[Number(at)]));
}
