// Gemma 4, text only, https://ai.google.dev/gemma/docs/core, dense and as a mixture of experts: Gemma 3 with
//   wider heads in the global layers, of which only the fastest quarter of pairs turns by position;
//   a norm on values, too, and scores that are not divided by √d_head, since queries and keys are normed;
//   in some sizes values that are what keys are made of, and last layers that look at the keys and values of an earlier
//     one of their kind and make none: they need no cache, and their MLP may be twice as wide in return;
//   in the small sizes an embedding for each layer (layerInputs.ts);
//   a factor on the whole stream at the end of each block;
//   in the mixture experts beside the MLP, not in its place; both have a norm behind them before they are added.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type Block, beginBlock, sandwichBlock } from '../layers/block.ts';
import { type ExpertNames, gatedMixture, routerScores } from '../layers/expertWeights.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { fromLayerInput, layerInputs } from '../layers/layerInputs.ts';
import { gatedMlp, gatedValues, type MlpSizes } from '../layers/mlp.ts';
import { type Routing, topOfSoftmax } from '../layers/routing.ts';
import { tokenRows } from '../layers/tokenTables.ts';
import { Weights } from '../layers/weights.ts';
import { type FamilyNorm, type FamilyOptions, familyEnds, familyMlp, familyNorm } from '../llamaFamily.ts';
import { DEFAULTS, gemma4Shape } from './gemma4Shape.ts';

const GEMMA4: FamilyOptions = { scaled: true, activation: 'gelu_pytorch_tanh', activationKey: 'hidden_activation' };
/** mlx-lm has a map of each expert for itself. */
const EXPERTS: ExpertNames = {
  router: ['router.proj'],
  single: [['experts.', 'gate_proj', 'up_proj', 'down_proj']],
  stacks: [['experts.gate_up_proj', 'experts.down_proj']],
};

export const gemma4_text: Architecture = {
  shape: ({ config }) => gemma4Shape(config),
  embed,
  block,
  unembed: familyEnds(DEFAULTS, GEMMA4).unembed,
};

function embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const { config } = checkpoint;
  const ids = g.input('ids', 'int64', ['n']);
  const tables = { base: 'model.', rows: 'embed_tokens.weight', tied: DEFAULTS.tie_word_embeddings };
  const rows = tokenRows(g, checkpoint, shape, tables)(ids);
  const embedded = g.multiply(rows, g.scalar(Math.sqrt(shape.dModel)));
  g.output('residual', embedded, ['n', shape.dModel]);
  const { layers, layerInputs: width } = shape;
  if (width === undefined) return;
  const tokens = config.size('vocab_size_per_layer_input', 262_144);
  const w = Weights.under('model.', g, checkpoint);
  const norm = familyNorm({ w, config, shape }, DEFAULTS, GEMMA4);
  layerInputs({ g, w, shape }, { ids, embedded }, { layers, width, tokens }, norm);
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const { w, layerInput } = block;
  const norm = familyNorm(block, DEFAULTS, GEMMA4);
  const sizes = mlpSizes(block);
  const toldBehind = (x: Value) => norm(fromLayerInput(block, x, sizes.activation), 'post_per_layer_input_norm');
  sandwichBlock(block, {
    attentionNorm: (x) => norm(x, 'input_layernorm'),
    attention: (x) => attention(block, x, norm),
    postAttentionNorm: (x) => norm(x, 'post_attention_layernorm'),
    ...(shape.experts
      ? { mlpNorm: (x) => x, mlp: (x) => mixture(block, x, sizes, norm) }
      : { mlpNorm: (x) => norm(x, 'pre_feedforward_layernorm'), mlp: (x) => gatedMlp(block, x, sizes) }),
    postMlpNorm: (x) => norm(x, 'post_feedforward_layernorm'),
    ...(layerInput && { addedBehind: toldBehind }),
    streamScale: w.has('layer_scalar') ? w.tensor('layer_scalar', [1]) : undefined,
  });
}

function mlpSizes(block: Block): MlpSizes {
  const { shape, layer } = block;
  return { ...familyMlp(block, GEMMA4), inner: shape.layerInner?.[layer] ?? shape.inner, bias: false };
}

function attention(block: Block, x: Value, norm: FamilyNorm): Value {
  const { w, config, sizes } = block;
  const epsilon = config.positive('rms_norm_eps', DEFAULTS.rms_norm_eps);
  return groupedQueryAttention(block, x, {
    bias: config.flag('attention_bias', false),
    scale: 1,
    normEach: (heads, name) => norm(heads, `self_attn.${name}`, sizes.dHead),
    normValues: (values) => w.bareRmsNorm(values, { width: sizes.dValue, epsilon }),
  });
}

/** The MLP and the experts both read the stream x, each through a norm of its own. [n, d] → [n, d] */
function mixture(block: Block, x: Value, sizes: MlpSizes, norm: FamilyNorm): Value {
  const { g, shape } = block;
  return gatedMixture(block, norm(x, 'pre_feedforward_layernorm_2'), {
    names: EXPERTS,
    activation: sizes.activation,
    router: () => routerScores(block, routerInput(block, x), EXPERTS.router),
    route: (_, scores, chosen) => route(block, scores, chosen),
    behind: (summed) => {
      g.output('moe_out', summed, ['n', shape.dModel]);
      return norm(summed, 'post_feedforward_layernorm_2');
    },
    shared: () => {
      const { hidden, out } = gatedValues(block, norm(x, 'pre_feedforward_layernorm'), sizes);
      g.output('dense_out', out, ['n', shape.dModel]);
      return { hidden, out: norm(out, 'post_feedforward_layernorm_1') };
    },
  });
}

/** x / rms(x) ⊙ scale / √d */
function routerInput({ g, w, config, shape }: Block, x: Value): Value {
  const width = shape.dModel;
  const normed = w.bareRmsNorm(x, { width, epsilon: config.positive('rms_norm_eps', DEFAULTS.rms_norm_eps) });
  return g.multiply(g.multiply(normed, w.tensor('router.scale', [width])), g.scalar(width ** -0.5));
}

/** Weights that sum to 1, each times a number of its expert's own. */
function route({ g, w, shape }: Block, scores: Value, chosen: number): Routing {
  const { ids, weights } = topOfSoftmax(g, scores, chosen, true);
  const scales = w.tensor('router.per_expert_scale', [shape.experts?.experts ?? 0]);
  return { ids, weights: g.multiply(weights, g.lookUp(scales, ids)) };
}
