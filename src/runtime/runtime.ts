// Where the graphs of a model are run: one runner a graph. Knows neither onnxruntime nor a network; onnxSession.ts
// runs them in this process, remote/remoteRuntime.ts on a server.
import type { Graph } from '../onnx/graph.ts';
import type { Feeds, FloatTensor } from './feeds.ts';

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Where outputs are to be written, tensors of their shapes: those of them that are named. */
  readonly into?: Readonly<Record<string, FloatTensor<ArrayBuffer>>>;
}

export interface GraphRunner {
  /** Only the outputs that are named come back. Fails with cancelled where the runner can be stopped within a run. */
  run<Name extends string>(
    feeds: Feeds,
    outputs: readonly Name[],
    options?: RunOptions,
  ): Promise<Record<Name, Float32Array<ArrayBuffer>>>;
  release(): Promise<void>;
}

export interface Runtime {
  /** Where they are not read, tokenscope.json may stand for them. */
  readonly readsWeights: boolean;
  /** Of a cache that holds nothing yet; they are masked. Servers differ in what they make of tensors of no size. */
  readonly fewestSlots: 0 | 1;
  /** New tokens that are best run at a time. Scores are heads · chunk · n floats, progress is told after each block of each chunk. */
  chunkFor(weightBytes: number): number;
  /** `name`: embed, block_000, …, unembed. `folder` holds the safetensors files that the graph points into. */
  open(graph: Graph, name: string, folder: string): Promise<GraphRunner>;
}
