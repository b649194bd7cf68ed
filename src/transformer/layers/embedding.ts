// The way in: ids → meaning [n, d], to which learned positions may be added. A row of the table is all that a token is
// before it meets its neighbours, the same wherever it stands. The file knows tables, no names of tensors.
import type { Graph, Value } from '../../onnx/graph.ts';

/**
 * Outputs `residual`. `tokens`: ids [n] → [n, d]. `scale` is √d for Gemma, whose table is shared with the unembedding and
 * therefore small: Vaswani et al. 2017, §3.4.
 */
export function embedTokens(g: Graph, tokens: (ids: Value) => Value, dModel: number, scale = 1): void {
  const rows = tokens(g.input('ids', 'int64', ['n'])); // [n, d]
  g.output('residual', scale === 1 ? rows : g.multiply(rows, g.scalar(scale)), ['n', dModel]);
}

export interface LearnedTables {
  /** ids [n] → [n, d] */
  tokens(ids: Value): Value;
  /** positions [n] → [n, d] */
  positions(positions: Value): Value;
}

/**
 * Outputs `token_embedding`, `position_embedding` and their sum, `residual`: meaning and place share the same d numbers,
 * and the model learns to tell them apart. Radford et al. 2018, §3.1: h_0 = U W_e + W_p.
 */
export function embedTokensAndPositions(g: Graph, tables: LearnedTables, dModel: number): void {
  const meaning = tables.tokens(g.input('ids', 'int64', ['n'])); // [n, d]
  const position = tables.positions(g.input('positions', 'int64', ['n'])); // [n, d]
  g.output('token_embedding', meaning, ['n', dModel]);
  g.output('position_embedding', position, ['n', dModel]);
  g.output('residual', g.add(meaning, position), ['n', dModel]);
}
