// The size of a checkpoint, and how fast this machine reads (prefill) and continues (decode) texts with it, as medians.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sequence } from '../../src/transformer/sequence.ts';
import { median } from '../../test/bench/median.ts';
import type { EvaluatedModel } from './evaluatedModel.ts';

const PREFILL_RUNS = 5;
const DECODE_RUNS = 25;

export interface Speed {
  readonly parameters: number;
  /** The size of all files of the folder. */
  readonly bytes: number;
  /** [tokens, tokens a second] for half a context and a whole one. */
  readonly prefill: readonly (readonly [tokens: number, perSecond: number])[];
  /** [tokens before, tokens a second], near the beginning of the context and at its end. */
  readonly decode: readonly (readonly [tokens: number, perSecond: number])[];
}

export async function speed(model: EvaluatedModel): Promise<Speed> {
  const { transformer, tokenizer, folder } = model;
  const { context } = transformer.shape;
  const ids = Array.from({ length: context }, (_, i) => (i * 7919 + 13) % tokenizer.size);
  const prefill: [number, number][] = [];
  for (const tokens of [context >> 1, context]) {
    const read = () => forward(model, transformer.newSequence(), ids.slice(0, tokens));
    prefill.push([tokens, (1000 * tokens) / (await medianMs(PREFILL_RUNS, read))]);
  }
  const decode: [number, number][] = [];
  for (const tokens of [context >> 3, context - 1]) {
    const sequence = transformer.newSequence();
    await forward(model, sequence, ids.slice(0, tokens));
    const next = async () => {
      sequence.truncate(tokens);
      await forward(model, sequence, ids.slice(0, 1));
    };
    decode.push([tokens, 1000 / (await medianMs(DECODE_RUNS, next))]);
  }
  return { parameters: transformer.parameters, bytes: await folderBytes(folder), prefill, decode };
}

/** A forward pass with the logits of the last token, which generating needs. */
async function forward({ transformer }: EvaluatedModel, sequence: Sequence, ids: readonly number[]): Promise<void> {
  await transformer.forward(sequence, ids);
  await transformer.logits(sequence);
}

async function medianMs(runs: number, work: () => Promise<void>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const file of await readdir(folder)) bytes += (await stat(join(folder, file))).size;
  return bytes;
}
