// Votes and information flow of one token, next to a prefill of the same text by the same model, alternately in one
// process.
import { FLOW_THRESHOLD, LEAST_FLOW_THRESHOLD } from '../../src/contract/flow.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { flowGraph } from '../../src/explain/flowGraph.ts';
import { votes } from '../../src/explain/votes.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import type { Sequence } from '../../src/transformer/sequence.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { ValueProjection } from '../../src/transformer/valueProjection.ts';
import { median } from './median.ts';
import { timed } from './timed.ts';

const TOKENS = 512;
const LAST = (TOKENS - 1) as TokenIndex;
const RUNS = 5;

export interface WhyTimes {
  readonly tokens: number;
  readonly prefillMs: number;
  readonly votesMs: number;
  readonly flowMs: number;
  /** Votes and flow over the prefill beside them: the median of the ratios. */
  readonly ratio: number;
  /** The threshold of the flow's graph, which may have been raised, and its edges. */
  readonly threshold: number;
  readonly edges: number;
  readonly runs: number;
}

/** With the threshold that the panel begins with, and with the lowest, which takes most work. */
export async function whyBench(folder: string): Promise<{ readonly usual: WhyTimes; readonly lowest: WhyTimes }> {
  const model = await Transformer.load(folder, { runtime: localCpu });
  try {
    return { usual: await timesAt(FLOW_THRESHOLD, model), lowest: await timesAt(LEAST_FLOW_THRESHOLD, model) };
  } finally {
    await model.release();
  }
}

async function timesAt(asked: number, model: Transformer): Promise<WhyTimes> {
  const times = [];
  const { threshold, edges } = await flow(model, await prefill(model), asked);
  for (let i = 0; i < RUNS; i++) {
    let sequence = model.newSequence();
    times.push({
      prefill: await timed(async () => {
        sequence = await prefill(model);
      }),
      votes: await timed(() => votes(model, sequence, { position: LAST, target: 7 })),
      flow: await timed(() => flow(model, sequence, asked)),
    });
  }
  return {
    tokens: TOKENS,
    prefillMs: median(times.map((time) => time.prefill)),
    votesMs: median(times.map((time) => time.votes)),
    flowMs: median(times.map((time) => time.flow)),
    ratio: median(times.map((time) => (time.votes + time.flow) / time.prefill)),
    threshold,
    edges: edges.length,
    runs: RUNS,
  };
}

async function prefill(model: Transformer): Promise<Sequence> {
  const sequence = model.newSequence();
  const ids = Array.from({ length: TOKENS }, (_, i) => (i * 7919 + 13) % model.shape.vocabSize);
  await model.forward(sequence, ids);
  await model.logits(sequence);
  return sequence;
}

/** As the engine answers it: the graph that maps values is opened for each question. */
async function flow(model: Transformer, sequence: Sequence, threshold: number) {
  const projection = await ValueProjection.open(localCpu);
  try {
    return await flowGraph({ model, sequence, projection }, { position: LAST, threshold });
  } finally {
    await projection.release();
  }
}
