// Rows of the table of GGUF's architectures: encoders, which read a text in both directions. llama.cpp runs them for the vectors
// of texts alone: its converter leaves out heads for masked words and poolers.
import type { ArchitectureKeys } from './configKeys.ts';
import { type GgufArchitecture, windows } from './ggufArchitecture.ts';
import { AROUND, ATTENTION, HEAD_NORMS, llamaLike, MLP } from './llamaNames.ts';
import type { TensorNames } from './tensorNames.ts';

/** What stands behind the last layer in files of models that sort texts into classes, or rank them; no vector goes through it. */
const CLASSIFIER = ['cls', 'cls.norm', 'cls.output'];

const BERT: TensorNames = {
  blocks: 'bert.encoder.layer.',
  inBlock: {
    attn_q: 'attention.self.query',
    attn_k: 'attention.self.key',
    attn_v: 'attention.self.value',
    attn_output: 'attention.output.dense',
    attn_output_norm: 'attention.output.LayerNorm',
    ffn_up: 'intermediate.dense',
    ffn_down: 'output.dense',
    layer_output_norm: 'output.LayerNorm',
  },
  outside: {
    token_embd: 'bert.embeddings.word_embeddings',
    token_embd_norm: 'bert.embeddings.LayerNorm',
    position_embd: 'bert.embeddings.position_embeddings',
    token_types: 'bert.embeddings.token_type_embeddings',
  },
  beside: CLASSIFIER,
};

/** Those of the hub's own files, which have queries, keys and values in one map. */
const NOMIC: TensorNames = {
  blocks: 'bert.encoder.layers.',
  inBlock: {
    attn_qkv: 'attn.Wqkv',
    attn_output: 'attn.out_proj',
    attn_output_norm: 'norm1',
    ffn_up: 'mlp.fc11',
    ffn_gate: 'mlp.fc12',
    ffn_down: 'mlp.fc2',
    layer_output_norm: 'norm2',
  },
  outside: {
    token_embd: 'bert.embeddings.word_embeddings',
    token_embd_norm: 'bert.emb_ln',
    token_types: 'bert.embeddings.token_type_embeddings',
  },
  beside: CLASSIFIER,
};

const MODERN_BERT: TensorNames = {
  blocks: 'model.layers.',
  inBlock: {
    attn_norm: 'attn_norm',
    attn_qkv: 'attn.Wqkv',
    attn_output: 'attn.Wo',
    ffn_norm: 'mlp_norm',
    ffn_up: 'mlp.Wi',
    ffn_down: 'mlp.Wo',
  },
  outside: {
    token_embd: 'model.embeddings.tok_embeddings',
    token_embd_norm: 'model.embeddings.norm',
    output_norm: 'model.final_norm',
  },
  beside: CLASSIFIER,
};

const EMBEDDING_GEMMA: GgufArchitecture = {
  modelType: 'gemma3_text',
  names: {
    ...llamaLike({ ...AROUND, ...HEAD_NORMS, ...MLP }),
    outside: { token_embd: 'model.embed_tokens', output_norm: 'model.norm', ...sentenceMaps() },
  },
  keys: (from) => ({
    ...{ ...windows(from), query_pre_attn_scalar: from.dHead, use_bidirectional_attention: true },
    ...{ sliding_window_pattern: from.period, rope_theta: from.number('rope.freq_base') ?? 1_000_000 },
    rope_local_base_freq: from.number('rope.freq_base_swa') ?? 10_000,
  }),
  norms: 'plusOne',
  bidirectional: true,
};

/**
 * The same as Ollama's converter wrote it until its engine was llama.cpp's: with `gemma3` for a name, tensors called as
 * sentence-transformers has them, and nothing of use about directions and windows (llama-ollama-compat.cpp there). Every sixth
 * layer sees everything.
 */
export const OLLAMA_EMBEDDING_GEMMA: GgufArchitecture = {
  ...EMBEDDING_GEMMA,
  names: {
    ...EMBEDDING_GEMMA.names,
    outside: {
      ...EMBEDDING_GEMMA.names.outside,
      ...{ norm: 'model.norm', 'dense.0': '2_Dense.linear', 'dense.1': '3_Dense.linear' },
    },
  },
  keys: (from) => ({ ...EMBEDDING_GEMMA.keys?.(from), layer_types: undefined, sliding_window_pattern: 6 }),
  saysNoDirection: true,
};

export const ENCODER_ARCHITECTURES: Readonly<Record<string, GgufArchitecture>> = {
  /**
   * Also RoBERTa, XLM-RoBERTa, CamemBERT and DistilBERT, which have no other name in llama.cpp: rows of positions in front of
   * the first token's are left out of the file, and DistilBERT has no table of segments.
   */
  bert: {
    modelType: 'bert',
    names: BERT,
    keys: ({ epsilon, shapeOf }) => ({
      layer_norm_eps: epsilon,
      type_vocab_size: shapeOf('token_types.weight')?.[0] ?? 0,
    }),
    bidirectional: true,
  },
  'gemma-embedding': EMBEDDING_GEMMA,
  'modern-bert': {
    modelType: 'modernbert',
    names: MODERN_BERT,
    keys: (from) => ({
      ...{ norm_eps: from.epsilon, norm_bias: from.has('ffn_norm.bias'), ...modernWindows(from) },
      ...{ global_rope_theta: from.number('rope.freq_base'), local_rope_theta: from.number('rope.freq_base_swa') },
      hidden_activation: from.text('hidden_activation'),
    }),
    bidirectional: true,
  },
  'nomic-bert': {
    modelType: 'nomic_bert',
    names: NOMIC,
    keys: ({ epsilon, shapeOf, has, hasBias }) => ({
      ...{ layer_norm_eps: epsilon, type_vocab_size: shapeOf('token_types.weight')?.[0] ?? 0 },
      ...{
        qkv_proj_bias: hasBias,
        mlp_fc1_bias: has('ffn_up.bias') || has('ffn_gate.bias'),
        mlp_fc2_bias: has('ffn_down.bias'),
      },
    }),
    bidirectional: true,
  },
};

/**
 * Qwen3-Embedding 8B, which has no table of the way out. Nothing in its file tells it from the smaller ones, whose table is the
 * one of the way in, but its width: Qwen3's models from this one on have two tables.
 */
export const QWEN3_BARE: GgufArchitecture = {
  modelType: 'qwen3',
  names: {
    blocks: 'layers.',
    inBlock: { ...ATTENTION, ...HEAD_NORMS, ...MLP },
    outside: { token_embd: 'embed_tokens', output_norm: 'norm' },
  },
  keys: () => ({ tie_word_embeddings: false }),
};
export const QWEN3_UNTIED_WIDTH = 4096;

/** EmbeddingGemma's maps behind the pooling, under the folders of sentence-transformers' modules. */
function sentenceMaps() {
  return { dense_2: '2_Dense.linear', dense_3: '3_Dense.linear' };
}

/** Of so many layers the first one sees everything; without a window all do. */
function modernWindows(from: ArchitectureKeys) {
  const { layers, period } = from;
  const { sliding_window: local_attention, layer_types } = windows(from);
  if (local_attention === null) return { layer_types: Array(Math.min(layers, 10_000)).fill('full_attention') };
  return { local_attention, ...(period === undefined ? { layer_types } : { global_attn_every_n_layers: period }) };
}
