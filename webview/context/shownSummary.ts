// What the head of the view shows, from the state: its sums are of what is checked. Pure.
import type { ContextContent } from '../../src/contract/contextApi.ts';
import type { ContextCategory, ContextNode } from '../../src/contract/contextReport.ts';
import type { Checks } from './checks.ts';
import type { ContextState } from './contextState.ts';
import { categoryTokens } from './contextTree.ts';
import { alwaysTokens } from './nodeWords.ts';
import type { Summary } from './summary.ts';

export function shownSummary(
  { unchecked, tree, outdated, counting }: ContextState,
  { title, subject, report, budget, chat, remarks }: Extract<ContextContent, { kind: 'counted' }>,
  { kept }: Checks,
): Summary {
  const { tokenizer, tokens, nodes, complete } = report;
  const left = new Map<ContextCategory, number>();
  for (const id of unchecked) {
    const node = tree.index.get(id)?.node;
    if (node) left.set(node.category, (left.get(node.category) ?? 0) + node.tokens);
  }
  const categories = categoriesOf(nodes)
    .map(([category, all]) => [category, Math.max(0, all - (left.get(category) ?? 0))] as const)
    .filter(([, count]) => count > 0);
  const always = subject.kind === 'agent' ? alwaysTokens(nodes) : undefined;
  const model = chat?.kind === 'read' && chat.isCounted ? chat.model : undefined;
  const conversation = subject.kind === 'conversation' ? { model } : undefined;
  return {
    title,
    tokenizer,
    tokens,
    kept,
    budget,
    always,
    conversation,
    categories,
    outdated,
    counting,
    complete,
    remarks,
  };
}

const known = new WeakMap<readonly ContextNode[], ReturnType<typeof categoryTokens>>();

function categoriesOf(nodes: readonly ContextNode[]): ReturnType<typeof categoryTokens> {
  const found = known.get(nodes) ?? categoryTokens(nodes);
  known.set(nodes, found);
  return found;
}
