// Rows of the table of GGUF's architectures: Gemma, from the first to 4. Norms of those up to 3 are stored with 1 added; layers
// of 3n and 4 differ in more than in what they see.
import type { ArchitectureKeys } from './configKeys.ts';
import { type GgufArchitecture, windows } from './ggufArchitecture.ts';
import { AROUND, ATTENTION, HEAD_NORMS, llamaLike, MLP, OUTSIDE } from './llamaNames.ts';
import { normalShare } from './normalShare.ts';

/** The scores' factor: of the largest model of each family it is not that of its heads' width, and no key says it. */
function gemmaScale({ layers, hidden, heads, dHead }: ArchitectureKeys, largest: number) {
  return { query_pre_attn_scalar: layers === largest ? hidden / heads : dHead };
}

function caps({ number }: ArchitectureKeys) {
  return {
    attn_logit_softcapping: number('attn_logit_softcapping') ?? null,
    final_logit_softcapping: number('final_logit_softcapping') ?? null,
  };
}

/** Layers of Gemma 3 4B, 12B and 27B, whose positions are scaled, and of 1B, whose are not. */
const SCALED_LAYERS = [34, 48, 62];
const SMALL_LAYERS = 26;
const SCALE = 8;

/**
 * Ollama's own files do not say that positions are scaled in layers that see everything, and say of 1B that its logits are
 * capped: its engine knows the sizes by their layers (model/models/gemma3/model_text.go), and so it is here.
 */
function gemma3Keys(from: ArchitectureKeys) {
  const { number, text, layers } = from;
  const window = number('attention.sliding_window');
  const isPublished = window !== undefined && window < (number('context_length') ?? 0);
  const isUnsaid = text('rope.scaling.type') === undefined && number('rope.scaling.factor') === undefined;
  const scaled = isPublished && isUnsaid && SCALED_LAYERS.includes(layers);
  return {
    ...{ ...gemmaScale(from, 62), ...caps(from), ...windows(from) },
    ...(window ? {} : { layer_types: Array(Math.min(layers, 10_000)).fill('full_attention') }),
    ...(isPublished && layers === SMALL_LAYERS && { final_logit_softcapping: null }),
    ...(scaled && { rope_scaling: { rope_type: 'linear', factor: SCALE } }),
    rope_theta: number('rope.freq_base') ?? number('rope.global.freq_base') ?? 1_000_000,
    rope_local_base_freq: number('rope.freq_base_swa') ?? number('rope.local.freq_base') ?? 10_000,
  };
}

/** Embeddings for layers. */
const TOLD = {
  inp_gate: 'per_layer_input_gate',
  proj: 'per_layer_projection',
  post_norm: 'post_per_layer_input_norm',
};
const TOLD_OUTSIDE = {
  ...OUTSIDE,
  per_layer_token_embd: 'model.embed_tokens_per_layer',
  per_layer_model_proj: 'model.per_layer_model_projection',
  per_layer_proj_norm: 'model.per_layer_projection_norm',
};

/** What both say of layers that are told something, and that look at the keys of others. */
function layerKeys(from: ArchitectureKeys) {
  const { number, shapeOf } = from;
  return {
    ...windows(from),
    num_kv_shared_layers: number('attention.shared_kv_layers') ?? 0,
    hidden_size_per_layer_input: number('embedding_length_per_layer_input') ?? 0,
    vocab_size_per_layer_input: shapeOf('per_layer_token_embd.weight')?.[0],
  };
}

/** Of each pair of a head the angle is divided by this where the pair does not turn. */
const STANDS_STILL = 1e29;

/** The share of the pairs of wide heads that turn, and how much more slowly they do than without a divisor. */
function turning({ divisors, refuse }: ArchitectureKeys): { readonly share: number; readonly factor: number } {
  if (!divisors) return refuse('it does not say which pairs of its wide heads turn (rope_freqs.weight)');
  const turn = divisors.filter((divisor) => divisor < STANDS_STILL);
  const [factor = 1] = turn;
  const isPlain = turn.every((divisor, pair) => divisor === factor && divisors[pair] === divisor);
  if (!isPlain || turn.length === 0)
    return refuse('the pairs of its wide heads turn in another way than Gemma 4 has it');
  return { share: turn.length / divisors.length, factor };
}

