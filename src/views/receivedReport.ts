// A report of one conversation with the numbers of what the model receives: each message with what the template puts around
// it. Knows no template.
import type { ContextNode, ContextReport } from '../contract/contextReport.ts';
import type { ConversationTokens } from '../contract/conversationTokens.ts';

/**
 * undefined where the report is not of this conversation alone. The beginning of the answer, and whatever else is of no
 * message and no tool, is the file's own.
 */
export function receivedReport(report: ContextReport, received: ConversationTokens): ContextReport | undefined {
  const [file] = report.nodes;
  const children = file?.children ?? [];
  const messages = children.filter(({ kind }) => kind === 'message');
  const tools = children.filter(({ kind }) => kind === 'tool');
  const isOne = report.nodes.length === 1 && messages.length + tools.length === children.length;
  if (!isOne || received.messages.some(({ from }) => from.some((i) => i >= messages.length))) return undefined;
  const tokens = new Map<ContextNode, number>(children.map((node) => [node, 0]));
  const add = (nodes: readonly ContextNode[], sum: number): void => {
    for (const [i, share] of divided(sum, nodes).entries()) tokens.set(nodes[i], (tokens.get(nodes[i]) ?? 0) + share);
  };
  add(tools, received.toolTokens);
  for (const { from, tokens: sum } of received.messages)
    add(
      from.map((i) => messages[i]),
      sum,
    );
  const whole = received.tokens.length;
  const resized = children.map((node) => withTokens(node, tokens.get(node) ?? 0));
  return { ...report, tokens: whole, nodes: [{ ...file, tokens: whole, children: resized }] };
}

/** A template may leave out what a message says, such as thoughts: then its parts have no more than it. */
function withTokens(node: ContextNode, tokens: number): ContextNode {
  const { children } = node;
  const inside = children.reduce((sum, child) => sum + child.tokens, 0);
  if (inside <= tokens) return { ...node, tokens };
  const shares = divided(tokens, children);
  return { ...node, tokens, children: children.map((child, i) => withTokens(child, shares[i])) };
}

/** In proportion to what each has by itself, in whole numbers whose sum is right. */
function divided(sum: number, nodes: readonly ContextNode[]): readonly number[] {
  const whole = nodes.reduce((all, { tokens }) => all + tokens, 0);
  let before = 0;
  return nodes.map(({ tokens }, i) => {
    const isLast = i === nodes.length - 1;
    const from = Math.round((sum * before) / (whole || 1));
    before += tokens;
    return (isLast ? sum : Math.round((sum * before) / (whole || 1))) - from;
  });
}
