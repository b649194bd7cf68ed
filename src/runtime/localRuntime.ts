// The runtime of this process: every graph is a session of onnxruntime's, on one execution provider.
import type { ExecutionProvider } from '../contract/engineOptions.ts';
import { OnnxSession } from './onnxSession.ts';
import type { Runtime } from './runtime.ts';

/** Of weights: below, memory is no matter. */
const SMALL_BYTES = 128 * 1024 * 1024;
const FEWEST = 64;
const MOST = 256;

/**
 * What a block computes on the way grows with the tokens that it is given: for GPT-2 small by 10 MB each 64, 2 % of its
 * weights, and so much larger models may take. Reading 512 tokens of it in chunks of 64 takes 1.36 of the time that one
 * chunk of 512 takes, of 128 1.16, of 256 1.06.
 */
function chunkFor(weightBytes: number): number {
  if (weightBytes < SMALL_BYTES) return MOST;
  const share = 2 ** Math.floor(Math.log2(weightBytes / 8e6));
  return Math.min(MOST, Math.max(FEWEST, share));
}

/** In this process, on `provider`; what it does not have runs on the CPU. */
export function localRuntime(provider: ExecutionProvider): Runtime {
  return {
    readsWeights: true,
    fewestSlots: 0,
    chunkFor,
    open: (graph, name, folder) => OnnxSession.open(graph, name, folder, provider),
  };
}

/** In this process, on the CPU. */
export const localCpu = localRuntime('cpu');
