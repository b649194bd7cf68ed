// One onnxruntime session for one graph over the weights of a checkpoint folder. The only file that knows onnxruntime.
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import type { ExecutionProvider } from '../contract/engineOptions.ts';
import type { Failure } from '../contract/failure.ts';
import type { Graph } from '../onnx/graph.ts';
import { quantise } from '../onnx/quantise.ts';
import { giveBack } from './detachBuffer.ts';
import type { GraphRunner, RunOptions, Runtime } from './runtime.ts';

export type Feeds = Readonly<Record<string, Tensor>>;

/** Names of the passes that make float32 of half precision once and for all, and of a pass over it that prepares it. */
const KEEPS_HALF = {
  optimization: { disable_specified_optimizers: 'ConstantFolding;FuseFp16InitializerToFp32NodeTransformer' },
  session: { disable_prepacking: '1' },
};
/** Of a sentence by onnxruntime. */
const MAX_PROBLEM = 300;

export class Session implements GraphRunner {
  readonly #session: InferenceSession;
  readonly #name: string;

  private constructor(session: InferenceSession, name: string) {
    this.#session = session;
    this.#name = name;
  }

  /** `folder` holds the safetensors files that the graph points into. Quantised weights are made here. Fails with session-failed. */
  static async open(graph: Graph, name: string, folder: string, provider: ExecutionProvider = 'cpu'): Promise<Session> {
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
      return new Session(session, name);
    } catch (error) {
      throw failed(name, error);
    } finally {
      if (bytes.byteLength === bytes.buffer.byteLength) giveBack(bytes); // small ones share their memory
    }
  }

  /** Blocks this thread for the whole run. Only the outputs that are named come back. Fails with session-failed. */
  async run<Name extends string>(
    feeds: Feeds,
    outputs: readonly Name[],
    { into = {} }: RunOptions = {},
  ): Promise<Record<Name, Float32Array<ArrayBuffer>>> {
    const fetches = Object.fromEntries(outputs.map((name) => [name, into[name] ?? null]));
    const results = await this.#session.run(feeds, fetches).catch((error: unknown) => {
      throw failed(this.#name, error);
    });
    // The binding makes a copy also of what it wrote into memory of ours. Until somebody collects them, copies stand
    // between the holes that runs leave in memory, and each run needs new memory: 60 MB for 512 tokens of GPT-2 small.
    for (const name of Object.keys(into)) giveBack(results[name].data as Float32Array<ArrayBuffer>);
    const entries = outputs.map((name) => [name, (into[name] ?? results[name]).data]);
    return Object.fromEntries(entries);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

async function encoded(graph: Graph, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const quantised = [];
  for (const matrix of graph.quantised) quantised.push(await quantise(matrix));
  const bytes = graph.encode(name, quantised) as Uint8Array<ArrayBuffer>; // shared with no thread
  for (const { packed, scales } of quantised) {
    giveBack(packed); // copied into the bytes
    giveBack(scales);
  }
  return bytes;
}

/** Of weights: below, memory is no matter. */
const SMALL_BYTES = 128 * 1024 * 1024;
const FEWEST = 64;
const MOST = 256;

/**
 * What a block computes on the way grows with the tokens that it is given: for GPT-2 small by 10 MB each 64, 2 % of its
 * weights, and so much larger models may take. Reading 512 tokens of it in chunks of 64 takes 1.36 of the time that one
 * chunk of 512 takes, of 128 1.16, of 256 1.06.
 */
function chunkFor(weightBytes: number): number {
  if (weightBytes < SMALL_BYTES) return MOST;
  const share = 2 ** Math.floor(Math.log2(weightBytes / 8e6));
  return Math.min(MOST, Math.max(FEWEST, share));
}

/** In this process, on `provider`; what it does not have runs on the CPU. */
export function localRuntime(provider: ExecutionProvider): Runtime {
  return {
    readsWeights: true,
    fewestSlots: 0,
    chunkFor,
    open: (graph, name, folder) => Session.open(graph, name, folder, provider),
  };
}

/** In this process, on the CPU. */
export const local = localRuntime('cpu');

/** onnxruntime leaves out what its build lacks without a word, so that it has to be asked. */
export function providersOfBuild(): readonly string[] {
  return listSupportedBackends().map(({ name }) => name);
}

export function floats(values: Float32Array, shape: readonly number[]): Tensor {
  return new Tensor('float32', values, shape);
}

export function integers(values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
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
