// The tables of tokens: one that ids are looked up in on the way in, [vocabulary, d], and one that the last vector is
// compared with on the way out. They may be one and the same ("tied": Press and Wolf 2017,
// https://arxiv.org/abs/1608.05859), which saves vocabulary · d weights. The file knows no architecture.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Failure } from '../../contract/failure.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { ModelShape } from '../architecture.ts';
import type { WeightMatrix } from './linear.ts';
import { Weights } from './weights.ts';

export interface TokenTables {
  /** The prefix of all names but the head's, which files of the bare model leave out. */
  readonly base: string;
  /** What the table of the way in is called behind it. */
  readonly rows: string;
  /** What the head is called, if it has a table of its own; lm_head.weight where it is not said. */
  readonly head?: string;
  /** As d where it is not said. */
  readonly width?: number;
  /** Where config.json has no tie_word_embeddings. */
  readonly tied: boolean;
}

const HEAD = 'lm_head.weight';

/**
 * Looks up the rows that ids name: [n] → [n, d or width]. Of two tied tables a file holds one, and some hold it under the
 * head's name: PyTorch's shared tensors have no first name, and safetensors' save_model() keeps the alphabetically
 * first. Fails like headTable().
 */
export function tokenRows(
  g: Graph,
  checkpoint: Checkpoint,
  shape: ModelShape,
  tables: TokenTables,
): (ids: Value) => Value {
  const { base, rows, head = HEAD } = tables;
  const size = sizeOf(shape, tables);
  const w = Weights.under(base, g, checkpoint);
  if (w.has(rows) || !checkpoint.tensors.has(head)) return (ids) => w.rows(rows, size, ids);
  if (isTied(checkpoint, tables)) return (ids) => Weights.under('', g, checkpoint).rows(head, size, ids);
  throw tableMissing(checkpoint, w.nameOf(rows));
}

/**
 * [vocabulary, d or width]: the table of the way in where the two are tied and there is no other. A file with both is
 * taken at its word, as transformers 5 does where they differ. Fails with table-missing, tensor-missing, tensor-invalid.
 */
export function headTable(g: Graph, checkpoint: Checkpoint, shape: ModelShape, tables: TokenTables): WeightMatrix {
  const { base, rows, head = HEAD } = tables;
  const size = sizeOf(shape, tables);
  if (checkpoint.tensors.has(head)) return { ...Weights.under('', g, checkpoint).matrix(head, size), head: true };
  if (isTied(checkpoint, tables)) return { ...Weights.under(base, g, checkpoint).matrix(rows, size), head: true };
  throw tableMissing(checkpoint, head);
}

function tableMissing({ weightsFile: file, config }: Checkpoint, tensor: string): Failure {
  return { code: 'table-missing', file, tensor, config: config.file };
}

function isTied({ config }: Checkpoint, { tied }: TokenTables): boolean {
  return config.flag('tie_word_embeddings', tied);
}

function sizeOf({ vocabSize, dModel }: ModelShape, { width = dModel }: TokenTables): readonly [number, number] {
  return [vocabSize, width];
}
