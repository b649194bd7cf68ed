// A session of onnxruntime for one graph over the weights of a checkpoint folder. It parses the graph, optimises it,
// and holds the weights until it is released. This is the only file that knows onnxruntime; it knows no Transformer.
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import type { ExecutionProvider } from '../contract/engineOptions.ts';
import type { Failure } from '../contract/failure.ts';
import type { Graph } from '../onnx/graph.ts';
import { madeInitializers } from '../onnx/madeTensors.ts';
import { quantise } from '../onnx/quantise.ts';
import { detachBuffer, detachCopy } from './detachBuffer.ts';
import type { Feeds } from './feeds.ts';
import type { GraphRunner, RunOptions } from './runtime.ts';

/**
 * Settings that keep weights in half precision. Constant folding would compute their casts to float32 when the session
 * is opened, and the other pass would replace the weights by float32 ones.
 */
const WIDENS_IN_RUNS = {
  optimization: { disable_specified_optimizers: 'ConstantFolding;FuseFp16InitializerToFp32NodeTransformer' },
};
/** Prepacking would copy weights once more, into the layout that a kernel likes best. Products with few bits need that. */
const UNPACKED = { disable_prepacking: '1' };
/** The characters that are kept of a message by onnxruntime. */
const MAX_PROBLEM = 300;

// From the first session on, onnxruntime 1.30 would collect what is opened and run in a database in the user's cache folder,
// to be sent to Microsoft. It reads this when that session is opened.
process.env.ORT_DISABLE_TELEMETRY = '1';

/**
 * The session's memory is native: the garbage collector neither sees nor frees it, which release() does. Tensors that
 * go in are over JavaScript's memory and are not copied; outputs come back as arrays of JavaScript's own.
 */
export class OnnxSession implements GraphRunner {
  readonly #session: InferenceSession;
  readonly #name: string;

  private constructor(session: InferenceSession, name: string) {
    this.#session = session;
    this.#name = name;
  }

  /**
   * Opens a session. `folder` holds the safetensors files that the graph points into. Matrices that the graph wants
   * quantised are read and quantised here, which takes most of the time where there are any. Fails with session-failed,
   * and like quantise().
   */
  static async open(
    graph: Graph,
    name: string,
    folder: string,
    provider: ExecutionProvider = 'cpu',
  ): Promise<OnnxSession> {
    const bytes = await encoded(graph, name);
    const isHalf = graph.precision === 'half';
    try {
      const session = await InferenceSession.create(bytes, {
        // What a provider cannot run goes to the next one in the list.
        executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
        extra: {
          ...(isHalf || graph.widensInRuns ? WIDENS_IN_RUNS : {}),
          session: {
            ...(isHalf ? UNPACKED : {}),
            // Threads that wait for work spin for a while by default, and take the cores from the next session: a chain
            // of sessions takes six times as long as with threads that sleep.
            intra_op: { allow_spinning: '0' },
            // A model that comes as bytes has no folder of its own in which its external data would be looked for.
            model_external_initializers_file_folder_path: folder,
          },
        },
        // The arena never gives its peak back: without it a third of the memory stays in use, and no run is slower.
        enableCpuMemArena: false,
        // A memory pattern is one piece of memory for all values of a run. It is half as large again as what a run
        // needs at any one time.
        enableMemPattern: false,
        logSeverityLevel: 3, // errors only
      });
      return new OnnxSession(session, name);
    } catch (error) {
      throw failed(name, error);
    } finally {
      if (bytes.byteLength === bytes.buffer.byteLength) detachBuffer(bytes); // small ones share a pool
    }
  }

  /** Blocks this thread for the whole run, so that no signal can interrupt it. Fails with session-failed. */
  async run<Name extends string>(
    feeds: Feeds,
    outputs: readonly Name[],
    { into = {} }: RunOptions = {},
  ): Promise<Record<Name, Float32Array<ArrayBuffer>>> {
    // A fetch with a tensor is written into that tensor's memory; with null, the session makes an output of its own.
    const fetches = Object.fromEntries(outputs.map((name) => [name, into[name] ? tensor(into[name]) : null]));
    const results = await this.#session.run(tensors(feeds), fetches).catch((error: unknown) => {
      throw failed(this.#name, error);
    });
    // The binding also copies the outputs that it has written into our memory. Until they are collected, these copies
    // keep the free memory between them apart, so that each run needs new memory: 60 MB for 512 tokens of GPT-2 small.
    for (const name of outputs) {
      if (into[name]) detachCopy(results[name].data as Float32Array<ArrayBuffer>, into[name].data);
    }
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

/** A tensor of onnxruntime's over the same memory. */
function tensor({ type, data, dims }: Feeds[string]): Tensor {
  return type === 'float32' ? new Tensor(type, data, dims) : new Tensor(type, data, dims);
}

/** The graph as bytes, with its matrices quantised. What was copied into the bytes is freed at once. */
async function encoded(graph: Graph, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const quantised = [];
  for (const matrix of graph.quantised) quantised.push(await quantise(matrix));
  const made = [];
  for (const tensor of graph.made) made.push(...(await madeInitializers(tensor)));
  const bytes = graph.encode(name, quantised, made) as Uint8Array<ArrayBuffer>; // no SharedArrayBuffer
  for (const { packed, scales } of quantised) {
    detachBuffer(packed);
    detachBuffer(scales);
  }
  for (const { rawData } of made) if (rawData) detachBuffer(rawData as Uint8Array<ArrayBuffer>);
  return bytes;
}

/**
 * The names of the execution providers in this build. A session silently leaves out a provider that its build lacks, so
 * that this has to be asked first.
 */
export function providersOfBuild(): readonly string[] {
  return listSupportedBackends().map(({ name }) => name);
}

function failed(graph: string, error: unknown): Failure {
  return { code: 'session-failed', graph, problem: inWords(error instanceof Error ? error.message : String(error)) };
}

/**
 * The message without the line of source in front and the check there that failed.
 * '/…/webgpu_context.cc:136 … was false. No adapters' → 'No adapters'
 */
function inWords(message: string): string {
  return message
    .replace(/^.*? was false\. /s, '')
    .trim()
    .slice(0, MAX_PROBLEM);
}
