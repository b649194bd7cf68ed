// How a GGUF file says that positions are rotated more slowly, as config.json's rope_scaling has it. Knows keys, no angles.
import { readFloats, type TensorEntry } from '../safetensors.ts';
import type { ArchitectureKeys } from './configKeys.ts';

type Section = Readonly<Record<string, unknown>>;

/** What each pair's angle is divided by; undefined where the file does not say it. Fails like readFloats(). */
export async function ropeDivisors(tensors: ReadonlyMap<string, TensorEntry>): Promise<readonly number[] | undefined> {
  const tensor = tensors.get('rope_freqs.weight');
  return tensor && Array.from(await readFloats(tensor));
}

/** Undefined where there is none. Fails like readFloats(). */
export async function ropeScaling(
  { number, divisors }: ArchitectureKeys,
  type: string | undefined,
  tensors: ReadonlyMap<string, TensorEntry>,
): Promise<Section | undefined> {
  const factors = async (name: string) => {
    const tensor = tensors.get(`${name}.weight`);
    return tensor && Array.from(await readFloats(tensor));
  };
  // Llama 3's own formula was applied when the file was made: what is left of it is a divisor for each pair.
  if (divisors) return longrope(divisors, divisors, 1);
  const [short, long] = [await factors('rope_factors_short'), await factors('rope_factors_long')];
  if (short && long) return longrope(short, long, number('rope.scaling.attn_factor'));
  const factor = number('rope.scaling.factor');
  if (type === 'linear') return { rope_type: 'linear', factor };
  if (!type || type === 'none') return undefined; // Ollama's may be empty
  if (type !== 'yarn') return { rope_type: type, factor };
  const ofAll = number('rope.scaling.yarn_log_multiplier') ?? number('rope.scaling.mscale_all_dim');
  return {
    ...{ rope_type: 'yarn', factor },
    original_max_position_embeddings: number('rope.scaling.original_context_length'),
    beta_fast: number('rope.scaling.yarn_beta_fast') ?? number('rope.scaling.beta_fast'), // Ollama's names
    beta_slow: number('rope.scaling.yarn_beta_slow') ?? number('rope.scaling.beta_slow'),
    ...(ofAll && { mscale: number('rope.scaling.mscale') ?? 1, mscale_all_dim: ofAll }),
  };
}

function longrope(short: readonly number[], long: readonly number[], attention: number | undefined): Section {
  return { rope_type: 'longrope', short_factor: short, long_factor: long, attention_factor: attention };
}
