// Compares every tensor of a quantised fixture, widened, with what its method's own code made of it. Of a GGUF file: as the file
// has it by the manifest's checksums, and in the model's own order by dequantised.safetensors, where that is there. Of
// safetensors: by the checksums of the manifest's `dequantised`. Knows no model.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { readGgufHeader } from '../../src/checkpoint/gguf/ggufHeader.ts';
import { readFloats, readSafetensorsHeader, type TensorEntry } from '../../src/checkpoint/safetensors.ts';

export interface DequantisedTensors {
  readonly compared: number;
  /** Names of those of which a bit differs, or that are missing. */
  readonly different: readonly string[];
}

/** undefined where nothing of the folder is quantised. */
export async function dequantisedTensors(folder: string): Promise<DequantisedTensors | undefined> {
  const file = join(folder, 'model.gguf');
  if (!existsSync(file)) return await differingCodes(folder);
  const stored = await differingSums(folder, (await readGgufHeader(file)).tensors);
  const reference = join(folder, 'dequantised.safetensors');
  if (!existsSync(reference)) return stored;
  const own = await differingNumbers(reference, (await openCheckpoint(folder)).tensors);
  return { compared: stored.compared + own.compared, different: [...stored.different, ...own.different] };
}

type Tensors = ReadonlyMap<string, TensorEntry>;

async function differingCodes(folder: string): Promise<DequantisedTensors | undefined> {
  const manifest = join(folder, 'manifest.json');
  const { dequantised } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  return dequantised && (await differing((await openCheckpoint(folder)).tensors, dequantised));
}

async function differingSums(folder: string, tensors: Tensors): Promise<DequantisedTensors> {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const sums = Object.entries<{ sha256_of_dequantised_float32: string }>(manifest.gguf_tensors);
  return await differing(
    tensors,
    Object.fromEntries(sums.map(([name, { sha256_of_dequantised_float32: sum }]) => [name, sum])),
  );
}

async function differing(tensors: Tensors, sums: Readonly<Record<string, string>>): Promise<DequantisedTensors> {
  const different = [];
  for (const [name, expected] of Object.entries(sums)) {
    const tensor = tensors.get(name);
    const sum =
      tensor &&
      createHash('sha256')
        .update(await bytesOf(tensor))
        .digest('hex');
    if (sum !== expected) different.push(name);
  }
  return { compared: Object.keys(sums).length, different };
}

async function differingNumbers(reference: string, tensors: Tensors): Promise<DequantisedTensors> {
  const expected = await readSafetensorsHeader(reference);
  const different = [];
  for (const [name, entry] of expected) {
    const tensor = tensors.get(name);
    const equal = tensor?.shape.join() === entry.shape.join() && (await bytesOf(tensor)).equals(await bytesOf(entry));
    if (!equal) different.push(name);
  }
  return { compared: expected.size, different };
}

async function bytesOf(tensor: TensorEntry): Promise<Buffer> {
  return Buffer.from((await readFloats(tensor)).buffer);
}
