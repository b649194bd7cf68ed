// How reading and generating grow with the model: GPT-2 shapes of three sizes, each as a share of its own limit. What a share
// lacks in a small model is what every session, and every call of it, costs whatever the size.
import { tokenscope } from './gpt2Peers.ts';
import type { MachineLimits } from './limitsBench.ts';
import { median } from './median.ts';
import type { ModelShapes } from './modelShapes.ts';
import { prefillFlop, tokenBytes, workOf } from './modelWork.ts';
import { ids } from './prefillBench.ts';
import type { Report } from './report.ts';
import { timed } from './timed.ts';

const [READ, PAST] = [256, 128];
const RUNS = 5;

export interface SizesInput {
  readonly models: readonly { readonly folder: string; readonly shapes: ModelShapes }[];
  readonly limits: MachineLimits;
}

/** Runs in a process of its own: see engineProcess.ts. */
export async function measure({ models, limits }: SizesInput, report: Report): Promise<void> {
  for (const { folder, shapes } of models) {
    const work = workOf(shapes);
    const model = await tokenscope(folder, 'float32');
    const text = ids(READ).map((id) => id % Number(shapes.config.vocab_size));
    const read = await medianMs(() => model.prefill(text));
    const token = await medianMs(await model.decoder(text.slice(0, PAST)));
    await model.release();
    const flop = prefillFlop(work, READ) / limits['products in float32, GFLOP/s'] / 1e6;
    const bytes = tokenBytes(work, PAST) / limits['memory read, GB/s'] / 1e6;
    report({
      [`${work.layers} layers, width ${work.width}`]: {
        'weights, million': (work.inBlocks + work.inTable) / 1e6,
        [`read ${READ}, ms`]: read,
        '% of products in float32': (100 * flop) / read,
        [`a token behind ${PAST}, ms`]: token,
        '% of memory read': (100 * bytes) / token,
      },
    });
  }
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) times.push(await timed(work));
  return median(times.slice(1));
}
