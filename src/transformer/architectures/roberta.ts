// RoBERTa. Liu et al. 2019, https://arxiv.org/abs/1907.11692: BERT trained for longer, on more text, with bytes in place of
// word pieces. XLM-RoBERTa (Conneau et al. 2020, https://arxiv.org/abs/1911.02116) and CamemBERT are the same model over
// other languages. What differs: the table of positions counts from the padding token's id on, so that the first token has
// the row behind it, and padding itself counts for nothing; the head always has the exact GELU.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { bertFamily, encoderShape, type HeadNames, hasSegments } from '../bertFamily.ts';
import { sizesOf } from '../layers/sizes.ts';
import { BERT_DEFAULTS, BERT_LAYOUT } from './bert.ts';

const HEAD: HeadNames = {
  dense: 'lm_head.dense',
  norm: 'lm_head.layer_norm',
  table: 'lm_head.decoder.weight',
  biases: ['lm_head.decoder.bias', 'lm_head.bias'],
};

export const roberta: Architecture = {
  shape: (checkpoint) => robertaShape(checkpoint, 50_265),
  ...bertFamily({
    ...BERT_LAYOUT,
    base: 'roberta.',
    head: HEAD,
    headActivation: 'gelu',
    rowsOfPositions,
    spareRows: (config) => paddingId(config) + 1,
  }),
};

/** The same with a vocabulary whose size the configuration class gives otherwise. */
export const xlmRoberta: Architecture = { ...roberta, shape: (checkpoint) => robertaShape(checkpoint, 30_522) };

function robertaShape(checkpoint: Checkpoint, vocabulary: number): ModelShape {
  const { config } = checkpoint;
  config.choice('position_embedding_type', ['absolute'], 'absolute');
  const sizes = sizesOf(config, { ...BERT_DEFAULTS, vocab_size: vocabulary });
  const spare = paddingId(config) + 1;
  if (sizes.context <= spare)
    throw config.invalid(
      'max_position_embeddings',
      `${sizes.context} rows, of which the first ${spare} are of padding`,
    );
  return encoderShape(
    checkpoint,
    { ...sizes, context: sizes.context - spare, segments: hasSegments(checkpoint) },
    HEAD,
  );
}

function paddingId(config: Config): number {
  return config.count('pad_token_id', 1);
}

/**
 * Padding has its own row, and the tokens behind it move up: with padding 1, ids 7 1 8 at positions 0 1 2 have rows 2 1 3.
 */
function rowsOfPositions(g: Graph, config: Config, tokens: { readonly ids: Value; readonly positions: Value }): Value {
  const padding = g.integers([paddingId(config)]);
  const isPadding = g.node('Equal', [tokens.ids, padding]);
  const before = g.node('CumSum', [g.node('Cast', [isPadding], { to: 7 }), g.integers([0])]); // 7: int64
  const rows = g.subtract(g.add(tokens.positions, g.integers([paddingId(config) + 1])), before);
  return g.node('Where', [isPadding, padding, rows]);
}
