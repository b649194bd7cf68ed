// The runtime of this process: every graph is a session of onnxruntime's on one execution provider. Chooses how many
// tokens are run at a time. Knows no Transformer.
import type { ExecutionProvider } from '../contract/engineOptions.ts';
import { OnnxSession } from './onnxSession.ts';
import type { Runtime } from './runtime.ts';

/** With fewer bytes of weights a model is so small that the memory of a large chunk does not matter. */
const SMALL_BYTES = 128 * 1024 * 1024;
/** Chunks have from FEWEST to MOST tokens. */
const FEWEST = 64;
const MOST = 256;

/**
 * What a block computes on its way grows with the tokens of a chunk: for GPT-2 small (498 MB) by 10 MB for every 64
 * tokens, which is 2 % of its weights. Larger models may take the same share of theirs, so that their chunks are
 * larger: 64 tokens below 1.02 GB of weights, 128 below 2.05 GB, then 256. Larger chunks are faster: in chunks of 64,
 * 128 and 256, 512 tokens of GPT-2 small take 1.36, 1.16 and 1.06 times as long as in one chunk.
 */
function chunkFor(weightBytes: number): number {
  if (weightBytes < SMALL_BYTES) return MOST;
  const share = 2 ** Math.floor(Math.log2(weightBytes / 8e6));
  return Math.min(MOST, Math.max(FEWEST, share));
}

/** Where ONNX Runtime rounds by block whatever the processor has; for ARM it has kernels that round by row, too. */
const BY_BLOCK: readonly string[] = ['x64'];

/** Runs graphs in this process on `provider`; operators that the provider lacks run on the CPU. */
export function localRuntime(provider: ExecutionProvider): Runtime {
  return {
    readsWeights: true,
    keepsRounded: provider === 'cpu' && BY_BLOCK.includes(process.arch),
    fewestSlots: 0,
    chunkFor,
    open: (graph, name, folder) => OnnxSession.open(graph, name, folder, provider),
  };
}

/** Runs graphs in this process on the CPU. */
export const localCpu = localRuntime('cpu');
