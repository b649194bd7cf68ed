// The arrangement of the first Transformer, which BERT and its relatives kept. The file knows nothing about what happens
// inside the parts.

import { type Block, type BlockParts, changed, endBlock } from './block.ts';
import { noteBlock } from './readout.ts';

/**
 * The first Transformer's arrangement, post-norm: x' = norm(x + attention(x)), then norm(x' + mlp(x')).
 *
 *     x ──┬────────────(+)── norm ──┬──────(+)── norm ──→
 *         └── attention ┘           └── mlp ┘
 *
 * The norms stand on the stream itself: each rescales all that was written before, so that what a part added cannot be
 * found again as it was. Vaswani et al. 2017, §3.1, https://arxiv.org/abs/1706.03762
 */
export function postNormBlock(block: Block, parts: BlockParts): void {
  const { g, residual, changes } = block;
  const attention = parts.attention(residual);
  const attentionOut = changed(g, attention, changes.attention);
  const afterAttention = parts.attentionNorm(g.add(residual, attentionOut));
  const mlpOut = changed(g, parts.mlp(afterAttention), changes.mlp);
  const residualOut = parts.mlpNorm(g.add(afterAttention, mlpOut));
  noteBlock(g, { attention, streamNorms: { attention: afterAttention, mlp: residualOut } });
  endBlock(block, { attentionIn: residual, attentionOut, mlpOut, residualOut });
}
