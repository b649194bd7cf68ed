// Gemma 3n, text only, 2025, https://developers.googleblog.com/en/introducing-gemma-3n-developer-guide/: made for phones,
// where memory is scarce and tables that are only looked up are cheap. Gemma 3 with
//   several streams of which blocks work on one (altUp.ts), and LAuReL beside attention (altUpBlock.ts);
//   an embedding for each layer, which is told to all streams but the first (layerInputs.ts);
//   last layers that look at the keys and values of an earlier one of their kind;
//   a norm on values, too, and scores that are not divided by √d_head;
//   first layers whose MLPs let only the largest twentieth of their gates pass (sparseGate.ts).
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATIONS } from '../layers/activations.ts';
import type { StreamShape } from '../layers/altUp.ts';
import { altUpBlock } from '../layers/altUpBlock.ts';
import { mergedStreams, outputStreams } from '../layers/altUpEnds.ts';
import { type Block, beginBlock } from '../layers/block.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { layerInputs } from '../layers/layerInputs.ts';
import { sparseGate } from '../layers/sparseGate.ts';
import { headTable, tokenRows } from '../layers/tokenTables.ts';
import { unembedding } from '../layers/unembedding.ts';
import { Weights } from '../layers/weights.ts';
import { type FamilyOptions, familyMlp, familyNorm } from '../llamaFamily.ts';
import { DEFAULTS, gemma3nShape, sparsities, TOKENS_WITH_INPUTS } from './gemma3nShape.ts';

const GEMMA3N: FamilyOptions = { activation: 'gelu_pytorch_tanh', activationKey: 'hidden_activation' };
const TABLES = { base: 'model.', rows: 'embed_tokens.weight', tied: DEFAULTS.tie_word_embeddings };

export const gemma3n_text: Architecture = { shape: ({ config }) => gemma3nShape(config), embed, block, unembed };

function embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const { config } = checkpoint;
  const ids = g.input('ids', 'int64', ['n']);
  const rows = tokenRows(g, checkpoint, shape, TABLES)(ids);
  const embedded = g.multiply(rows, g.scalar(Math.sqrt(shape.dModel)));
  const w = Weights.under('model.', g, checkpoint);
  outputStreams({ g, w }, embedded, streamsOf(shape));
  const { layers, layerInputs: width = 0 } = shape;
  const tokens = config.size('vocab_size_per_layer_input', TOKENS_WITH_INPUTS);
  const norm = familyNorm({ w, config, shape }, DEFAULTS, GEMMA3N);
  layerInputs({ g, w, shape }, { ids, embedded }, { layers, width, tokens }, norm);
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const norm = familyNorm(block, DEFAULTS, GEMMA3N);
  altUpBlock(block, streamsOf(shape), {
    attentionNorm: (x) => norm(x, 'input_layernorm'),
    attention: (x) => attention(block, x),
    postAttentionNorm: (x) => norm(x, 'post_attention_layernorm'),
    mlpNorm: (x) => norm(x, 'pre_feedforward_layernorm'),
    mlp: (x) => mlp(block, x),
    postMlpNorm: (x) => norm(x, 'post_feedforward_layernorm'),
    norm,
    activation: familyMlp(block, GEMMA3N).activation,
    scalesQuestion: block.config.flag('altup_correct_scale', true),
  });
}

function attention(block: Block, x: Value): Value {
  const { w, config, sizes } = block;
  const norm = familyNorm(block, DEFAULTS, GEMMA3N);
  const epsilon = config.positive('rms_norm_eps', DEFAULTS.rms_norm_eps);
  return groupedQueryAttention(block, x, {
    bias: config.flag('attention_bias', false),
    scale: 1,
    normEach: (heads, name) => norm(heads, `self_attn.${name}`, sizes.dHead),
    normValues: (values) => w.bareRmsNorm(values, { width: sizes.dValue, epsilon }),
  });
}

/** W_down (act(sparse(W_gate x)) ⊙ W_up x): [n, d] → [n, d] */
function mlp(block: Block, x: Value): Value {
  const { g, w, config, shape, layer } = block;
  const { activation } = familyMlp(block, GEMMA3N);
  const inner = shape.layerInner?.[layer] ?? shape.inner;
  const share = sparsities(config, shape.layers)[layer];
  const map = (name: string) => w.linear(x, `mlp.${name}`, { from: shape.dModel, to: inner, bias: false });
  const gate = map('gate_proj');
  const passed = ACTIVATIONS[activation](g, share > 0 ? sparseGate(g, gate, share) : gate);
  const hidden = g.multiply(passed, map('up_proj')); // [n, inner]
  g.output('mlp_hidden', hidden, ['n', inner]);
  return w.linear(hidden, 'mlp.down_proj', { from: inner, to: shape.dModel, bias: false });
}

function unembed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const w = Weights.under('model.', g, checkpoint);
  const norm = familyNorm({ w, config: checkpoint.config, shape }, DEFAULTS, GEMMA3N);
  unembedding(g, shape, {
    norm: (x) => norm(x, 'norm'),
    merge: (active) => mergedStreams({ g, w }, active, streamsOf(shape)),
    table: headTable(g, checkpoint, shape, TABLES),
  });
}

function streamsOf({ dModel, streams }: ModelShape): StreamShape {
  if (!streams) throw new Error('the model has one stream');
  return { dModel, streams };
}
