// The runtime of this process: every graph is a session of onnxruntime's on one execution provider. Knows no
// Transformer.
import type { ExecutionProvider } from '../contract/engineOptions.ts';
import { OnnxSession } from './onnxSession.ts';
import type { Runtime } from './runtime.ts';

/** Where ONNX Runtime rounds by block whatever the processor has; for ARM it has kernels that round by row, too. */
const BY_BLOCK: readonly string[] = ['x64'];

/** Runs graphs in this process on `provider`; operators that the provider lacks run on the CPU. */
export function localRuntime(provider: ExecutionProvider): Runtime {
  return {
    readsWeights: true,
    keepsRounded: provider === 'cpu' && BY_BLOCK.includes(process.arch),
    fusesAttention: provider === 'cpu',
    fewestSlots: 0,
    open: (graph, name, folder) => OnnxSession.open(graph, name, folder, provider),
  };
}

/** Runs graphs in this process on the CPU. */
export const localCpu = localRuntime('cpu');
