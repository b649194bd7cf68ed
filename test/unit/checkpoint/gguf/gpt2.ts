// GPT-2 as llama.cpp's converter writes it.
import { type Converted, transpose } from './convert.ts';

export const GPT2: Converted = {
  name: 'gpt2',
  names: [
    [/^transformer\.h\.(\d+)\.ln_1/, 'blk.$1.attn_norm'],
    [/^transformer\.h\.(\d+)\.ln_2/, 'blk.$1.ffn_norm'],
    [/^transformer\.h\.(\d+)\.attn\.c_attn/, 'blk.$1.attn_qkv'],
    [/^transformer\.h\.(\d+)\.attn\.c_proj/, 'blk.$1.attn_output'],
    [/^transformer\.h\.(\d+)\.mlp\.c_fc/, 'blk.$1.ffn_up'],
    [/^transformer\.h\.(\d+)\.mlp\.c_proj/, 'blk.$1.ffn_down'],
    [/^transformer\.wte/, 'token_embd'],
    [/^transformer\.wpe/, 'position_embd'],
    [/^transformer\.ln_f/, 'output_norm'],
  ],
  keys: (c) => ({
    context_length: c.n_positions,
    embedding_length: c.n_embd,
    block_count: c.n_layer,
    feed_forward_length: 4 * c.n_embd,
    'attention.head_count': c.n_head,
    'attention.layer_norm_epsilon': { float32: c.layer_norm_epsilon },
  }),
  changes: [[/(c_attn|c_proj|c_fc)\.weight$/, transpose]],
};
