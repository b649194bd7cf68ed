// What the view copies: the report as Markdown, in the user's language, without what is out of the sum. Knows no clipboard.
import { contextMarkdown } from '../../src/contract/contextMarkdown.ts';
import type { ContextReport } from '../../src/contract/contextReport.ts';
import { t } from '../text/l10n.ts';
import { categoryName } from './categories.ts';
import type { Checks } from './checks.ts';
import type { ContextTree } from './contextTree.ts';
import { keptNodes } from './keptNodes.ts';
import { leftOutReason } from './leftOutWords.ts';
import type { Summary } from './summary.ts';

/** `shown` is the head of the view, whose sums are of what is checked. */
export function copiedMarkdown(report: ContextReport, shown: Summary, tree: ContextTree, checks: Checks): string {
  const { title, budget, kept, tokens } = shown;
  const isIn = (id: string) => checks.stateOf(id) !== 'none';
  const duplicates = report.duplicates.filter(({ nodes }) => nodes.every(isIn));
  return contextMarkdown(
    { ...report, tokens: kept, nodes: keptNodes(tree, checks), duplicates },
    {
      title,
      ofTokens: tokens,
      ...(budget > 0 && { budget }),
      categories: shown.categories.map(([category, sum]) => [categoryName(category), sum]),
      reasonOf: leftOutReason,
      translate: t,
    },
  );
}
