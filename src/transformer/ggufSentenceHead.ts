// What a GGUF file says about vectors of whole texts: llama.cpp's number for the pooling, and the maps behind it, which
// EmbeddingGemma's file may have. Knows no folders and no text.
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { GgufSentences } from '../checkpoint/gguf/openGguf.ts';
import { readFloats } from '../checkpoint/safetensors.ts';
import type { Failure } from '../contract/failure.ts';
import type { Pooling } from '../contract/sentences.ts';
import type { SentenceHead, SentenceMap } from './sentenceHead.ts';

/**
 * By llama.cpp's numbers (enum llama_pooling_type). No pooling, and a score of two texts that are read as one, make no vector
 * of a text, and so say nothing about it.
 */
const POOLINGS: readonly (Pooling | undefined)[] = [undefined, 'mean', 'cls', 'last', undefined];
/** Under the names of modules.json's folders, in their order. llama.cpp has neither biases nor activations for them. */
const MAPS = ['2_Dense.linear.weight', '3_Dense.linear.weight'];

/** Fails with config-unsupported for another number, tensor-invalid, and like readFloats(). */
export async function ggufSentenceHead(
  { config, tensors }: Checkpoint,
  { key, poolingType }: GgufSentences,
  width: number,
): Promise<SentenceHead> {
  const isKnown = poolingType === undefined || Object.hasOwn(POOLINGS, poolingType);
  if (!isKnown) {
    const supported = Object.keys(POOLINGS);
    throw {
      code: 'config-unsupported',
      file: config.file,
      key,
      value: String(poolingType),
      supported,
    } satisfies Failure;
  }
  const maps: SentenceMap[] = [];
  for (const name of MAPS) {
    const tensor = tensors.get(name);
    if (!tensor) continue;
    const [to, from] = tensor.shape;
    const comeIn = maps.at(-1)?.to ?? width;
    if (tensor.shape.length !== 2 || from !== comeIn) {
      const problem = `[${tensor.shape}] where ${comeIn} numbers come in`;
      throw { code: 'tensor-invalid', file: tensor.file, tensor: name, problem } satisfies Failure;
    }
    maps.push({ weight: await readFloats(tensor), bias: undefined, from, to, activation: 'none' });
  }
  return { pooling: poolingType === undefined ? undefined : POOLINGS[poolingType], maps };
}
