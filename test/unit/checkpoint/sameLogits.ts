// What a checkpoint folder computes, to be compared with another that holds the same model. Knows no file of it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';
import { FIXTURES } from './remadeFolder.ts';

/** Asserts that a folder computes exactly what the fixture does that it was made of. */
export async function assertSameLogits(folder: string, fixture: string): Promise<void> {
  assert.equal(largestDifference(await logitsOf(folder), await logitsOf(join(FIXTURES, fixture))), 0);
}

export async function logitsOf(folder: string, ids: readonly number[] = [5, 9, 70, 31]): Promise<Float32Array> {
  const model = await Transformer.load(folder, { runtime: localCpu });
  try {
    const sequence = model.newSequence();
    await model.forward(sequence, ids);
    return await model.logits(sequence, 0, ids.length);
  } finally {
    await model.release();
  }
}
