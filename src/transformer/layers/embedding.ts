// The way in: ids → meaning [n, d], to which learnt positions may be added. Knows tables, no names.
import type { Graph, Value } from '../../onnx/graph.ts';

/** Outputs residual. `tokens`: ids [n] → [n, d]; `scale`: gemma's √d */
export function embedTokens(g: Graph, tokens: (ids: Value) => Value, dModel: number, scale = 1): void {
  const rows = tokens(g.input('ids', 'int64', ['n'])); // [n, d]
  g.output('residual', scale === 1 ? rows : g.multiply(rows, g.scalar(scale)), ['n', dModel]);
}

export interface LearntTables {
  /** ids [n] → [n, d] */
  tokens(ids: Value): Value;
  /** positions [n] → [n, d] */
  positions(positions: Value): Value;
}

/** Outputs token_embedding, position_embedding and their sum, the residual. */
export function embedTokensAndPositions(g: Graph, tables: LearntTables, dModel: number): void {
  const meaning = tables.tokens(g.input('ids', 'int64', ['n'])); // [n, d]
  const position = tables.positions(g.input('positions', 'int64', ['n'])); // [n, d]
  g.output('token_embedding', meaning, ['n', dModel]);
  g.output('position_embedding', position, ['n', dModel]);
  g.output('residual', g.add(meaning, position), ['n', dModel]);
}
