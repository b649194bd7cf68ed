// A context report as Markdown, to be pasted into an issue or a chat. Pure; knows no files.
import type { ContextLeftOut, ContextLoading, ContextNode, ContextReport } from '../contract/contextReport.ts';

/** The part of the whole below which a part is not listed by itself. */
const LEAST_SHARE = 0.005;
/** Names that are left out are listed up to here. */
const MOST_NAMES = 50;

export interface MarkdownOptions {
  /** A number of tokens that everything should fit into. */
  readonly budget?: number;
}

export function contextMarkdown(report: ContextReport, { budget }: MarkdownOptions = {}): string {
  const { tokens, tokenizer, nodes, leftOut, duplicates, complete } = report;
  const whole = budget === undefined ? '' : ` (${percent(tokens, budget)} of ${figure(budget)})`;
  const changes = nodes.some(({ before }) => before !== undefined);
  const labels = new Map(nodes.flatMap(pathsIn));
  const same = duplicates.map(
    ({ nodes: ids, similarity, tokens: saved }) =>
      `- ${ids.map((id) => code(labels.get(id) ?? id)).join(', ')}: ${percent(similarity, 1)} the same, ${figure(saved)} tokens more than once`,
  );
  return [
    `**${figure(tokens)} tokens**${whole}, counted with ${tokenizer}${complete ? '' : '; not all was counted'}`,
    '',
    `| Part | Tokens | Share |${changes ? ' Last commit |' : ''} Read |`,
    `| --- | ---: | ---: |${changes ? ' ---: |' : ''} --- |`,
    ...nodes.flatMap((node) => rows(node, { whole: tokens, depth: 0, changes })),
    ...(same.length > 0 ? ['', 'The same more than once:', '', ...same] : []),
    ...(leftOut.length > 0 ? ['', 'Left out:', '', ...leftOutLines(leftOut)] : []),
    '',
  ].join('\n');
}

interface Row {
  readonly whole: number;
  readonly depth: number;
  readonly changes: boolean;
}

function rows(node: ContextNode, { whole, depth, changes }: Row): readonly string[] {
  const { label, tokens, before, loading, children } = node;
  const then = changes ? ` ${before === undefined ? '' : figure(before)} |` : '';
  const read = loading ? ` ${readWhen(loading)}` : '';
  const name = `${'&emsp;'.repeat(depth)}${code(label)}`;
  const seen = children.filter((child) => child.tokens >= LEAST_SHARE * whole);
  const others = children.length - seen.length;
  const rest = children.reduce((sum, child) => sum + (seen.includes(child) ? 0 : child.tokens), 0);
  return [
    `| ${name} | ${figure(tokens)} | ${percent(tokens, whole)} |${then}${read} |`,
    ...seen.flatMap((child) => rows(child, { whole, depth: depth + 1, changes })),
    ...(others > 0
      ? [
          `| ${'&emsp;'.repeat(depth + 1)}${others} smaller | ${figure(rest)} | ${percent(rest, whole)} |${changes ? ' |' : ''} |`,
        ]
      : []),
  ];
}

function readWhen(loading: ContextLoading): string {
  return loading.when === 'matching' ? `for ${code(loading.pattern)}` : loading.when;
}

function leftOutLines(leftOut: readonly ContextLeftOut[]): readonly string[] {
  const lines = leftOut
    .slice(0, MOST_NAMES)
    .map(({ path, why, problem }) => `- ${code(path)}: ${why}${problem === undefined ? '' : `, ${problem}`}`);
  return leftOut.length > MOST_NAMES ? [...lines, `- ${leftOut.length - MOST_NAMES} more`] : lines;
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
