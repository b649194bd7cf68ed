// A GPT-2 checkpoint of any size with random weights, written once and kept. Knows the file format, no benchmark.
import { existsSync } from 'node:fs';
import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** n_layer, n_embd, … as in config.json. */
export interface Gpt2Size {
  readonly n_layer: number;
  readonly n_embd: number;
  readonly n_head: number;
  readonly n_positions: number;
  readonly vocab_size: number;
}

export const GPT2_SMALL: Gpt2Size = { n_layer: 12, n_embd: 768, n_head: 12, n_positions: 1024, vocab_size: 50257 };

export type RandomDtype = 'F32' | 'F16';

/** The folder with config.json and model.safetensors. GPT-2 small in float32: 498 MB. */
export async function randomCheckpoint(folder: string, size: Gpt2Size, dtype: RandomDtype = 'F32'): Promise<string> {
  if (existsSync(join(folder, 'model.safetensors'))) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify({ model_type: 'gpt2', ...size }, null, 2));
  await writeWeights(join(folder, 'model.safetensors'), tensorShapes(size), dtype);
  return folder;
}

function tensorShapes({ n_layer, n_embd: d, n_positions, vocab_size }: Gpt2Size): [name: string, shape: number[]][] {
  const norm = (name: string): [string, number[]][] => [
    [`${name}.weight`, [d]],
    [`${name}.bias`, [d]],
  ];
  const linear = (name: string, from: number, to: number): [string, number[]][] => [
    [`${name}.weight`, [from, to]],
    [`${name}.bias`, [to]],
  ];
  const blocks = Array.from({ length: n_layer }, (_, i) => [
    ...norm(`h.${i}.ln_1`),
    ...linear(`h.${i}.attn.c_attn`, d, 3 * d),
    ...linear(`h.${i}.attn.c_proj`, d, d),
    ...norm(`h.${i}.ln_2`),
    ...linear(`h.${i}.mlp.c_fc`, d, 4 * d),
    ...linear(`h.${i}.mlp.c_proj`, 4 * d, d),
  ]).flat();
  return [['wte.weight', [vocab_size, d]], ['wpe.weight', [n_positions, d]], ...blocks, ...norm('ln_f')];
}

async function writeWeights(
  file: string,
  tensors: readonly [name: string, shape: number[]][],
  dtype: RandomDtype,
): Promise<void> {
  let end = 0;
  const header: Record<string, unknown> = {};
  for (const [name, shape] of tensors) {
    const begin = end;
    end += shape.reduce((a, b) => a * b) * (dtype === 'F32' ? 4 : 2);
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const json = Buffer.from(JSON.stringify(header).padEnd(Math.ceil(JSON.stringify(header).length / 8) * 8));
  const handle = await open(`${file}.part`, 'w');
  await handle.write(new BigUint64Array([BigInt(json.length)]));
  await handle.write(json);
  const noise = noiseSource();
  for (const [name, shape] of tensors)
    await handle.write(
      values[dtype](
        name,
        shape.reduce((a, b) => a * b),
        noise,
      ),
    );
  await handle.close();
  await rename(`${file}.part`, file); // a run that was stopped leaves no half file behind
}

/** Norms keep their scale; all else is small noise, as at the beginning of training. */
const values: Readonly<
  Record<RandomDtype, (name: string, count: number, noise: () => number) => Float32Array | Uint16Array>
> = {
  F32: (name, count, noise) => Float32Array.from({ length: count }, () => (isGain(name) ? 1 : noise() * 0.04)),
  // 1, or any sign and fraction with an exponent of 2^-7 or 2^-6: 0.0078 to 0.031
  F16: (name, count, noise) =>
    Uint16Array.from({ length: count }, () => {
      const random = (noise() + 0.5) * 0x1000;
      return isGain(name) ? 0x3c00 : ((random & 0x800) << 4) | (0x2000 + (random & 0x7ff));
    }),
};

function isGain(name: string): boolean {
  return /ln_\w+\.weight$/.test(name);
}

/** Uniform in [-0.5, 0.5), seeded: the same weights everywhere (Numerical Recipes' LCG). */
function noiseSource(): () => number {
  let state = 20261123;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}
