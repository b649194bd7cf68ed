// Makes the graphs of a model ready to be run. Knows no layer.
import type { GraphRunner, Runtime } from '../runtime/runtime.ts';
import type { NamedGraph } from './modelGraphs.ts';

/** Opens all sessions, or none: one that fails closes those before it. */
export async function openGraphs(
  graphs: readonly NamedGraph[],
  runtime: Runtime,
  folder: string,
): Promise<GraphRunner[]> {
  const sessions: GraphRunner[] = [];
  try {
    for (const { name, graph } of graphs) sessions.push(await runtime.open(graph, name, folder));
    return sessions;
  } catch (failure) {
    for (const session of sessions) await session.release();
    throw failure;
  }
}
