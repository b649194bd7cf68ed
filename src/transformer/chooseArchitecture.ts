// Which architecture a checkpoint's config.json names. A new `model_type` is a file in architectures/ and a line here.
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Architecture } from './architecture.ts';
import { apertus } from './architectures/apertus.ts';
import { arcee } from './architectures/arcee.ts';
import { ernie4_5 } from './architectures/ernie4_5.ts';
import { exaone4 } from './architectures/exaone4.ts';
import { gemma } from './architectures/gemma.ts';
import { gemma2 } from './architectures/gemma2.ts';
import { gemma3_text } from './architectures/gemma3_text.ts';
import { gpt_neo } from './architectures/gpt_neo.ts';
import { gpt_neox } from './architectures/gpt_neox.ts';
import { gpt2 } from './architectures/gpt2.ts';
import { gptj } from './architectures/gptj.ts';
import { granite } from './architectures/granite.ts';
import { helium } from './architectures/helium.ts';
import { hunyuan_v1_dense } from './architectures/hunyuan_v1_dense.ts';
import { llama } from './architectures/llama.ts';
import { mistral } from './architectures/mistral.ts';
import { nanochat } from './architectures/nanochat.ts';
import { olmo } from './architectures/olmo.ts';
import { olmo2 } from './architectures/olmo2.ts';
import { olmo3 } from './architectures/olmo3.ts';
import { opt } from './architectures/opt.ts';
import { phi } from './architectures/phi.ts';
import { phi3 } from './architectures/phi3.ts';
import { qwen2 } from './architectures/qwen2.ts';
import { qwen3 } from './architectures/qwen3.ts';
import { seed_oss } from './architectures/seed_oss.ts';
import { smollm3 } from './architectures/smollm3.ts';

const ARCHITECTURES = {
  apertus,
  arcee,
  ernie4_5,
  exaone4,
  gemma,
  gemma2,
  gemma3_text,
  gpt2,
  gpt_neo,
  gpt_neox,
  gptj,
  granite,
  helium,
  hunyuan_v1_dense,
  llama,
  mistral,
  nanochat,
  olmo,
  olmo2,
  olmo3,
  opt,
  phi,
  phi3,
  qwen2,
  qwen3,
  seed_oss,
  smollm3,
} as const;
const MODEL_TYPES = Object.keys(ARCHITECTURES) as (keyof typeof ARCHITECTURES)[];

/** Fails with config-unsupported, naming those that are there. */
export function chooseArchitecture({ config }: Checkpoint): {
  readonly modelType: string;
  readonly architecture: Architecture;
} {
  const modelType = config.choice('model_type', MODEL_TYPES);
  config.mustBe('is_encoder_decoder', false);
  config.mustBe('add_cross_attention', false);
  config.mustBeAbsent('quantization_config');
  return { modelType, architecture: ARCHITECTURES[modelType] };
}
