// What reads GPT-2 small in the bench: Tokenscope's chain of sessions, the whole model in one graph, and llama.cpp, in
// float32 and in Q8_0, all on the same weights and in one process. Knows no timing.
import { availableParallelism } from 'node:os';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { LlamaCpp, noLlamaCpp } from '../llama/llamaCpp.ts';
import { openWholeModel } from './wholeModel.ts';

export interface Gpt2Files {
  readonly folder: string;
  readonly float32: string;
  readonly q8: string;
}

export interface Peer {
  /** Reads a text, and computes the logits of its last token. */
  prefill(ids: readonly number[]): Promise<unknown>;
  /** Reads a text; what it gives reads one token more and chooses the next, again and again. */
  decoder(ids: readonly number[]): Promise<() => Promise<unknown>>;
  release(): Promise<void>;
}

export type Weights = 'float32' | 'Q8_0';

const CONTEXT = 1024;

export type Peers = Readonly<Record<string, Peer>>;

/** The peers of each kind of weights, ours first; llama.cpp where it can run. */
export async function openPeers({ folder, float32, q8 }: Gpt2Files): Promise<Readonly<Record<Weights, Peers>>> {
  const llama = async (file: string): Promise<Peers> => (noLlamaCpp() ? {} : { 'llama.cpp': await llamaCpp(file) });
  return {
    float32: { ours: await tokenscope(folder, 'float32'), 'one graph': await whole(folder), ...(await llama(float32)) },
    Q8_0: { ours: await tokenscope(q8, 'auto'), 'ours, fast': await tokenscope(q8, 'fast'), ...(await llama(q8)) },
  };
}

/** A token brings its attention in all layers along, as in the engine. */
export async function tokenscope(path: string, precision: 'float32' | 'auto' | 'fast'): Promise<Peer> {
  const model = await Transformer.load(path, { runtime: localCpu, precision });
  return {
    prefill: async (ids) => {
      const sequence = model.newSequence();
      await model.forward(sequence, ids);
      await model.logits(sequence);
    },
    decoder: async (ids) => {
      const sequence = model.newSequence();
      await model.forward(sequence, ids);
      return async () => {
        sequence.truncate(ids.length);
        await model.forward(sequence, [7], { onAttention: () => {} });
        await model.logits(sequence);
      };
    },
    release: () => model.release(),
  };
}

async function whole(folder: string): Promise<Peer> {
  const model = await openWholeModel(folder);
  return {
    prefill: (ids) => model.run(ids, 0),
    decoder: async (ids) => {
      await model.run(ids, 0);
      return () => model.run([7], ids.length);
    },
    release: () => model.release(),
  };
}

/** Each token of its decoder stands behind the one before. */
export async function llamaCpp(file: string, context = CONTEXT): Promise<Peer> {
  const model = await LlamaCpp.open(file, { threads: availableParallelism(), context });
  return {
    prefill: (ids) => model.greedy(ids, 1),
    decoder: async (ids) => {
      await model.greedy(ids, 1);
      return () => model.next(7);
    },
    release: () => model[Symbol.asyncDispose](),
  };
}
