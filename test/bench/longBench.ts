// What a long text costs in the shape of SmolLM 135M: one reading of 10,000 tokens with the time at each length on the way, a
// token behind it, the attention of one layer recomputed, and the memory that all of it takes; beside llama.cpp on the same
// weights, which reads less of it.
import { attentionMaps } from '../../src/engine/attentionAnswers.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import type { Sequence } from '../../src/transformer/sequence.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { noLlamaCpp } from '../llama/llamaCpp.ts';
import { llamaCpp } from './gpt2Peers.ts';
import type { MachineLimits } from './limitsBench.ts';
import { SMOLLM_135M } from './llamaShapes.ts';
import { median } from './median.ts';
import { prefillFlop, tokenBytes, workOf } from './modelWork.ts';
import type { Report } from './report.ts';
import { timed } from './timed.ts';

const [SHORT, MIDDLE, LONG] = [512, 4096, 10_000];
/** Where the curve is told, as far as the reading stops there. */
const LENGTHS = [64, 128, 256, 512, 1024, 2048, 4096, 8192, LONG];
const STEPS = 10;
/** Of so many tokens the maps of one layer are made, as wide as the panel asks for them. */
const [LOOKED_AT, MAP] = [2048, 256];
const WORK = workOf(SMOLLM_135M);

export interface LongInput {
  readonly folder: string;
  readonly gguf: string;
  readonly limits: MachineLimits;
}

/** Runs in a process of its own: see engineProcess.ts. */
export async function measure({ folder, gguf, limits }: LongInput, report: Report): Promise<void> {
  const model = await Transformer.load(folder, { runtime: localCpu });
  const short = model.newSequence();
  await model.forward(short, ids(64)); // the first run of a session is slower
  short.truncate(0);
  report({ [`read ${SHORT}`]: reading(SHORT, await timed(() => model.forward(short, ids(SHORT))), limits) });
  report({ [`a token behind ${SHORT}`]: token(SHORT, await stepMs(model, short), limits) });
  const long = model.newSequence();
  const times = await curve(model, long);
  for (const [n, ms] of times) report({ [`read ${n} of ${LONG}`]: reading(n, ms, limits) });
  report({ [`a token behind ${LONG}`]: token(LONG, await stepMs(model, long), limits) });
  const megabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  const kept = long.bytes / 1e6;
  report({ memory: { 'resident at most, MB': megabytes, 'stream and cache of the text, MB': kept } });
  const looked = await mapsMs(model, await model.fork(long, LOOKED_AT));
  const read = times.find(([n]) => n >= LOOKED_AT)?.[1] ?? Number.NaN;
  report({ [`maps of a layer, ${LOOKED_AT}`]: { ms: looked, '% of reading them': (100 * looked) / read } });
  await model.release();
  if (noLlamaCpp()) return report({ 'llama.cpp': noLlamaCpp() });
  await readByLlamaCpp(gguf, limits, report);
}

/** [tokens read so far, ms since the beginning] at the first place at or behind each of LENGTHS where all layers are done. */
async function curve(model: Transformer, sequence: Sequence): Promise<readonly (readonly [number, number])[]> {
  const times: [number, number][] = [];
  const start = performance.now();
  const look = () => {
    const next = LENGTHS.find((n) => n > (times.at(-1)?.[0] ?? 0)) ?? LONG;
    if (sequence.length >= next && sequence.length > (times.at(-1)?.[0] ?? 0))
      times.push([sequence.length, performance.now() - start]);
  };
  await model.forward(sequence, ids(LONG), { onBlock: look });
  look();
  return times;
}

async function stepMs(model: Transformer, sequence: Sequence): Promise<number> {
  const past = sequence.length;
  const times: number[] = [];
  for (let step = 0; step <= STEPS; step++) {
    times.push(
      await timed(async () => {
        await model.forward(sequence, [7], { onAttention: () => {} });
        await model.logits(sequence);
      }),
    );
    sequence.truncate(past);
  }
  return median(times.slice(1));
}

/** All heads' weights of a layer, pooled in pieces as the engine does it. */
async function mapsMs(transformer: Transformer, sequence: Sequence): Promise<number> {
  const text = { sequence, model: { transformer, info: transformer.shape } };
  const layer = transformer.shape.layers >> 1;
  return await timed(() => attentionMaps(text, layer, MAP, new AbortController().signal));
}

/** From the beginning to the last token's logits, without the time to open the file. */
async function readByLlamaCpp(gguf: string, limits: MachineLimits, report: Report): Promise<void> {
  const peer = await llamaCpp(gguf, LONG);
  await peer.prefill(ids(64));
  report({ [`llama.cpp, read ${SHORT}`]: reading(SHORT, await timed(() => peer.prefill(ids(SHORT))), limits) });
  const next = await peer.decoder(ids(SHORT));
  const steps: number[] = [];
  for (let step = 0; step <= STEPS; step++) steps.push(await timed(next));
  report({ [`llama.cpp, a token behind ${SHORT}`]: token(SHORT, median(steps.slice(1)), limits) });
  report({ [`llama.cpp, read ${MIDDLE}`]: reading(MIDDLE, await timed(() => peer.prefill(ids(MIDDLE))), limits) });
  await peer.release();
}

function reading(n: number, ms: number, limits: MachineLimits) {
  const least = prefillFlop(WORK, n) / limits['products in float32, GFLOP/s'] / 1e6;
  return { 'ms a token': ms / n, '% of products in float32': (100 * least) / ms };
}

function token(past: number, ms: number, limits: MachineLimits) {
  const least = tokenBytes(WORK, past) / limits['memory read, GB/s'] / 1e6;
  return { ms, '% of memory read': (100 * least) / ms };
}

function ids(n: number): number[] {
  return Array.from({ length: n }, (_, i) => (i * 7919 + 13) % 49_152);
}
