// GPT-2. Radford et al. 2019, "Language Models are Unsupervised Multitask Learners": learnt positions, layer norm
// before attention and before the MLP, one map to queries, keys and values, output table tied to the input table.
import { ACTIVATION_NAMES, ACTIVATIONS } from '../activations.ts';
import { attend, cacheInputs, splitHeads } from '../attention.ts';
import { type Checkpoint, floatTensor } from '../checkpoint.ts';
import type { Graph, Value } from '../onnx.ts';
import type { Architecture, ModelShape } from './architecture.ts';

export const gpt2: Architecture = { shape, embed, block, unembed };

function shape(checkpoint: Checkpoint): ModelShape {
  const { config } = checkpoint;
  config.mustBe('add_cross_attention', false);
  const dModel = config.size('n_embd', 768);
  const heads = config.size('n_head', 12);
  const layers = config.size('n_layer', 12);
  const context = config.size('n_positions', 1024);
  const vocabSize = config.size('vocab_size', 50257);
  const dHead = config.multiple('n_embd', dModel, 'n_head', heads);
  const inner = config.size('n_inner', 4 * dModel);
  const norm = 2 * dModel;
  const attention = 4 * dModel * dModel + 4 * dModel;
  const mlp = 2 * dModel * inner + inner + dModel;
  const head = config.flag('tie_word_embeddings', true) ? 0 : vocabSize * dModel;
  const parameters = (vocabSize + context) * dModel + layers * (2 * norm + attention + mlp) + norm + head;
  return { layers, heads, dModel, dHead, vocabSize, context, learntPositions: true, parameters };
}

function embed(g: Graph, checkpoint: Checkpoint, { dModel, vocabSize, context }: ModelShape): void {
  const w = weights(g, checkpoint);
  const ids = g.input('ids', 'int64', ['n']);
  const positions = g.input('positions', 'int64', ['n']);
  const meaning = g.lookUp(w('wte.weight', [vocabSize, dModel]), ids); // [n, d]
  const position = g.lookUp(w('wpe.weight', [context, dModel]), positions); // [n, d]
  g.output('token_embedding', meaning, ['n', dModel]);
  g.output('position_embedding', position, ['n', dModel]);
  g.output('residual', g.add(meaning, position), ['n', dModel]);
}

function block(g: Graph, checkpoint: Checkpoint, modelShape: ModelShape, layer: number): void {
  const { dModel } = modelShape;
  const w = weights(g, checkpoint, `h.${layer}.`);
  const residual = g.input('residual', 'float32', ['n', dModel]);
  const epsilon = checkpoint.config.positive('layer_norm_epsilon', 1e-5);
  const norm = (x: Value, name: string) =>
    g.layerNorm(x, w(`${name}.weight`, [dModel]), w(`${name}.bias`, [dModel]), epsilon);

  const attentionIn = norm(residual, 'ln_1');
  const attentionOut = attention(g, w, attentionIn, checkpoint, modelShape, layer);
  const afterAttention = g.add(residual, attentionOut);
  const mlpOut = mlp(g, w, norm(afterAttention, 'ln_2'), checkpoint, modelShape);

  g.output('attention_in', attentionIn, ['n', dModel]);
  g.output('attention_out', attentionOut, ['n', dModel]);
  g.output('mlp_out', mlpOut, ['n', dModel]);
  g.output('residual_out', g.add(afterAttention, mlpOut), ['n', dModel]);
}

function attention(
  g: Graph,
  w: Weights,
  x: Value,
  checkpoint: Checkpoint,
  { dModel, heads, dHead }: ModelShape,
  layer: number,
): Value {
  const joined = g.linear(x, w('attn.c_attn.weight', [dModel, 3 * dModel]), w('attn.c_attn.bias', [3 * dModel])); // [n, 3 d]
  const [queries, keys, values] = g.split(joined, 3, -1).map((part) => splitHeads(g, part, heads, dHead)); // [heads, n, d_head]
  const cache = cacheInputs(g, heads, dHead);
  const mixed = attend(g, { queries, keys, values, scale: scoreScale(checkpoint, dHead, layer), heads, dHead }, cache); // [n, d]
  return g.linear(mixed, w('attn.c_proj.weight', [dModel, dModel]), w('attn.c_proj.bias', [dModel]));
}

function mlp(g: Graph, w: Weights, x: Value, checkpoint: Checkpoint, { dModel }: ModelShape): Value {
  const inner = checkpoint.config.size('n_inner', 4 * dModel);
  const activation = ACTIVATIONS[checkpoint.config.choice('activation_function', ACTIVATION_NAMES, 'gelu_new')];
  const hidden = g.linear(x, w('mlp.c_fc.weight', [dModel, inner]), w('mlp.c_fc.bias', [inner])); // [n, inner]
  const active = activation(g, hidden);
  g.output('mlp_hidden', active, ['n', inner]);
  return g.linear(active, w('mlp.c_proj.weight', [inner, dModel]), w('mlp.c_proj.bias', [dModel]));
}

function unembed(g: Graph, checkpoint: Checkpoint, { dModel, vocabSize }: ModelShape): void {
  const w = weights(g, checkpoint);
  const residual = g.input('residual', 'float32', ['n', dModel]);
  const epsilon = checkpoint.config.positive('layer_norm_epsilon', 1e-5);
  const normed = g.layerNorm(residual, w('ln_f.weight', [dModel]), w('ln_f.bias', [dModel]), epsilon);
  const tied = checkpoint.config.flag('tie_word_embeddings', true);
  const table = tied
    ? w('wte.weight', [vocabSize, dModel])
    : g.weight(floatTensor(checkpoint, 'lm_head.weight', [vocabSize, dModel]));
  g.output('normed', normed, ['n', dModel]);
  g.output('logits', g.linearTransposed(normed, table), ['n', vocabSize]);
}

/** attn_weights / √d_head, with the two switches of config.json. */
function scoreScale({ config }: Checkpoint, dHead: number, layer: number): number {
  const byWidth = config.flag('scale_attn_weights', true) ? 1 / Math.sqrt(dHead) : 1;
  return config.flag('scale_attn_by_inverse_layer_idx', false) ? byWidth / (layer + 1) : byWidth;
}

type Weights = (name: string, shape: readonly number[]) => Value;

/** OpenAI's own files leave out the prefix that later ones have. */
function weights(g: Graph, checkpoint: Checkpoint, within = ''): Weights {
  const prefix = checkpoint.tensors.has('transformer.wte.weight') ? 'transformer.' : '';
  return (name, shape) => g.weight(floatTensor(checkpoint, prefix + within + name, shape));
}
