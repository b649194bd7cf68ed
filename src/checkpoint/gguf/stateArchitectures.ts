// Rows of the table of GGUF's architectures: those whose layers have a state, or a convolution, in place of attention. In
// which layers there is attention, the number of heads with keys says: 0 where there is none.
import type { ArchitectureKeys } from './configKeys.ts';
import { expertKeys, type GgufArchitecture } from './ggufArchitecture.ts';
import { GRANITE_EXPERTS, graniteKeys } from './laterArchitectures.ts';
import { ATTENTION, llamaLike, MAPS, OUTSIDE } from './llamaNames.ts';

/** Mamba-2's mixer. */
function mamba(within: string) {
  return {
    ...{ ssm_in: `${within}.in_proj`, ssm_out: `${within}.out_proj`, ssm_norm: `${within}.norm` },
    ...{ ssm_a: `${within}.A_log`, ssm_d: `${within}.D`, 'ssm_dt.bias': `${within}.dt_bias` },
    ssm_conv1d: `${within}.conv1d`,
  };
}

const MAMBA_SHAPES = { ssm_a: 'vector', ssm_d: 'vector', ssm_norm: 'vector', ssm_conv1d: 'convolution' } as const;

function layerTypes({ perLayer }: ArchitectureKeys, without: string, attention: string) {
  return perLayer('attention.head_count_kv')?.map((heads) => (heads === 0 ? without : attention));
}

/** The MLP of all tokens, called so whether experts stand beside it or not. */
const SHARED_MLP = { gate: 'shared_mlp.gate_proj', up: 'shared_mlp.up_proj', down: 'shared_mlp.output_linear' };

export const STATE_ARCHITECTURES: Readonly<Record<string, GgufArchitecture>> = {
  'falcon-h1': {
    modelType: 'falcon_h1',
    names: {
      ...llamaLike({
        ...{ ...MAPS, attn_norm: ATTENTION.attn_norm, ...mamba('mamba') },
        ...{ ffn_norm: 'pre_ff_layernorm.weight', 'ffn_norm.weight': 'pre_ff_layernorm.weight' }, // the converter forgets it
        ...{ ffn_gate: 'feed_forward.gate_proj', ffn_up: 'feed_forward.up_proj', ffn_down: 'feed_forward.down_proj' },
      }),
      outside: { ...OUTSIDE, output_norm: 'model.final_layernorm' },
      shapes: MAMBA_SHAPES,
    },
    // Factors of config.json were multiplied into the weights, so that one table cannot stand for both ends any more.
    check: ({ shapeOf, lossy }) => {
      if (!shapeOf('output.weight'))
        lossy(
          'what it has for the way out is its table of embeddings, which was multiplied with a factor of the way in',
        );
    },
    keys: ({ number, has }) => ({
      ...{ mamba_n_heads: number('ssm.time_step_rank'), mamba_d_ssm: number('ssm.inner_size') },
      ...{ mamba_d_state: number('ssm.state_size'), mamba_n_groups: number('ssm.group_count') },
      ...{ mamba_d_conv: number('ssm.conv_kernel'), mamba_conv_bias: has('ssm_conv1d.bias') },
      ...{ mamba_proj_bias: has('ssm_in.bias'), projectors_bias: has('ssm_out.bias') },
      ...{ mamba_rms_norm: has('ssm_norm.weight'), mamba_norm_before_gate: false },
    }),
    exponentials: ['ssm_a'],
  },
  granitehybrid: {
    modelType: 'granitemoehybrid',
    names: {
      ...llamaLike({
        ...{ ...ATTENTION, ...GRANITE_EXPERTS, ...mamba('mamba') },
        ...{ ffn_gate: SHARED_MLP.gate, ffn_up: SHARED_MLP.up, ffn_down: SHARED_MLP.down },
        ...{ ffn_gate_shexp: SHARED_MLP.gate, ffn_up_shexp: SHARED_MLP.up, ffn_down_shexp: SHARED_MLP.down },
      }),
      shapes: MAMBA_SHAPES,
    },
    keys: (from) => ({
      ...{ ...graniteKeys(from), ...expertKeys(from), num_local_experts: from.number('expert_count') ?? 0 },
      layer_types: layerTypes(from, 'mamba', 'attention'),
      shared_intermediate_size: from.number('expert_shared_feed_forward_length') ?? from.inner,
      position_embedding_type: from.flag('rope.scaling.finetuned') ? 'rope' : 'nope',
      ...{ mamba_n_heads: from.number('ssm.time_step_rank'), mamba_d_state: from.number('ssm.state_size') },
      ...{ mamba_n_groups: from.number('ssm.group_count'), mamba_d_conv: from.number('ssm.conv_kernel') },
      mamba_expand: (from.number('ssm.inner_size') ?? 0) / from.hidden,
      ...{ mamba_conv_bias: from.has('ssm_conv1d.bias'), mamba_proj_bias: from.has('ssm_in.bias') },
    }),
    pairs: 'neighbours',
    exponentials: ['ssm_a'],
  },
  lfm2: {
    modelType: 'lfm2',
    names: {
      blocks: 'model.layers.',
      inBlock: {
        ...{ attn_norm: 'operator_norm', ffn_norm: 'ffn_norm' },
        ...{ attn_q: 'self_attn.q_proj', attn_k: 'self_attn.k_proj', attn_v: 'self_attn.v_proj' },
        ...{ attn_q_norm: 'self_attn.q_layernorm', attn_k_norm: 'self_attn.k_layernorm' },
        attn_output: 'self_attn.out_proj',
        ...{ ffn_gate: 'feed_forward.w1', ffn_down: 'feed_forward.w2', ffn_up: 'feed_forward.w3' },
        ...{ 'shortconv.conv': 'conv.conv', 'shortconv.in_proj': 'conv.in_proj' },
        'shortconv.out_proj': 'conv.out_proj',
      },
      outside: { ...OUTSIDE, token_embd_norm: 'model.embedding_norm' }, // llama.cpp's name; it is the last norm
      shapes: { 'shortconv.conv': 'convolution' },
    },
    keys: (from) => ({
      ...{ norm_eps: from.epsilon, conv_L_cache: from.number('shortconv.l_cache'), block_auto_adjust_ff_dim: false },
      ...{ conv_bias: from.has('shortconv.conv.bias'), layer_types: layerTypes(from, 'conv', 'full_attention') },
    }),
  },
  mamba2: {
    modelType: 'mamba2',
    names: {
      blocks: 'backbone.layers.',
      inBlock: { attn_norm: 'norm', ...mamba('mixer') },
      outside: { token_embd: 'backbone.embeddings', output_norm: 'backbone.norm_f', output: 'lm_head' },
      shapes: MAMBA_SHAPES,
    },
    keys: ({ number, hidden, epsilon, has }) => {
      const [heads = 0, inner = 0] = [number('ssm.time_step_rank'), number('ssm.inner_size')];
      return {
        ...{ num_heads: heads, head_dim: inner / heads, expand: inner / hidden, layer_norm_epsilon: epsilon },
        ...{ n_groups: number('ssm.group_count'), state_size: number('ssm.state_size') },
        ...{ conv_kernel: number('ssm.conv_kernel'), use_conv_bias: has('ssm_conv1d.bias') },
        ...{ use_bias: has('ssm_in.bias'), intermediate_size: undefined },
      };
    },
    exponentials: ['ssm_a'],
  },
};
