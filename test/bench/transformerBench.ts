// Prefill and decode of Tokenscope's chain of sessions against the whole model in one graph, run alternately in one
// process.

import { localCpu } from '../../src/runtime/localRuntime.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { median } from './median.ts';
import { timed } from './timed.ts';
import { openWholeModel } from './wholeModel.ts';

export interface Comparison {
  readonly oursMs: number;
  readonly wholeMs: number;
  /** The median of the ratios of neighbouring runs, since a machine that slows down slows both. */
  readonly ratio: number;
  readonly runs: number;
}

const PREFILLS = [128, 512] as const;
const DECODES = [128, 1000] as const;
const PREFILL_RUNS = 7;
const DECODE_RUNS = 25;

export interface TransformerBench {
  readonly [name: string]: Comparison | number;
  /** Tokenscope alone, with the two lengths alternately. */
  readonly 'decode at 1000 over decode at 128': number;
}

export async function transformerBench(folder: string): Promise<TransformerBench> {
  const ours = await Transformer.load(folder, { runtime: localCpu });
  const whole = await openWholeModel(folder);
  const results: Record<string, Comparison> = {};
  for (const n of PREFILLS) {
    const text = ids(n);
    results[`prefill ${n}`] = await compare(
      PREFILL_RUNS,
      () => prefill(ours, text),
      () => whole.run(text, 0),
    );
  }
  const [short, long] = await Promise.all(DECODES.map((context) => decoderAt(ours, context)));
  for (const [context, decode] of [
    [DECODES[0], short],
    [DECODES[1], long],
  ] as const) {
    await whole.run(ids(context), 0);
    results[`decode at ${context}`] = await compare(DECODE_RUNS, decode, () => whole.run([7], context));
  }
  await whole.release();
  const growth = await compare(DECODE_RUNS, long, short);
  await ours.release();
  return { ...results, 'decode at 1000 over decode at 128': growth.ratio };
}

/**
 * Runs one more token after `context` others, again and again, and takes the new token's attention in all layers, as
 * the engine does.
 */
async function decoderAt(model: Transformer, context: number): Promise<() => Promise<void>> {
  const sequence = model.newSequence();
  await model.forward(sequence, ids(context));
  return async () => {
    sequence.truncate(context);
    await model.forward(sequence, [7], { onAttention: () => {} });
    await model.logits(sequence);
  };
}

async function prefill(model: Transformer, text: readonly number[]): Promise<void> {
  const sequence = model.newSequence();
  await model.forward(sequence, text);
  await model.logits(sequence);
}

async function compare(runs: number, ours: () => Promise<unknown>, whole: () => Promise<unknown>): Promise<Comparison> {
  await ours();
  await whole();
  const times: { ours: number; whole: number }[] = [];
  for (let i = 0; i < runs; i++) times.push({ ours: await timed(ours), whole: await timed(whole) });
  return {
    oursMs: median(times.map((time) => time.ours)),
    wholeMs: median(times.map((time) => time.whole)),
    ratio: median(times.map((time) => time.ours / time.whole)),
    runs,
  };
}

function ids(n: number): number[] {
  return Array.from({ length: n }, (_, i) => (i * 7919 + 13) % 50257);
}
