// One onnxruntime session for one graph over the weights of a checkpoint folder. The only file that knows onnxruntime.
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import type { ExecutionProvider } from '../contract/engineOptions.ts';
import type { Failure } from '../contract/failure.ts';
import type { Graph } from '../onnx/graph.ts';
import { quantise } from '../onnx/quantise.ts';
import { detachBuffer } from './detachBuffer.ts';
import type { Feeds } from './feeds.ts';
import type { GraphRunner, RunOptions } from './runtime.ts';

/** Names of the passes that make float32 of half precision once and for all, and of a pass over it that prepares it. */
const KEEPS_HALF = {
  optimization: { disable_specified_optimizers: 'ConstantFolding;FuseFp16InitializerToFp32NodeTransformer' },
  session: { disable_prepacking: '1' },
};
/** Of a sentence by onnxruntime. */
const MAX_PROBLEM = 300;

export class OnnxSession implements GraphRunner {
  readonly #session: InferenceSession;
  readonly #name: string;

  private constructor(session: InferenceSession, name: string) {
    this.#session = session;
    this.#name = name;
  }

  /** `folder` holds the safetensors files that the graph points into. Quantised weights are made here. Fails with session-failed. */
  static async open(
    graph: Graph,
    name: string,
    folder: string,
    provider: ExecutionProvider = 'cpu',
  ): Promise<OnnxSession> {
    const bytes = await encoded(graph, name);
    const half: Partial<typeof KEEPS_HALF> = graph.precision === 'half' ? KEEPS_HALF : {};
    try {
      const session = await InferenceSession.create(bytes, {
        executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
        extra: {
          ...half,
          session: {
            ...half.session,
            // A chain of sessions whose idle threads spin takes six times as long as one whose threads sleep.
            intra_op: { allow_spinning: '0' },
            model_external_initializers_file_folder_path: folder,
          },
        },
        // The arena keeps its peak for ever; without it a run uses a third of the memory and no more time.
        enableCpuMemArena: false,
        // A plan of all that a run needs, as one piece of memory, is half as large again as what is needed at any time.
        enableMemPattern: false,
        logSeverityLevel: 3,
      });
      return new OnnxSession(session, name);
    } catch (error) {
      throw failed(name, error);
    } finally {
      if (bytes.byteLength === bytes.buffer.byteLength) detachBuffer(bytes); // small ones share their memory
    }
  }

  /** Blocks this thread for the whole run. Only the outputs that are named come back. Fails with session-failed. */
  async run<Name extends string>(
    feeds: Feeds,
    outputs: readonly Name[],
    { into = {} }: RunOptions = {},
  ): Promise<Record<Name, Float32Array<ArrayBuffer>>> {
    const fetches = Object.fromEntries(outputs.map((name) => [name, into[name] ? tensor(into[name]) : null]));
    const results = await this.#session.run(tensors(feeds), fetches).catch((error: unknown) => {
      throw failed(this.#name, error);
    });
    // The binding makes a copy also of what it wrote into memory of ours. Until somebody collects them, copies stand
    // between the holes that runs leave in memory, and each run needs new memory: 60 MB for 512 tokens of GPT-2 small.
    for (const name of Object.keys(into)) detachBuffer(results[name].data as Float32Array<ArrayBuffer>);
    const entries = outputs.map((name) => [name, (into[name] ?? results[name]).data]);
    return Object.fromEntries(entries);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

function tensors(feeds: Feeds): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, tensor(feed)]));
}

/** The numbers stay where they are. */
function tensor({ type, data, dims }: Feeds[string]): Tensor {
  return type === 'float32' ? new Tensor(type, data, dims) : new Tensor(type, data, dims);
}

async function encoded(graph: Graph, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const quantised = [];
  for (const matrix of graph.quantised) quantised.push(await quantise(matrix));
  const bytes = graph.encode(name, quantised) as Uint8Array<ArrayBuffer>; // shared with no thread
  for (const { packed, scales } of quantised) {
    detachBuffer(packed); // copied into the bytes
    detachBuffer(scales);
  }
  return bytes;
}

/** onnxruntime leaves out what its build lacks without a word, so that it has to be asked. */
export function providersOfBuild(): readonly string[] {
  return listSupportedBackends().map(({ name }) => name);
}

function failed(graph: string, error: unknown): Failure {
  return { code: 'session-failed', graph, problem: inWords(error instanceof Error ? error.message : String(error)) };
}

/** Without the place in its source, and the check there that failed: "/…/webgpu_context.cc:136 … was false. No adapters" */
function inWords(message: string): string {
  return message
    .replace(/^.*? was false\. /s, '')
    .trim()
    .slice(0, MAX_PROBLEM);
}
