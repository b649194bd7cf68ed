// The graphs of a whole model, in the order in which they are run: the way in, every block, the way out. One graph a block
// rather than one for all: a run can then be watched, stopped between two blocks, changed there, and run again for one
// block alone. Writing the graphs checks every tensor that they use. The file knows no sessions.

import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import type { Precision } from '../contract/engineOptions.ts';
import type { WeightStorage } from '../contract/weightStorage.ts';
import type { Abilities } from '../onnx/abilities.ts';
import { Graph } from '../onnx/graph.ts';
import type { Architecture, ModelShape } from './architecture.ts';
import { unwrappedNames } from './unwrappedNames.ts';

export interface NamedGraph {
  readonly name: string;
  readonly graph: Graph;
}

/**
 * embed, block_000, …, unembed: the names they have on a server, too. Fails with tensor-missing, table-missing, tensor-invalid, and what
 * the architecture refuses.
 */
export function modelGraphs(
  opened: Checkpoint,
  architecture: Architecture,
  shape: ModelShape,
  precision: Precision = 'float32',
  can: Abilities = {},
): readonly NamedGraph[] {
  checkLayers(opened, shape);
  const checkpoint = unwrappedNames(opened, architecture, shape);
  const embed = new Graph(precision, can);
  architecture.embed(embed, checkpoint, shape);
  const blocks = Array.from({ length: shape.layers }, (_, layer) => {
    const graph = new Graph(precision, can);
    architecture.block(graph, checkpoint, shape, layer);
    return { name: `block_${String(layer).padStart(3, '0')}`, graph };
  });
  const unembed = new Graph(precision, can);
  architecture.unembed(unembed, checkpoint, shape);
  return [{ name: 'embed', graph: embed }, ...blocks, { name: 'unembed', graph: unembed }];
}

/** Refuses a number of layers that cannot be meant, before as many graphs are written: every layer has its own tensors. */
function checkLayers({ config, tensors }: Checkpoint, { layers }: ModelShape): void {
  if (layers > tensors.size)
    throw config.invalid('num_hidden_layers', `${layers} layers, and there are ${tensors.size} tensors`);
}

/** What the weights take in memory as the sessions keep them, in bytes; what several keep alike is counted once. */
export function countKeptBytes(graphs: readonly NamedGraph[]): number {
  const kept = new Map(graphs.flatMap(({ graph }) => [...graph.keptBytes]));
  return [...kept.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** How most of the weights are stored that the file has quantised, but in blocks of GGUF's; undefined where none are. */
export function storageOf(graphs: readonly NamedGraph[]): WeightStorage | undefined {
  const weights = new Map<string, { readonly storage: WeightStorage; count: number }>();
  for (const { shape, packing } of usedTensors(graphs)) {
    if (!packing) continue;
    const key = JSON.stringify(packing.storage);
    const of = weights.get(key) ?? { storage: packing.storage, count: 0 };
    weights.set(key, { ...of, count: of.count + shape[0] * shape[1] });
  }
  return [...weights.values()].toSorted((a, b) => b.count - a.count)[0]?.storage;
}

function usedTensors(graphs: readonly NamedGraph[]): ReadonlySet<TensorEntry> {
  return new Set(graphs.flatMap(({ graph }) => [...graph.tensors]));
}

/** Whether the first graph and the last one, the way in and the way out, use the same table of tokens. */
export function haveTiedTables(graphs: readonly NamedGraph[]): boolean {
  const wayOut = graphs[graphs.length - 1].graph.tensors;
  return [...graphs[0].graph.tensors].some((tensor) => wayOut.has(tensor));
}

/** Weights that are used; a table that serves as input and output is counted once. */
export function countParameters(graphs: readonly NamedGraph[]): number {
  const used = usedTensors(graphs);
  const inShape = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
  return [...used].reduce((sum, { shape, weights }) => sum + (weights ?? inShape(shape)), 0);
}
