// The way out: residual → final norm → logits. Knows no names.
import type { Graph, Value } from '../onnx.ts';
import type { ModelShape } from './architecture.ts';

export interface Head {
  /** [n, d] → [n, d], or [n, normedWidth] */
  norm(residual: Value): Value;
  /** As d where it is not said. */
  readonly normedWidth?: number;
  readonly table: Value; // [vocabulary, d or normedWidth]
  readonly bias?: Value; // [vocabulary]
}

/** Outputs normed, logits, and uncapped_logits where logits have a cap. */
export function unembedding(g: Graph, { dModel, vocabSize, logitCap }: ModelShape, head: Head): void {
  const normed = head.norm(g.input('residual', 'float32', ['n', dModel]));
  const logits = g.linearTransposed(normed, head.table, head.bias);
  g.output('normed', normed, ['n', head.normedWidth ?? dModel]);
  g.output(logitCap === undefined ? 'logits' : 'uncapped_logits', logits, ['n', vocabSize]);
  if (logitCap !== undefined) g.output('logits', g.softCap(logits, logitCap), ['n', vocabSize]);
}
