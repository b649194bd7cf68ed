// Rows of the table of GGUF's architectures: those whose layers correct a state by the delta rule in place of attention. The
// converter lays values out for repeating keys as a whole, from Qwen3.5 on, and cuts what Qwen3-Next has joined.
import { columnsOfKeysApart, headsOfKeysApart, type StoredOrder } from '../storedOrder.ts';
import type { ArchitectureKeys } from './configKeys.ts';
import type { GgufArchitecture } from './ggufArchitecture.ts';
import { ATTENTION, EXPERTS, HEAD_NORMS, llamaLike, MAPS, MLP, SHARED_EXPERT } from './llamaNames.ts';

const MIXER = {
  ...{ attn_qkv: 'linear_attn.in_proj_qkv', attn_gate: 'linear_attn.in_proj_z' },
  ...{ ssm_alpha: 'linear_attn.in_proj_a', ssm_beta: 'linear_attn.in_proj_b', ssm_ba: 'linear_attn.in_proj_ba' },
  ...{ ssm_a: 'linear_attn.A_log', 'ssm_dt.bias': 'linear_attn.dt_bias', ssm_conv1d: 'linear_attn.conv1d' },
  ...{ ssm_norm: 'linear_attn.norm', ssm_out: 'linear_attn.out_proj' },
  ssm_in: 'linear_attn.in_proj_qkvz', // first files of Qwen3-Next: joined as in the model
};

function deltaNames(mlp: Readonly<Record<string, string>>) {
  const attention = { ...MAPS, ...HEAD_NORMS, attn_norm: ATTENTION.attn_norm, post_attention_norm: ATTENTION.ffn_norm };
  return {
    ...llamaLike({ ...attention, ...MIXER, ...mlp }),
    towers: true,
    shapes: { ssm_conv1d: 'convolution' },
  } as const;
}

const MIXTURE = deltaNames({ ...EXPERTS, ...SHARED_EXPERT });

function sizes({ need, refuse }: ArchitectureKeys) {
  const [heads, groups, inner] = [need('ssm.time_step_rank'), need('ssm.group_count'), need('ssm.inner_size')];
  const dValue = inner / heads;
  const areWhole = [heads, groups, inner, dValue, heads / groups].every((one) => Number.isSafeInteger(one) && one > 0);
  if (!areWhole || inner > MAX_INNER)
    refuse(`its states have ${heads} heads for ${groups} keys, and ${inner} values together`);
  return { heads, groups, dValue, dState: need('ssm.state_size') };
}

/** 64 times the largest so far. */
const MAX_INNER = 1 << 20;

function deltaKeys(from: ArchitectureKeys) {
  const { heads, groups, dValue, dState } = sizes(from);
  const recurrent = from.flags('attention.recurrent_layers')?.slice(0, from.layers);
  return {
    ...{ linear_num_value_heads: heads, linear_num_key_heads: groups, linear_value_head_dim: dValue },
    ...{ linear_key_head_dim: dState, linear_conv_kernel_dim: from.number('ssm.conv_kernel') },
    layer_types: recurrent?.map((is) => (is ? 'linear_attention' : 'full_attention')),
    full_attention_interval: from.number('full_attention_interval'),
    partial_rotary_factor: from.rotaryShare,
  };
}

function mixtureKeys(from: ArchitectureKeys) {
  return {
    ...{ ...deltaKeys(from), num_experts: from.number('expert_count') ?? 0 },
    num_experts_per_tok: from.number('expert_used_count'),
    moe_intermediate_size: from.number('expert_feed_forward_length'),
    shared_expert_intermediate_size: from.number('expert_shared_feed_forward_length'),
    norm_topk_prob: true,
  };
}

/** Wherever values have a place, theirs are by key in the model, and each key's first, second, … in the file. */
function valuesByTurns(from: ArchitectureKeys): Readonly<Record<string, StoredOrder>> {
  const { heads, groups, dValue, dState } = sizes(from);
  if (heads === groups) return { ssm_a: { kind: 'minusExponential' } }; // nothing is shared, and all is in place
  const ofHeads = headsOfKeysApart({ heads, groups, width: 1 });
  const behindKeys = headsOfKeysApart({ heads, groups, width: dValue, before: 2 * groups * dState });
  return {
    ...{ attn_qkv: behindKeys, ssm_conv1d: behindKeys, attn_gate: headsOfKeysApart({ heads, groups, width: dValue }) },
    ...{ ssm_alpha: ofHeads, ssm_beta: ofHeads, ssm_dt: ofHeads, ssm_a: { kind: 'minusExponential', rows: ofHeads } },
    ssm_out: columnsOfKeysApart({ heads, groups, width: dValue }),
  };
}

export const DELTA_ARCHITECTURES: Readonly<Record<string, GgufArchitecture>> = {
  qwen35: {
    modelType: 'qwen3_5_text',
    names: deltaNames(MLP),
    keys: deltaKeys,
    orders: valuesByTurns,
    norms: 'plusOne',
  },
  qwen35moe: {
    modelType: 'qwen3_5_moe_text',
    names: MIXTURE,
    keys: mixtureKeys,
    orders: valuesByTurns,
    norms: 'plusOne',
  },
  qwen3next: {
    modelType: 'qwen3_next',
    names: MIXTURE,
    keys: mixtureKeys,
    norms: 'plusOne',
    exponentials: ['ssm_a'],
  },
};
