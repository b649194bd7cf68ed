// A report as Markdown, to be pasted into an issue or a chat: the sums by category, then the parts as deep as files. Knows
// no view; what is left out of the sum is left out here.
import type { ContextNode, ContextReport } from '../../src/contract/contextReport.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { categoryName } from './categories.ts';
import type { Checks } from './checks.ts';
import { type ContextTree, categoryTokens } from './contextTree.ts';
import { changeText, labelOf, share } from './nodeWords.ts';

/** Of a folder with thousands of files nobody reads a list. */
const MOST_LINES = 200;

export function markdownReport(title: string, report: ContextReport, tree: ContextTree, checks: Checks): string {
  const { kept } = checks;
  const lines: string[] = [];
  const add = (node: ContextNode, depth: number): void => {
    if (checks.stateOf(node.id) === 'none') return;
    const where = tree.where.get(node.id);
    const change = changeText(node);
    const name = `${where === undefined ? '' : `${where}/`}${labelOf(node)}`;
    lines.push(
      `${'  '.repeat(depth)}- ${escaped(name)}: ${formatNumber(node.tokens)} (${share(node.tokens, tree.tokens)})${change === undefined ? '' : ` ${change}`}`,
    );
    for (const child of node.children) add(child, depth + 1);
  };
  for (const root of tree.roots) add(root, 0);
  const rows = categoryTokens(report.nodes).map(
    ([category, tokens]) => `| ${categoryName(category)} | ${formatNumber(tokens)} | ${share(tokens, report.tokens)} |`,
  );
  const hidden = lines.length - MOST_LINES;
  return [
    `## ${escaped(title)}`,
    '',
    t('{0} tokens ({1})', formatNumber(kept), report.tokenizer) +
      (kept === report.tokens
        ? ''
        : `, ${t('of {0}; {1} unchecked', formatNumber(report.tokens), formatNumber(report.tokens - kept))}`),
    '',
    `| ${t('Category')} | ${t('Tokens')} | ${t('Share')} |`,
    '| --- | ---: | ---: |',
    ...rows,
    '',
    ...lines.slice(0, MOST_LINES),
    ...(hidden > 0 ? ['', t('and {0} more', formatNumber(hidden))] : []),
    '',
  ].join('\n');
}

/** So that a heading's own marks are not read as marks of this list. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
}
