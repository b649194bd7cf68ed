// What is said of a part: its number of tokens, its share, what it has more than before. Knows no drawing.
import type { ContextNode } from '../../src/contract/contextReport.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { changeOf } from './contextTree.ts';

/** 0.1234 → '12 %', 0.0123 → '1.2 %', what is less than a thousandth → '< 0.1 %'. */
export function share(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %';
  const value = (part / whole) * 100;
  if (value < 0.1) return '< 0.1 %';
  return `${formatNumber(value, value < 9.95 ? 1 : 0)} %`;
}

/** '▲ +123', '▼ −45'; undefined where nothing changed. */
export function changeText(node: ContextNode): string | undefined {
  const change = changeOf(node);
  if (change === undefined) return undefined;
  return change > 0 ? `▲ +${formatNumber(change)}` : `▼ −${formatNumber(-change)}`;
}

/** 'AGENTS.md, 1,234 tokens, 12 %', for screen readers. */
export function spokenName(node: ContextNode, whole: number): string {
  const name = t('{0}, {1} tokens, {2}', node.label, formatNumber(node.tokens), share(node.tokens, whole));
  const change = changeOf(node);
  if (change === undefined) return name;
  const more = formatNumber(Math.abs(change));
  return `${name}, ${change > 0 ? t('{0} more than at the last commit', more) : t('{0} fewer than at the last commit', more)}`;
}

/** The label of a message is its role. */
export function labelOf({ kind, label }: ContextNode): string {
  return kind === 'message' ? roleName(label) : label;
}

/** A role that is not known is shown as it is written. */
export function roleName(role: string): string {
  const roles: Readonly<Record<string, string>> = {
    system: t('System'),
    developer: t('Developer'),
    user: t('User'),
    assistant: t('Assistant'),
    model: t('Model'),
    tool: t('Tool'),
  };
  return Object.hasOwn(roles, role) ? roles[role] : role;
}

/** When an agent has a part in its context; undefined where nothing is known of that. */
export function loadingWords({ loading }: ContextNode): string | undefined {
  if (!loading) return undefined;
  if (loading.when === 'always') return t('always');
  return loading.when === 'asked' ? t('when asked for') : t('for {0}', loading.pattern);
}

/** The tokens that an agent has in its context from the beginning. */
export function alwaysTokens(nodes: readonly ContextNode[]): number {
  return nodes.reduce((sum, { loading, children, tokens }) => {
    const isDivided = loading === undefined || children.some((child) => child.loading !== undefined);
    if (isDivided) return sum + alwaysTokens(children);
    return sum + (loading.when === 'always' ? tokens : 0);
  }, 0);
}
