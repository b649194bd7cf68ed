// Which architecture a checkpoint's config.json names. A new `model_type` is a file in architectures/ and a line here.
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Architecture } from './architecture.ts';
import { apertus } from './architectures/apertus.ts';
import { arcee } from './architectures/arcee.ts';
import { bloom } from './architectures/bloom.ts';
import { codegen } from './architectures/codegen.ts';
import { cohere } from './architectures/cohere.ts';
import { cohere2 } from './architectures/cohere2.ts';
import { ernie4_5 } from './architectures/ernie4_5.ts';
import { exaone4 } from './architectures/exaone4.ts';
import { falcon } from './architectures/falcon.ts';
import { falcon_h1 } from './architectures/falcon_h1.ts';
import { gemma } from './architectures/gemma.ts';
import { gemma2 } from './architectures/gemma2.ts';
import { gemma3_text } from './architectures/gemma3_text.ts';
import { gemma3n_text } from './architectures/gemma3n_text.ts';
import { gemma4_text } from './architectures/gemma4_text.ts';
import { glm } from './architectures/glm.ts';
import { glm4 } from './architectures/glm4.ts';
import { gpt_bigcode } from './architectures/gpt_bigcode.ts';
import { gpt_neo } from './architectures/gpt_neo.ts';
import { gpt_neox } from './architectures/gpt_neox.ts';
import { gpt_oss } from './architectures/gpt_oss.ts';
import { gpt2 } from './architectures/gpt2.ts';
import { gptj } from './architectures/gptj.ts';
import { granite } from './architectures/granite.ts';
import { granitemoe } from './architectures/granitemoe.ts';
import { granitemoehybrid } from './architectures/granitemoehybrid.ts';
import { helium } from './architectures/helium.ts';
import { hunyuan_v1_dense } from './architectures/hunyuan_v1_dense.ts';
import { lfm2 } from './architectures/lfm2.ts';
import { llama } from './architectures/llama.ts';
import { mamba2 } from './architectures/mamba2.ts';
import { ministral3 } from './architectures/ministral3.ts';
import { mistral } from './architectures/mistral.ts';
import { mixtral } from './architectures/mixtral.ts';
import { mpt } from './architectures/mpt.ts';
import { nanochat } from './architectures/nanochat.ts';
import { olmo } from './architectures/olmo.ts';
import { olmo2 } from './architectures/olmo2.ts';
import { olmo3 } from './architectures/olmo3.ts';
import { olmoe } from './architectures/olmoe.ts';
import { opt } from './architectures/opt.ts';
import { phi } from './architectures/phi.ts';
import { phi3 } from './architectures/phi3.ts';
import { phimoe } from './architectures/phimoe.ts';
import { qwen2 } from './architectures/qwen2.ts';
import { qwen2_5_vl_text } from './architectures/qwen2_5_vl_text.ts';
import { qwen2_moe } from './architectures/qwen2_moe.ts';
import { qwen3 } from './architectures/qwen3.ts';
import { qwen3_5_moe_text } from './architectures/qwen3_5_moe_text.ts';
import { qwen3_5_text } from './architectures/qwen3_5_text.ts';
import { qwen3_moe } from './architectures/qwen3_moe.ts';
import { qwen3_next } from './architectures/qwen3_next.ts';
import { qwen3_vl_text } from './architectures/qwen3_vl_text.ts';
import { seed_oss } from './architectures/seed_oss.ts';
import { smollm3 } from './architectures/smollm3.ts';
import { stablelm } from './architectures/stablelm.ts';
import { starcoder2 } from './architectures/starcoder2.ts';
import { type TowerLayout, textTower } from './textTower.ts';

const ARCHITECTURES = {
  apertus,
  arcee,
  bloom,
  codegen,
  cohere,
  cohere2,
  ernie4_5,
  exaone4,
  falcon,
  falcon_h1,
  gemma,
  gemma2,
  gemma3_text,
  gemma3n_text,
  gemma4_text,
  glm,
  glm4,
  gpt2,
  gpt_bigcode,
  gpt_neo,
  gpt_neox,
  gpt_oss,
  gptj,
  granite,
  granitemoe,
  granitemoehybrid,
  helium,
  hunyuan_v1_dense,
  lfm2,
  llama,
  mamba2,
  ministral3,
  mistral,
  mixtral,
  mpt,
  nanochat,
  olmo,
  olmo2,
  olmo3,
  olmoe,
  opt,
  phi,
  phi3,
  phimoe,
  qwen2,
  qwen2_5_vl_text,
  qwen2_moe,
  qwen2_vl_text: qwen2_5_vl_text,
  qwen3,
  qwen3_5_moe_text,
  qwen3_5_text,
  qwen3_moe,
  qwen3_next,
  qwen3_vl_text,
  seed_oss,
  smollm3,
  stablelm,
  starcoder2,
} as const;
/** Models that read images, too: of them, only the text tower is run, which has one of the architectures above. */
const TOWERS = {
  gemma3: { modelType: 'gemma3_text', tied: true },
  gemma3n: { modelType: 'gemma3n_text', tied: true, capped: true },
  gemma4: { modelType: 'gemma4_text', tied: true, capped: true },
  idefics3: { modelType: 'llama' },
  internvl: { modelType: 'qwen2', tied: true },
  llava: { modelType: 'llama' },
  llava_next: { modelType: 'llama' },
  llava_onevision: { modelType: 'qwen2' },
  mistral3: { modelType: 'mistral', tied: true },
  qwen2_5_vl: { modelType: 'qwen2_5_vl_text', flat: true },
  qwen2_vl: { modelType: 'qwen2_vl_text', flat: true },
  qwen3_5: { modelType: 'qwen3_5_text' },
  qwen3_5_moe: { modelType: 'qwen3_5_moe_text' },
  qwen3_vl: { modelType: 'qwen3_vl_text' },
  smolvlm: { modelType: 'llama' },
  vipllava: { modelType: 'llama' },
} as const satisfies Readonly<Record<string, TowerLayout>>;
const TEXT_TYPES = Object.keys(ARCHITECTURES) as (keyof typeof ARCHITECTURES)[];
const MODEL_TYPES = [...TEXT_TYPES, ...(Object.keys(TOWERS) as (keyof typeof TOWERS)[])];

export interface ChosenArchitecture {
  readonly modelType: string;
  readonly architecture: Architecture;
  /** What the architecture reads: the checkpoint itself, or its text tower. */
  readonly checkpoint: Checkpoint;
  /** Whether the model reads images, too, of which nothing is run. */
  readonly textOnly: boolean;
}

/** Fails with config-unsupported, naming those that are there. */
export function chooseArchitecture(opened: Checkpoint): ChosenArchitecture {
  const modelType = opened.config.choice('model_type', MODEL_TYPES);
  const textOnly = modelType in TOWERS;
  const checkpoint = textOnly ? textTower(opened, TOWERS[modelType as keyof typeof TOWERS]) : opened;
  const architecture: Architecture = ARCHITECTURES[checkpoint.config.choice('model_type', TEXT_TYPES)];
  for (const { config } of new Set([opened, checkpoint])) {
    config.mustBe('is_encoder_decoder', false);
    config.mustBe('add_cross_attention', false);
    if (architecture.quantMethods)
      config.section('quantization_config')?.choice('quant_method', architecture.quantMethods);
    else config.mustBeAbsent('quantization_config');
  }
  return { modelType, architecture, checkpoint, textOnly };
}
