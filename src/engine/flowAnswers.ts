// Answers about the information flow: the graph of the parts that made one token. Knows one run.

import type { Flow } from '../contract/flow.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { flowGraph } from '../explain/flowGraph.ts';
import { checkIndex } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';

/**
 * Runs blocks again for the tokens that are reached. Values are mapped by a graph on this machine's CPU, wherever the model
 * runs: a server has only the model's own graphs, and a loop in JavaScript would take seconds a layer. The library is
 * imported by the first question where a server runs the model.
 */
export async function flow(
  { model, sequence }: ExplainedText,
  position: TokenIndex,
  threshold: number,
  signal: AbortSignal,
): Promise<Flow> {
  checkIndex('position', position, sequence.length);
  const { localCpu } = await import('../runtime/localRuntime.ts');
  const { ValueProjection } = await import('../transformer/valueProjection.ts');
  const projection = await ValueProjection.open(localCpu);
  try {
    return await flowGraph({ model: model.transformer, sequence, projection }, { position, threshold }, signal);
  } finally {
    await projection.release();
  }
}
