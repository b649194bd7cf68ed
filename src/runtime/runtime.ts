// What the Transformer needs of the place where its graphs are run: one runner for each graph. onnxSession.ts runs
// graphs in this process, remote/remoteRuntime.ts on a server. Knows neither onnxruntime nor a network.
import type { Graph } from '../onnx/graph.ts';
import type { Feeds, FloatTensor } from './feeds.ts';

export interface RunOptions {
  /** Cancels the run on a server; a session of onnxruntime cannot be interrupted. */
  readonly signal?: AbortSignal;
  /**
   * Memory for outputs by their names, as tensors of exactly their shapes. These outputs are written there, so that no
   * run makes new arrays as large; one that `outputs` does not name is left as it is.
   */
  readonly into?: Readonly<Record<string, FloatTensor<ArrayBuffer>>>;
}

/**
 * One graph that is ready to be run. Its weights are in memory that the garbage collector does not manage, so that it
 * has to be released.
 */
export interface GraphRunner {
  /**
   * Runs the graph once. `feeds` has every input of the graph, in the shape that it declares. Only the outputs that are
   * named come back, each as an array that is the caller's (row-major, in the declared shape). Fails with
   * session-failed or, on a server, with cancelled and a RemoteFailure.
   */
  run<Name extends string>(
    feeds: Feeds,
    outputs: readonly Name[],
    options?: RunOptions,
  ): Promise<Record<Name, Float32Array<ArrayBuffer>>>;
  release(): Promise<void>;
}

export interface Runtime {
  /** Whether the weights are read from the model's folder. Where they are not, tokenscope.json may list the tensors. */
  readonly readsWeights: boolean;
  /**
   * Whether a product that rounds its input to 8 bits, block by block, leaves numbers as they are that were rounded that way;
   * see onnx/inParts.ts.
   */
  readonly keepsRounded: boolean;
  /** Whether attention may be one operator of onnxruntime's own; see transformer/layers/fusedAttention.ts. */
  readonly fusesAttention: boolean;
  /**
   * The number of slots of a cache that holds nothing yet. A server gets 1, which the mask hides, since servers differ
   * in what they make of tensors without elements.
   */
  readonly fewestSlots: 0 | 1;
  /** How many new tokens are run at a time, where the way there counts for more than what a block takes. */
  readonly chunk?: number;
  /**
   * Makes a graph ready to be run. `name` is embed, block_000, …, unembed; `folder` holds the safetensors files that
   * the graph points into. Fails with session-failed or, on a server, with a RemoteFailure.
   */
  open(graph: Graph, name: string, folder: string): Promise<GraphRunner>;
}
