// How much memory a model takes, about, and how much the machine has. Knows no file.
import { totalmem } from 'node:os';

export type WeightsFormat = 'safetensors' | 'gguf';

/**
 * What a model takes for each byte of its file, with a text of 512 tokens. Safetensors: 13 % above the weights (docs/design.md,
 * "Memory is given back"). GGUF: blocks get float32 scales, 1.6 for Q4_K_M (docs/gguf.md), and up to 1.9 below 2 GB, where
 * machines seldom run short.
 */
const TIMES: Readonly<Record<WeightsFormat, number>> = { safetensors: 1.13, gguf: 1.6 };

/** In bytes. */
export function memoryNeeded(fileBytes: number, format: WeightsFormat): number {
  return fileBytes * TIMES[format];
}

/** Of the machine, or of the container that this process may not outgrow, in bytes. */
export function machineMemory(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(totalmem(), allowed) : totalmem();
}
