// One onnxruntime session for one graph over the weights of a checkpoint folder. The only file that knows onnxruntime.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Graph } from './onnx.ts';
import type { GraphRunner, Runtime } from './runtime.ts';

export type Feeds = Readonly<Record<string, Tensor>>;

export class Session implements GraphRunner {
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  /** `folder` holds the safetensors files that the graph points into. */
  static async open(graph: Graph, name: string, folder: string): Promise<Session> {
    const session = await InferenceSession.create(graph.encode(name), {
      // A chain of sessions whose idle threads spin takes six times as long as one whose threads sleep.
      extra: { session: { intra_op: { allow_spinning: '0' }, model_external_initializers_file_folder_path: folder } },
      // The arena keeps its peak for ever; without it a run uses a third of the memory and no more time.
      enableCpuMemArena: false,
      logSeverityLevel: 3,
    });
    return new Session(session);
  }

  /** Blocks this thread for the whole run. Only the outputs that are named come back. */
  async run<Name extends string>(
    feeds: Feeds,
    outputs: readonly Name[],
  ): Promise<Record<Name, Float32Array<ArrayBuffer>>> {
    const results = await this.#session.run(feeds, outputs);
    const entries = outputs.map((name) => [name, results[name].data]);
    return Object.fromEntries(entries);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

/** In this process. */
export const local: Runtime = {
  readsWeights: true,
  fewestSlots: 0,
  open: (graph, name, folder) => Session.open(graph, name, folder),
};

export function floats(values: Float32Array, shape: readonly number[]): Tensor {
  return new Tensor('float32', values, shape);
}

export function integers(values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
}
