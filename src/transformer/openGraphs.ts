// Makes the graphs of a model ready to be run. Knows no layer.
import type { GraphRunner, Runtime } from '../runtime/runtime.ts';
import { countKeptBytes, type NamedGraph } from './modelGraphs.ts';
import { yieldToEventLoop } from './yieldToEventLoop.ts';

/** Hears which share of the weights is ready to be used, 0 to 1. */
export type OpenedListener = (share: number) => void;

export interface OpenOptions {
  readonly onOpened?: OpenedListener | undefined;
  /** Ends it between two graphs. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens all sessions, or none: one that fails closes those before it, and so does the signal, with cancelled. On this machine
 * the largest ones come first: while one is opened its weights are in memory several times, and the memory that this leaves
 * free is then used by the others.
 */
export async function openGraphs(
  graphs: readonly NamedGraph[],
  runtime: Runtime,
  folder: string,
  { onOpened, signal }: OpenOptions = {},
): Promise<GraphRunner[]> {
  const sessions = new Map<NamedGraph, GraphRunner>();
  const bySize = graphs.toSorted((a, b) => countKeptBytes([b]) - countKeptBytes([a]));
  const all = graphs.reduce((sum, named) => sum + countKeptBytes([named]), 0);
  let opened = 0;
  try {
    for (const named of runtime.readsWeights ? bySize : graphs) {
      sessions.set(named, await runtime.open(named.graph, named.name, folder));
      opened += countKeptBytes([named]);
      onOpened?.(all === 0 ? 1 : opened / all);
      await yieldToEventLoop(signal);
    }
    return graphs.map((named) => sessions.get(named) as GraphRunner);
  } catch (failure) {
    for (const session of sessions.values()) await session.release();
    throw failure;
  }
}
