// Apertus. Swiss AI Initiative 2025, "Apertus: Democratizing Open and Compliant LLMs for Global Language Environments",
// https://arxiv.org/abs/2509.14233, §2.1: Llama with Qwen3's norms on each head's queries and keys, and a plain MLP whose
// activation has two learned numbers in each layer:
//   xIELU(x) = α_p x² + β x                         for x > 0
//              α_n (e^min(x, ε) - 1 - x) + β x      else
// It rises as a parabola where ReLU² does, and below 0 it neither ends nor goes straight. Huang and Schlag 2025,
// "Deriving Activation Functions Using Integration", https://arxiv.org/abs/2411.13010, §4.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import type { Block } from '../layers/block.ts';
import { plainMlp } from '../layers/mlp.ts';
import { type FamilyOptions, familyBlock, familyEnds, headNormedAttention, shapeWith } from '../llamaFamily.ts';

/** Those of ApertusConfig. */
const DEFAULTS = {
  vocab_size: 131_072,
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 65_536,
  rms_norm_eps: 1e-5,
  rope_theta: 12_000_000,
  tie_word_embeddings: false,
};
/** What stands for rotary parameters that are absent or null: they cannot be switched off. */
const ROPE = {
  rope_type: 'llama3',
  rope_theta: 12_000_000,
  factor: 8,
  original_max_position_embeddings: 8192,
  low_freq_factor: 1,
  high_freq_factor: 4,
};
const MAPS = { up: 'mlp.up_proj', down: 'mlp.down_proj' };
const APERTUS: FamilyOptions = {
  normNames: { attention: 'attention_layernorm', mlp: 'feedforward_layernorm' },
  mlp,
};

export const apertus: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, (block) => headNormedAttention(block, DEFAULTS), APERTUS),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  const named = config.has('rope_parameters') || config.section('rope_scaling')?.isEmpty === false;
  const from = named ? config : config.with({ rope_parameters: ROPE });
  return { ...shapeWith(from, DEFAULTS), gatedMlp: false };
}

function mlp(block: Block, x: Value): Value {
  const named = block.config.choice('hidden_act', [...ACTIVATION_NAMES, 'xielu'], 'xielu');
  const activation = named === 'xielu' ? (_: Graph, hidden: Value) => xielu(block, hidden) : named;
  return plainMlp(block, x, { inner: block.shape.inner, activation, bias: false }, MAPS);
}

/** α_p and α_n are kept as what softplus makes them of, α_n as its distance from β, so that both stay positive. */
function xielu({ g, w }: Block, x: Value): Value {
  const within = w.in('mlp.act_fn.');
  const softplus = (name: string) => g.node('Softplus', [within.tensor(name, [1])]); // [1]
  const beta = within.tensor('beta', []);
  const epsilon = within.tensor('eps', []);
  const positive = g.multiply(softplus('alpha_p'), g.multiply(x, x)); // [n, inner]
  const raised = g.subtract(g.node('Exp', [g.node('Min', [x, epsilon])]), g.scalar(1)); // e^x - 1
  const negative = g.multiply(g.add(softplus('alpha_n'), beta), g.subtract(raised, x));
  const curved = g.node('Where', [g.node('Greater', [x, g.scalar(0)]), positive, negative]);
  return g.add(curved, g.multiply(beta, x));
}
