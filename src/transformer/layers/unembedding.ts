// The way out: residual → final norm → logits. Each logit is the product of the normed vector with one row of a table: how
// well the vector matches that token. The file knows no architecture.
import type { Graph, Value } from '../../onnx/graph.ts';
import type { ModelShape } from '../architecture.ts';
import { softCap } from './bounds.ts';
import { linear, type WeightMatrix } from './linear.ts';
import { noteEnd } from './readout.ts';

export interface LanguageModelHead {
  /** [n, d] → [n, d], or [n, normedWidth] */
  norm(residual: Value): Value;
  /** Makes one of several streams, of the active one [n, d] and an input of its own. `maps` are read backwards. */
  readonly merge?: (active: Value) => { readonly merged: Value; readonly maps: readonly Value[] };
  /** Width of the normed vector; d where it is not said. */
  readonly normedWidth?: number;
  readonly table: WeightMatrix; // [vocabulary, d or normedWidth]
  readonly bias?: Value; // [vocabulary]
  /** What stands between the normed vector and the table, and is not linear. [n, d] → [n, d] */
  transform?(normed: Value): Value;
  /** What the logits are multiplied with; 1 where it is not said. */
  readonly scale?: number;
}

/**
 * Outputs `normed`, `logits`, and `uncapped_logits` where logits have a cap. The logit lens reads those without.
 */
export function unembedding(g: Graph, { dModel, vocabSize, logitCap }: ModelShape, head: LanguageModelHead): void {
  const residual = g.input('residual', 'float32', ['n', dModel]);
  const { merged, maps } = head.merge?.(residual) ?? { merged: residual, maps: [] };
  const normed = head.norm(merged);
  const { table, bias, scale = 1 } = head;
  const products = linear(g, head.transform?.(normed) ?? normed, table, bias); // [n, vocabulary]
  const logits = scale === 1 ? products : g.multiply(products, g.scalar(scale));
  noteEnd(g, { normed, table, bias, scale, maps, isTransformed: head.transform !== undefined });
  g.output('normed', normed, ['n', head.normedWidth ?? dModel]);
  g.output(logitCap === undefined ? 'logits' : 'uncapped_logits', logits, ['n', vocabSize]);
  if (logitCap !== undefined) g.output('logits', softCap(g, logits, logitCap), ['n', vocabSize]);
}

/** Outputs `normed` alone: a checkpoint of the bare model, which has no map to logits. */
export function withoutHead(g: Graph, { dModel }: ModelShape, norm: (residual: Value) => Value): void {
  const normed = norm(g.input('residual', 'float32', ['n', dModel]));
  noteEnd(g, { normed, table: undefined, bias: undefined, scale: 1 });
  g.output('normed', normed, ['n', dModel]);
}
