// The way out: residual → final norm → logits. Each logit is the product of the normed vector with one row of a table: how
// well the vector matches that token. The table may be the embedding itself ("tied": Press and Wolf 2017,
// https://arxiv.org/abs/1608.05859), which saves vocabulary · d weights. The file knows no architecture.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { ModelShape } from '../architecture.ts';
import { linear, type WeightMatrix } from './linear.ts';
import { Weights } from './weights.ts';

export interface LanguageModelHead {
  /** [n, d] → [n, d], or [n, normedWidth] */
  norm(residual: Value): Value;
  /** Width of the normed vector; d where it is not said. */
  readonly normedWidth?: number;
  readonly table: WeightMatrix; // [vocabulary, d or normedWidth]
  readonly bias?: Value; // [vocabulary]
}

export interface LanguageModelHeadTable {
  /** Where the table of the way in is, and what it is called. */
  readonly w: Weights;
  readonly rows: string;
  /** What the head is called, if it has a table of its own. */
  readonly head?: string;
  /** As d where it is not said. */
  readonly width?: number;
  /** Where config.json has no tie_word_embeddings. */
  readonly tied: boolean;
}

/**
 * [vocabulary, d or width]: the table of the way in where the two are tied and there is no other. A file with both is
 * taken at its word, as transformers 5 does where they differ.
 */
export function headTable(
  g: Graph,
  checkpoint: Checkpoint,
  { vocabSize, dModel }: ModelShape,
  { w, rows, head = 'lm_head.weight', width = dModel, tied }: LanguageModelHeadTable,
): WeightMatrix {
  const size = [vocabSize, width] as const;
  const isTied = checkpoint.config.flag('tie_word_embeddings', tied) && !checkpoint.tensors.has(head);
  const table = isTied ? w.matrix(rows, size) : Weights.under('', g, checkpoint).matrix(head, size);
  return { ...table, head: true };
}

/**
 * Outputs `normed`, `logits`, and `uncapped_logits` where logits have a cap. The logit lens reads those without.
 */
export function unembedding(g: Graph, { dModel, vocabSize, logitCap }: ModelShape, head: LanguageModelHead): void {
  const normed = head.norm(g.input('residual', 'float32', ['n', dModel]));
  const logits = linear(g, normed, head.table, head.bias);
  g.output('normed', normed, ['n', head.normedWidth ?? dModel]);
  g.output(logitCap === undefined ? 'logits' : 'uncapped_logits', logits, ['n', vocabSize]);
  if (logitCap !== undefined) g.output('logits', g.softCap(logits, logitCap), ['n', vocabSize]);
}
