// GLM-4-0414. Zhipu AI 2025, https://huggingface.co/zai-org/GLM-4-9B-0414: GLM-4 with a norm behind each half too, as in
// Gemma 2, so that what is added to the stream has a length that was learned.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { beginBlock, sandwichBlock } from '../layers/block.ts';
import { familyNorm } from '../llamaFamily.ts';
import { GLM_DEFAULTS, glm, glmHalves } from './glm.ts';

export const glm4: Architecture = { ...glm, shape, block };

function shape(checkpoint: Checkpoint): ModelShape {
  return { ...glm.shape(checkpoint), postNorms: true };
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const norm = familyNorm(block, GLM_DEFAULTS);
  sandwichBlock(block, {
    attentionNorm: (x) => norm(x, 'input_layernorm'),
    postAttentionNorm: (x) => norm(x, 'post_self_attn_layernorm'),
    mlpNorm: (x) => norm(x, 'post_attention_layernorm'),
    postMlpNorm: (x) => norm(x, 'post_mlp_layernorm'),
    ...glmHalves(block),
  });
}
