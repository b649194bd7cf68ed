// What reading a text again costs, as a share of reading it from the beginning each time: 40 parts hidden one after
// another, a sweep of patches over all layers and places, and a fork that goes on with another token.

import { PatchSweep } from '../../src/explain/patchSweep.ts';
import { withHidden } from '../../src/explain/removals.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import type { Sequence } from '../../src/transformer/sequence.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { median } from './median.ts';
import { timed } from './timed.ts';

const SPANS = 40;
const RUNS = 5;

export interface InterventionBench {
  /** Of 40 neighbouring spans that a text of 512 tokens is made of, over 40 times a prefill of it. */
  readonly 'hiding 40 spans of 512 tokens over 40 prefills': number;
  /** Of the stream in a text of 64 tokens, over as many prefills of it as there are cells. */
  readonly 'a patch sweep of 12 layers x 64 tokens over its prefills': number;
  /** Another token in the place of one that was generated long ago, over one step at the end of as long a text. */
  readonly 'a fork at 256 of 512 tokens over one step there': number;
}

export async function interventionBench(folder: string): Promise<InterventionBench> {
  const model = await Transformer.load(folder, { runtime: localCpu });
  const text = await read(model, ids(512));
  const hiding = await hideAll(model, text);
  const prefill = await medianOf(() => read(model, ids(512)));
  const behind256 = await read(model, ids(256));
  const step = await medianOf(async () => await next(model, behind256));
  text.truncate(256);
  const fork = await medianOf(async () => await next(model, text));
  const sweep = await sweepAll(model);
  const shortPrefill = await medianOf(() => read(model, ids(64)));
  await model.release();
  return {
    'hiding 40 spans of 512 tokens over 40 prefills': hiding / (SPANS * prefill),
    'a patch sweep of 12 layers x 64 tokens over its prefills': sweep.ms / (sweep.cells * shortPrefill),
    'a fork at 256 of 512 tokens over one step there': fork / step,
  };
}

async function hideAll(model: Transformer, text: Sequence): Promise<number> {
  const into = model.newSequence();
  const last = text.length - 1;
  return await timed(async () => {
    for (let i = 0; i < SPANS; i++) {
      const place = (at: number) => Math.floor((at * last) / SPANS);
      const hidden = await withHidden(model, text, { start: place(i), end: place(i + 1) }, last, { into });
      if (hidden) await model.logits(hidden);
    }
  });
}

/** Two texts of which every token but the first is another one, so that no cell is known without a run. */
async function sweepAll(model: Transformer): Promise<{ readonly ms: number; readonly cells: number }> {
  const base = await read(model, ids(64));
  const source = await read(model, ids(64, 31));
  const metric = (logits: Float32Array) => logits[1] - logits[2];
  const sweep = await PatchSweep.begin(model, { base, source, kind: 'residual', metric });
  const cells = sweep.left;
  const ms = await timed(async () => {
    for (let cell = await sweep.next(); cell; cell = await sweep.next());
  });
  return { ms, cells };
}

async function next(model: Transformer, sequence: Sequence): Promise<void> {
  await model.forward(sequence, [7], { onAttention: () => {} });
  await model.logits(sequence);
  sequence.truncate(sequence.length - 1);
}

async function read(model: Transformer, text: readonly number[]): Promise<Sequence> {
  const sequence = model.newSequence();
  await model.forward(sequence, text);
  await model.logits(sequence);
  return sequence;
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) times.push(await timed(work));
  return median(times);
}

function ids(n: number, shift = 0): number[] {
  return Array.from({ length: n }, (_, i) => (i * 7919 + 13 + shift) % 50257);
}