function gemma4Keys(from: ArchitectureKeys) {
  const { number, need, layers, sliding, theta, refuse } = from;
  const narrow = need('attention.key_length_swa');
  if (number('attention.value_length_swa') !== narrow) refuse('its values are not as wide as its keys');
  if ((number('rope.dimension_count_swa') ?? narrow) !== narrow) refuse('its narrow heads do not turn as a whole');
  const { share, factor } = turning(from);
  return {
    ...{ ...layerKeys(from), head_dim: narrow, global_head_dim: undefined },
    final_logit_softcapping: number('final_logit_softcapping') ?? null,
    per_layer_config: wideHeads(from),
    attention_k_eq_v: sliding?.some((slides, layer) => !slides && makesKeysAlone(from, layer)),
    use_double_wide_mlp: from.shapeOf(`blk.${layers - 1}.ffn_down.weight`)?.[1] === 2 * from.inner,
    ...{ enable_moe_block: from.has('ffn_gate_inp.weight'), num_experts: number('expert_count') },
    ...{ top_k_experts: number('expert_used_count'), moe_intermediate_size: number('expert_feed_forward_length') },
    rope_parameters: {
      full_attention: { rope_type: 'proportional', partial_rotary_factor: share, rope_theta: theta, factor },
      sliding_attention: { rope_type: 'default', rope_theta: number('rope.freq_base_swa') ?? 10_000 },
    },
  };
}

/** What layers that see everything have otherwise: wider heads, and another number of keys. */
function wideHeads({ sliding, need, perLayer, number, heads, refuse }: ArchitectureKeys) {
  if (!sliding) return refuse('it has no list of which layers see the last tokens alone');
  const keys = perLayer('attention.head_count_kv');
  const wide = need('attention.key_length');
  return Object.fromEntries(
    sliding.flatMap((slides, layer) => {
      if (slides) return [];
      return [
        [layer, { head_dim: wide, num_key_value_heads: keys?.[layer] ?? number('attention.head_count_kv') ?? heads }],
      ];
    }),
  );
}

/** Whether a layer's values are what its keys are made of. */
function makesKeysAlone({ shapeOf }: ArchitectureKeys, layer: number): boolean {
  return shapeOf(`blk.${layer}.attn_k.weight`) !== undefined && !shapeOf(`blk.${layer}.attn_v.weight`);
}

export const GEMMA_ARCHITECTURES: Readonly<Record<string, GgufArchitecture>> = {
  gemma: { modelType: 'gemma', names: llamaLike({ ...ATTENTION, ...MLP }), norms: 'plusOne' },
  gemma2: {
    modelType: 'gemma2',
    names: llamaLike({ ...AROUND, ...MLP }),
    keys: (from) => ({ ...gemmaScale(from, 46), ...caps(from), ...windows(from) }),
    norms: 'plusOne',
  },
  gemma3: {
    modelType: 'gemma3_text',
    names: { towers: true, ...llamaLike({ ...AROUND, ...HEAD_NORMS, ...MLP }) },
    keys: gemma3Keys,
    norms: 'plusOne',
  },
  gemma3n: {
    modelType: 'gemma3n_text',
    names: {
      ...llamaLike({
        ...{ ...AROUND, ...HEAD_NORMS, ...MLP, ...TOLD },
        ...{ laurel_l: 'laurel.linear_left', laurel_r: 'laurel.linear_right' },
        laurel_post_norm: 'laurel.post_laurel_norm',
        ...{ altup_correct_coef: 'altup.correction_coefs', altup_predict_coef: 'altup.prediction_coefs' },
        ...{ altup_router: 'altup.modality_router', altup_router_norm: 'altup.router_norm' },
        'altup_correct_scale.weight': 'altup.correct_output_scale',
      }),
      outside: {
        ...TOLD_OUTSIDE,
        altup_proj: 'model.altup_projections.{e}',
        altup_unembd_proj: 'model.altup_unembed_projections.{e}',
      },
    },
    keys: (from) => ({
      ...layerKeys(from),
      final_logit_softcapping: from.number('final_logit_softcapping'), // 30 where older files do not say it
      ...{ altup_num_inputs: from.number('altup.num_inputs'), altup_active_idx: from.number('altup.active_idx') },
      altup_correct_scale: from.has('altup_correct_scale.weight'),
      laurel_rank: from.shapeOf('blk.0.laurel_l.weight')?.[0],
      activation_sparsity_pattern: from.perLayer('activation_sparsity_scale')?.map(normalShare),
      rope_local_base_freq: from.number('rope.freq_base_swa') ?? 10_000,
    }),
  },
  gemma4: {
    modelType: 'gemma4_text',
    names: {
      towers: true,
      ...llamaLike({
        ...{ ...AROUND, ...HEAD_NORMS, ...MLP, ...TOLD, 'layer_output_scale.weight': 'layer_scalar' },
        ...{ 'ffn_gate_inp.weight': 'router.proj.weight', 'ffn_gate_inp.scale': 'router.scale' },
        'ffn_down_exps.scale': 'router.per_expert_scale',
        ...{ 'ffn_gate_up_exps.weight': 'experts.gate_up_proj', 'ffn_down_exps.weight': 'experts.down_proj' },
        pre_ffw_norm_2: 'pre_feedforward_layernorm_2',
        ...{ post_ffw_norm_1: 'post_feedforward_layernorm_1', post_ffw_norm_2: 'post_feedforward_layernorm_2' },
      }),
      outside: TOLD_OUTSIDE,
    },
    keys: gemma4Keys,
    keysDiffer: true,
    ownDivisors: true,
  },
};
