// How much memory a model takes, told from the sizes of its files before any of them is opened. Knows no format.
import { basename } from 'node:path';
import { isGgufPath } from './ggufName.ts';
import { modelFiles } from './modelFiles.ts';

/** What the weights of a quantised file take in memory, for each byte of it: 1.5 to 2 were measured, with the types of Q4_K_M. */
const PER_GGUF_BYTE = 1.7;
const WEIGHTS = /\.(?:safetensors|gguf)$/;

export interface MemoryNeed {
  /** Of all files with weights together. */
  readonly fileBytes: number;
  /** As far as can be told. Weights of safetensors files are used in the file, whose pages the system keeps in memory. */
  readonly memoryBytes: number;
}

/** Of a folder or a GGUF file; 0 where it has no weights. */
export async function memoryNeed(path: string): Promise<MemoryNeed> {
  const files = await modelFiles(path);
  const weights = files.filter(({ name }) => WEIGHTS.test(name) || isGgufPath(path));
  const fileBytes = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  const isGguf = isGgufPath(path) || weights.some(({ name }) => isGgufPath(basename(name)));
  return { fileBytes, memoryBytes: isGguf ? PER_GGUF_BYTE * fileBytes : fileBytes };
}
