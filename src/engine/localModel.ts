// Loads a model on this machine: on the execution provider that was asked for, or else on the CPU, with the reason in
// the log.

import type { EngineOptions, ExecutionProvider, UsedProvider } from '../contract/engineOptions.ts';
import { isFailure } from '../contract/failure.ts';
import { localRuntime } from '../runtime/localRuntime.ts';
import { providersOfBuild } from '../runtime/onnxSession.ts';
import type { OpenOptions } from '../transformer/openGraphs.ts';
import { Transformer } from '../transformer/transformer.ts';

/**
 * What auto means, on every platform. The residual stream and the cache are kept outside of the sessions and go in and
 * out of each block's: a GPU would be sent the whole cache again for every block of every token.
 */
const AUTO: ExecutionProvider = 'cpu';

export interface LocalModel {
  readonly transformer: Transformer;
  readonly provider: UsedProvider;
}

/** Fails like Transformer.load. */
export async function loadLocally(
  folder: string,
  options: EngineOptions,
  opening: OpenOptions = {},
): Promise<LocalModel> {
  const { precision = 'auto', executionProvider = 'auto' } = options;
  const asked = executionProvider === 'auto' ? AUTO : executionProvider;
  const load = async (used: ExecutionProvider) =>
    await Transformer.load(folder, { runtime: localRuntime(used), precision, ...opening });
  const onCpu = async (instead: UsedProvider['instead']): Promise<LocalModel> => {
    if (instead) console.error(`execution provider ${asked} cannot be used: ${instead.problem ?? buildProblem()}`);
    return { transformer: await load('cpu'), provider: { used: 'cpu', instead } };
  };
  if (asked === 'cpu') return await onCpu(undefined);
  if (!providersOfBuild().includes(asked)) return await onCpu({ asked, problem: undefined });
  try {
    const transformer = await load(asked);
    await tryOut(transformer);
    return { transformer, provider: { used: asked, instead: undefined } };
  } catch (failure) {
    if (!isFailure(failure) || failure.code !== 'session-failed') throw failure;
    return await onCpu({ asked, problem: failure.problem });
  }
}

function buildProblem(): string {
  return `ONNX Runtime on ${process.platform} ${process.arch} has ${providersOfBuild().join(', ')}`;
}

/** Runs one token, since some providers fail only when they are run. */
async function tryOut(transformer: Transformer): Promise<void> {
  try {
    const sequence = transformer.newSequence();
    await transformer.forward(sequence, [0]);
    if (!transformer.shape.headless) await transformer.logits(sequence);
  } catch (failure) {
    await transformer.release();
    throw failure;
  }
}
