// Turns the flow of a token into a graph in columns, one for each token that it reaches, and levels, two for each layer.
// Pure.
import type { Flow, FlowEdge } from '../../../src/contract/flow.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { FlowLink } from '../../charts/flowGraphLayout.ts';

/** The tokens that the flow reaches, in the order of the text. */
export function reachedTokens({ position, edges }: Flow): readonly TokenIndex[] {
  return [...new Set([position, ...edges.map(({ from }) => from)])].sort((a, b) => a - b);
}

/**
 * One link for each edge, in their order. Layer l leads from level 2l over 2l + 1, behind attention, to 2l + 2; an MLP is a
 * mark in its second half.
 */
export function flowLinks({ edges }: Flow, reached: readonly TokenIndex[]): readonly FlowLink[] {
  const columns = new Map(reached.map((token, column) => [token, column]));
  return edges.map((edge) => {
    const level = 2 * edge.layer + (edge.half === 'mlp' ? 1 : 0);
    const node = (token: TokenIndex, at: number) => ({ column: columns.get(token) ?? 0, level: at });
    return { look: LOOKS[edge.kind], from: node(edge.from, level), to: node(edge.to, level + 1), weight: edge.share };
  });
}

const LOOKS = {
  head: 'strong',
  state: 'strong',
  convolution: 'strong',
  mlp: 'mark',
  residual: 'quiet',
} as const satisfies Readonly<Record<FlowEdge['kind'], FlowLink['look']>>;
