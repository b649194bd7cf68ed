// Rows of the table of GGUF's architectures: gpt-oss as llama.cpp's converter writes it, and as Ollama's own does, which has
// names of its own and keeps some maps joined. https://github.com/ollama/ollama/blob/main/convert/convert_gptoss.go
import type { ArchitectureKeys } from './configKeys.ts';
import { expertKeys, type GgufArchitecture, joinedHeads, windows } from './ggufArchitecture.ts';
import { llamaLike, MAPS } from './llamaNames.ts';

const NAMES = llamaLike({
  ...MAPS,
  ...{ attn_norm: 'input_layernorm', post_attention_norm: 'post_attention_layernorm' },
  ...{ 'attn_sinks.weight': 'self_attn.sinks', ffn_gate_inp: 'mlp.router' },
  ffn_gate_exps: 'mlp.experts.{e}.gate_proj',
  ffn_up_exps: 'mlp.experts.{e}.up_proj',
  ffn_down_exps: 'mlp.experts.{e}.down_proj',
});

function keys(from: ArchitectureKeys) {
  return { ...windows(from), ...expertKeys(from) };
}

/** llama.cpp, and Ollama, round all the same. */
const scaling = () => ({ truncate: false });

export const GPT_OSS_ARCHITECTURES: Readonly<Record<string, GgufArchitecture>> = {
  'gpt-oss': { modelType: 'gpt_oss', names: NAMES, keys, scaling },
  gptoss: {
    modelType: 'gpt_oss',
    names: {
      ...NAMES,
      inBlock: {
        ...NAMES.inBlock,
        ...{ attn_out: 'self_attn.o_proj', attn_sinks: 'self_attn.sinks', ffn_norm: 'post_attention_layernorm' },
        ffn_gate_up_exps: 'mlp.experts.{e}.gate_up_proj', // first files: a row of the gate, a row of up, by turns
      },
    },
    keys,
    parts: joinedHeads,
    scaling,
    scalingType: 'yarn',
  },
};
