// What the name of a GGUF file says: whose it is, how its weights are stored, and which part of a split model it is. Names
// follow llama.cpp's habit, not a rule. Knows no file.
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md#gguf-naming-convention

import { dirname } from 'node:path';

export interface GgufName {
  /** The name without the number of its part and the ending; the parts of a model share it. */
  readonly stem: string;
  /** In capitals, such as Q4_K_M or UD-Q4_K_XL; undefined where the name does not say. */
  readonly quantisation: string | undefined;
  /** From 1 on. */
  readonly part: number;
  readonly parts: number;
}

/** Longer names are those of no file system. */
const MAX_NAME_LENGTH = 255;
const PART = /-(\d{5})-of-(\d{5})$/;
/** UD- is Unsloth's mixture of types, named after the one that most weights have. */
const QUANTISATION =
  /(?<![A-Z0-9])(?:UD-)?(?:IQ[1-4]_(?:XXS|XS|S|M|NL)|Q[1-8]_K(?:_(?:XS|S|M|L|XL))?|Q[1-8]_[01](?:_[48]_[48])?|TQ[12]_0|MXFP4(?:_MOE)?|NVFP4|BF16|FP?16|FP?32)(?![A-Z0-9])/gi;
/** Image and audio towers, adapters and statistics, none of which is a model by itself. */
const BESIDE_MODELS = /(?:^|[-_.])(?:mmproj|imatrix)(?:[-_.]|$)|^(?:lora|adapter)[-_.]/i;

/** Reads a file's name without its folder; undefined where it is no model's. 'a-Q4_K_M-00001-of-00003.gguf' → a-Q4_K_M, 1 of 3 */
export function parseGgufName(name: string): GgufName | undefined {
  if (!isGgufName(name) || BESIDE_MODELS.test(name)) return undefined;
  const whole = name.slice(0, -'.gguf'.length);
  const [, part, parts] = (PART.exec(whole) ?? ['', '1', '1']).map(Number);
  if (part < 1 || part > parts) return undefined;
  const stem = whole.replace(PART, '');
  return { stem, quantisation: quantisationIn(stem), part, parts };
}

/** Whether a path is that of a GGUF file, by its name: *.gguf, or one of Ollama's blobs, which are named after their checksums. */
export function isGgufPath(path: string): boolean {
  return /(?:\.gguf|(?:^|[\\/])sha256-[0-9a-f]{64})$/i.test(path);
}

/** The folder that a model's files are in: itself, or of a GGUF file the folder around it. */
export function folderOfModel(path: string): string {
  return isGgufPath(path) ? dirname(path) : path;
}

/** Whether it is the name of a GGUF file that leads to no other folder, on any system. */
export function isGgufName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= MAX_NAME_LENGTH && /^[^/\\:\0]+\.gguf$/i.test(name);
}

/** The last one that a text names, since owners and families stand before it. */
export function quantisationIn(text: string): string | undefined {
  const named = text.match(QUANTISATION)?.at(-1);
  return named?.toUpperCase().replace(/^FP(?=\d)/, 'F');
}
