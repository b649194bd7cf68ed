// Which architecture a checkpoint's config.json names.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture } from './architecture.ts';
import { gemma } from './gemma.ts';
import { gemma2 } from './gemma2.ts';
import { gemma3_text } from './gemma3_text.ts';
import { gpt_neo } from './gpt_neo.ts';
import { gpt_neox } from './gpt_neox.ts';
import { gpt2 } from './gpt2.ts';
import { gptj } from './gptj.ts';
import { llama } from './llama.ts';
import { mistral } from './mistral.ts';
import { olmo2 } from './olmo2.ts';
import { opt } from './opt.ts';
import { phi } from './phi.ts';
import { phi3 } from './phi3.ts';
import { qwen2 } from './qwen2.ts';
import { qwen3 } from './qwen3.ts';
import { smollm3 } from './smollm3.ts';

const ARCHITECTURES = {
  gemma,
  gemma2,
  gemma3_text,
  gpt2,
  gpt_neo,
  gpt_neox,
  gptj,
  llama,
  mistral,
  olmo2,
  opt,
  phi,
  phi3,
  qwen2,
  qwen3,
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
