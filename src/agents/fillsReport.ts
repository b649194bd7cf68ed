// What the tool says of a context: as data, and as text for a model.
import type { ContextDuplicate, ContextNode, ContextReport } from '../contract/contextReport.ts';
import type { ToolAnswer } from './agentTool.ts';
import type { ConfinedPath } from './confinedPaths.ts';
import { alwaysLoaded, type ContextRow, contextRows, partsToCut } from './contextRows.ts';
import { MOST_NAMED } from './fillsSchema.ts';
import { type PartNames, partNames } from './partNames.ts';
import { rounded } from './shownToken.ts';

const AGENT_FILES = 'what agents read by themselves';

export interface FillsAsked {
  readonly tokenizer: string;
  readonly chosen: readonly ConfinedPath[];
  readonly agentFiles: boolean;
  readonly budget: number | undefined;
  /** The most rows. */
  readonly parts: number;
}

export function fillsReport(report: ContextReport, asked: FillsAsked): ToolAnswer {
  const { tokens, nodes, duplicates } = report;
  const { tokenizer, chosen, agentFiles, budget, parts } = asked;
  const names = partNames(nodes, chosen);
  const over = budget === undefined ? null : Math.max(0, tokens - budget);
  const named = report.leftOut.filter(({ why }) => why !== 'ignored');
  const data = {
    kind: 'computed',
    tokenizer,
    counted: agentFiles ? AGENT_FILES : 'all files',
    tokens,
    alwaysLoaded: agentFiles ? alwaysLoaded(nodes) : null,
    budget: budget ?? null,
    over,
    categories: categoriesOf(nodes),
    parts: contextRows(nodes, parts).map((row) => rowData(row, names)),
    duplicates: duplicates.slice(0, MOST_NAMED).map((one) => duplicateData(one, nodes, names)),
    cut: over
      ? partsToCut(nodes, over)
          .slice(0, MOST_NAMED)
          .map((node) => cutData(node, names))
      : [],
    leftOut: named.slice(0, MOST_NAMED).map(({ path, why, problem }) => ({
      path: names.ofPath(path),
      why: problem === undefined ? why : `${why}, ${problem}`,
    })),
    leftOutInAll: named.length,
    ignored: report.leftOut.length - named.length,
  };
  return { text: textOf(data), data };
}

function categoriesOf(nodes: readonly ContextNode[]) {
  const tokens = new Map<string, number>();
  const add = (node: ContextNode): void => {
    if (node.kind === 'folder') node.children.forEach(add);
    else tokens.set(node.category, (tokens.get(node.category) ?? 0) + node.tokens);
  };
  nodes.forEach(add);
  return [...tokens].toSorted((a, b) => b[1] - a[1]).map(([category, of]) => ({ category, tokens: of }));
}

function rowData({ node, depth, others }: ContextRow, names: PartNames) {
  const { kind, category, tokens, place, loading } = node;
  return {
    part: names.ofPart(node),
    kind,
    category,
    tokens,
    depth,
    line: place && kind !== 'file' ? place.line + 1 : null,
    loaded: loading ? (loading.when === 'matching' ? `matching ${loading.pattern}` : loading.when) : null,
    othersBelow: others?.parts ?? 0,
    tokensOfOthers: others?.tokens ?? 0,
  };
}

function cutData(node: ContextNode, names: PartNames) {
  return { part: names.ofPart(node), tokens: node.tokens };
}

function duplicateData(
  { nodes: ids, similarity, tokens }: ContextDuplicate,
  nodes: readonly ContextNode[],
  names: PartNames,
) {
  const find = (id: string, among: readonly ContextNode[]): ContextNode | undefined => {
    for (const node of among) {
      const found = node.id === id ? node : find(id, node.children);
      if (found) return found;
    }
    return undefined;
  };
  const parts = ids.map((id) => find(id, nodes)).filter((node) => node !== undefined);
  return { parts: parts.map(names.ofPart), similarity: rounded(similarity), tokens };
}

interface FillsData {
  readonly tokenizer: string;
  readonly counted: string;
  readonly tokens: number;
  readonly alwaysLoaded: number | null;
  readonly budget: number | null;
  readonly over: number | null;
  readonly categories: readonly { readonly category: string; readonly tokens: number }[];
  readonly parts: readonly ReturnType<typeof rowData>[];
  readonly duplicates: readonly ReturnType<typeof duplicateData>[];
  readonly cut: readonly ReturnType<typeof cutData>[];
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
  readonly leftOutInAll: number;
  readonly ignored: number;
}

function textOf(data: FillsData): string {
  const { tokenizer, counted, tokens, parts, categories, duplicates, cut, leftOut, leftOutInAll, ignored } = data;
  const share = (of: number) => (tokens > 0 ? ` (${Math.round((100 * of) / tokens)} %)` : '');
  const list = (title: string, lines: readonly string[]) => (lines.length > 0 ? [title, ...lines] : []);
  return [
    `${tokens} tokens (${tokenizer}; computed; ${counted})${budgetText(data)}.`,
    ...(data.alwaysLoaded === null ? [] : [`Of these ${data.alwaysLoaded} are always loaded.`]),
    `By category: ${categories.map((one) => `${one.category} ${one.tokens}`).join(', ') || nothing(data)}.`,
    ...list(
      `To keep the budget, the fewest parts that would have to go${cut.length === MOST_NAMED ? ', or the largest of them' : ''}:`,
      cut.map(({ part, tokens: saved }) => `- ${part}: ${saved}`),
    ),
    ...list(
      'The same, or nearly:',
      duplicates.map(
        (one) =>
          `- ${one.parts.join(' and ')}: ${Math.round(100 * one.similarity)} % alike, ${one.tokens} tokens to save`,
      ),
    ),
    ...list(
      'By part:',
      parts.map((row) => `${'  '.repeat(row.depth)}- ${row.part}: ${row.tokens}${share(row.tokens)}${remarks(row)}`),
    ),
    ...list(
      `Not counted (${leftOutInAll}):`,
      leftOut.map(({ path, why }) => `- ${path}: ${why}`),
    ),
    ...(ignored > 0 ? [`${ignored} files and folders are ignored by .gitignore or by settings.`] : []),
  ].join('\n');
}

function budgetText({ budget, over }: FillsData): string {
  if (budget === null) return '';
  return over ? `; ${over} more than the budget of ${budget}` : `; within the budget of ${budget}`;
}

function remarks({ line, loaded, othersBelow, tokensOfOthers }: ReturnType<typeof rowData>): string {
  const all = [
    ...(line === null ? [] : [`line ${line}`]),
    ...(loaded === null ? [] : [`loaded ${loaded}`]),
    ...(othersBelow > 0 ? [`${othersBelow} smaller parts with ${tokensOfOthers} are not listed`] : []),
  ];
  return all.length > 0 ? `, ${all.join(', ')}` : '';
}

function nothing({ counted }: FillsData): string {
  return counted === AGENT_FILES ? "there are no agents' files; give paths to count others" : 'nothing was found';
}
