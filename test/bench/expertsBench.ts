// What a token costs a mixture of experts, next to a dense model with as many weights as the token uses, alternately in one
// process.
import { join } from 'node:path';
import type { Precision } from '../../src/contract/engineOptions.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import type { Sequence } from '../../src/transformer/sequence.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { GRANITE_DENSE, GRANITE_EXPERTS } from './expertShapes.ts';
import { median } from './median.ts';
import { randomCheckpoint } from './randomCheckpoint.ts';
import { timed } from './timed.ts';

const PROMPT = 64;
const STEPS = 30;
const PRECISIONS: readonly Precision[] = ['half', 'int4'];

export interface ExpertsCost {
  readonly expertsMs: number;
  readonly denseMs: number;
  /** Of the two times of each step, the median. */
  readonly ratio: number;
}

/** By how the matrices are kept. `root` gets 1.1 GB of random weights. */
export async function expertsBench(root: string): Promise<Readonly<Record<string, ExpertsCost>>> {
  const experts = await randomCheckpoint(join(root, 'experts'), GRANITE_EXPERTS, 'BF16');
  const dense = await randomCheckpoint(join(root, 'dense'), GRANITE_DENSE, 'BF16');
  const costs: Record<string, ExpertsCost> = {};
  for (const precision of PRECISIONS) costs[precision] = await costOf([experts, dense], precision);
  return costs;
}

async function costOf(folders: readonly [string, string], precision: Precision): Promise<ExpertsCost> {
  const models = await Promise.all(folders.map((folder) => Transformer.load(folder, { runtime: localCpu, precision })));
  try {
    const sequences: Sequence[] = [];
    for (const model of models) {
      const sequence = model.newSequence();
      await model.forward(sequence, ids(0, PROMPT));
      sequences.push(sequence);
    }
    const steps: [number, number][] = [];
    for (let step = 0; step < STEPS; step++) {
      const token = ids(PROMPT + step, 1);
      const ofExperts = await timed(() => models[0].forward(sequences[0], token));
      steps.push([ofExperts, await timed(() => models[1].forward(sequences[1], token))]);
    }
    return {
      expertsMs: median(steps.map(([ofExperts]) => ofExperts)),
      denseMs: median(steps.map(([, ofDense]) => ofDense)),
      ratio: median(steps.map(([ofExperts, ofDense]) => ofExperts / ofDense)),
    };
  } finally {
    for (const model of models) await model.release();
  }
}

/** Different tokens, which get different experts. */
function ids(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => ((first + i) * 7919 + 11) % 49_000);
}
