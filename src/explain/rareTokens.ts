// Which rows of an embedding table training hardly touched. Land and Bartolo 2024, "Fishing for Magikarp: Automatically
// Detecting Under-trained Tokens in Large Language Models", §3, https://arxiv.org/abs/2405.05417: rows of tokens that
// cannot have been in the training text are moved together, all in one direction, and a row that still points there has
// learnt little of its own. The file knows vectors and bytes, no model.

import { cosine } from '../transformer/vectors.ts';

/** Bytes that UTF-8 never uses, so that no text contains a token of one of them. RFC 3629, §1. */
const NEVER_IN_UTF8 = new Set([0xc0, 0xc1, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff]);
/** Fewer examples would make a direction of chance. */
const FEWEST_EXAMPLES = 4;
/** Such a share of the examples has to agree on the direction. */
const AGREEING = 0.9;
/**
 * cos 45°: more than half of the row's squared length lies along that direction. In the embedded model 托, 趙 and 箇 have
 * 0.75, 1.00 and 0.93, " river", " dog" and 果 0.48, 0.36 and 0.17. Its rows make two heaps, around 0.47 and above 0.95;
 * between 0.7 and 0.8 are the fewest, 184 of 12,288.
 */
const RARE_FROM = Math.SQRT1_2;

/** Whether a token of these bytes can be in no text: one byte, as byte-level vocabularies have all 256 of them. */
export function isInNoText(bytes: readonly number[]): boolean {
  return bytes.length === 1 && NEVER_IN_UTF8.has(bytes[0]);
}

/**
 * The mean of rows of tokens that are in no text; undefined where they are too few, or do not agree, as rows that were
 * never moved from their random beginnings.
 */
export function untrainedDirection(examples: readonly Float32Array[]): Float32Array<ArrayBuffer> | undefined {
  if (examples.length < FEWEST_EXAMPLES) return undefined;
  const mean = new Float32Array(examples[0].length);
  for (const row of examples) for (let i = 0; i < mean.length; i++) mean[i] += row[i] / examples.length;
  const agreeing = examples.filter((row) => isRarelyTrained(row, mean));
  return agreeing.length >= AGREEING * examples.length ? mean : undefined;
}

export function isRarelyTrained(row: Float32Array, untrained: Float32Array): boolean {
  return cosine(row, untrained) > RARE_FROM;
}
