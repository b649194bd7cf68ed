// A runtime whose graphs run on a server, which has them by the same names, with their weights. Before any number is
// sent, the server's description of each graph is compared with the graph that would run here: names, element types,
// shapes. Knows the protocol's terms, no HTTP.
import type { Failure } from '../../contract/failure.ts';
import { remoteAddress } from '../../contract/remoteAddress.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { Feeds, FloatTensor } from '../feeds.ts';
import type { GraphRunner, RunOptions, Runtime } from '../runtime.ts';
import { type GraphSignature, knownSizes, signatureOf, sized, type TensorSignature } from './graphSignature.ts';
import type { TimeLimits } from './http.ts';
import { type ModelMetadata, ModelServer } from './modelServer.ts';

/** In tokens. Each chunk is sent with the cache of all tokens before it, so that few large chunks are sent. */
const CHUNK = 512;

export interface RemoteRuntime extends Runtime {
  /** Closes the connections; to be called where no graph could be opened. */
  close(): void;
}

/**
 * Connects to a server. Its connections are closed when the last graph is released. Fails with remote-address-invalid
 * and like ModelServer.connect(). `signal` ends connecting
 * and opening with cancelled, and nothing later.
 */
export async function remoteRuntime(url: string, limits?: TimeLimits, signal?: AbortSignal): Promise<RemoteRuntime> {
  const server = await ModelServer.connect(remoteAddress(url), { limits, signal });
  let open = 0;
  const released = () => {
    if (--open === 0) server.close();
  };
  return {
    keepsRounded: false,
    fusesAttention: false,
    readsWeights: false, // the server has them, and this machine may not
    fewestSlots: 1,
    chunk: CHUNK,
    open: async (graph, name) => {
      const runner = await RemoteGraph.open(server, graph, name, { released, signal });
      open++;
      return runner;
    },
    close: () => server.close(),
  };
}

/** One graph on the server, in the version that was the newest when it was opened. */
class RemoteGraph implements GraphRunner {
  readonly #server: ModelServer;
  readonly #name: string;
  readonly #version: string | undefined;
  readonly #signature: GraphSignature;
  readonly #released: () => void;

  private constructor(server: ModelServer, name: string, version: string | undefined, rest: Rest) {
    this.#server = server;
    this.#name = name;
    this.#version = version;
    this.#signature = rest.signature;
    this.#released = rest.released;
  }

  /**
   * Looks the model up and compares it with `graph`, which is not sent. Fails with remote-misfit where the server's
   * model of that name is another one, and like ModelServer.metadata().
   */
  static async open(
    server: ModelServer,
    graph: Graph,
    name: string,
    { released, signal }: { readonly released: () => void; readonly signal: AbortSignal | undefined },
  ): Promise<RemoteGraph> {
    const latest = await server.metadata(name, { signal });
    const version = newest(latest.versions);
    // Where there are several versions, the first answer may describe another one.
    const metadata = several(latest.versions) ? await server.metadata(name, { version, signal }) : latest;
    const signature = signatureOf(graph.encode(name));
    const problem = misfit(metadata, signature);
    if (problem) throw { code: 'remote-misfit', host: server.host, model: name, problem } satisfies Failure;
    return new RemoteGraph(server, name, version, { signature, released });
  }

  /**
   * One request. The sizes of the outputs follow from those of the inputs, so that the answer's shapes are known before
   * it comes.
   */
  async run<Name extends string>(feeds: Feeds, outputs: readonly Name[], { signal, into = {} }: RunOptions = {}) {
    const { inputs } = this.#signature;
    const sizes = knownSizes(inputs, (name) => feeds[name].dims);
    const sent = inputs.map(({ name, datatype }) => ({
      name,
      datatype,
      shape: feeds[name].dims,
      values: feeds[name].data,
    }));
    const asked = outputs.map((name) => ({ name, shape: sized(this.#output(name).shape, sizes) }));
    const model = { name: this.#name, version: this.#version };
    const results = await this.#server.infer(model, sent, asked, signal);
    const entries = outputs.map((name, i) => [name, into[name] ? written(into[name], results[i]) : results[i]]);
    return Object.fromEntries(entries) as Record<Name, Float32Array<ArrayBuffer>>;
  }

  #output(name: string): TensorSignature {
    const output = this.#signature.outputs.find((one) => one.name === name);
    if (!output) throw new Error(`the graph ${this.#name} has no output ${name}`);
    return output;
  }

  async release(): Promise<void> {
    this.#released();
  }
}

function written({ data }: FloatTensor<ArrayBuffer>, values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  data.set(values);
  return data;
}

interface Rest {
  readonly signature: GraphSignature;
  readonly released: () => void;
}

/**
 * The version to run: the highest, which Triton and OpenVINO Model Server run, too, if none is named. Requests name it,
 * so that a version which the server gets in the middle of a text is not mixed with it. Undefined where there are none.
 */
function newest(versions: unknown): string | undefined {
  const names = Array.isArray(versions) ? versions.filter((one): one is string => typeof one === 'string') : [];
  return names.toSorted((a, b) => Number(a) - Number(b)).at(-1);
}

function several(versions: unknown): boolean {
  return Array.isArray(versions) && versions.length > 1;
}

/** What is wrong with the server's model, if anything is. It may have more outputs, but no input that is not fed. */
function misfit({ inputs, outputs }: ModelMetadata, wanted: GraphSignature): string | undefined {
  const extra = described(inputs).find(({ name }) => !wanted.inputs.some((input) => input.name === name));
  if (extra) return `it asks for an input ${JSON.stringify(extra.name)}`;
  return (
    differing('input', described(inputs), wanted.inputs) ?? differing('output', described(outputs), wanted.outputs)
  );
}

function differing(
  kind: string,
  has: readonly DescribedTensor[],
  wanted: readonly TensorSignature[],
): string | undefined {
  for (const { name, datatype, shape } of wanted) {
    const tensor = has.find((one) => one.name === name);
    if (!tensor) return `it has no ${kind} ${JSON.stringify(name)}`;
    if (tensor.datatype !== datatype) return `${name} is ${JSON.stringify(tensor.datatype)}, not ${datatype}`;
    if (!fits(tensor.shape, shape)) return `${name} has the shape ${JSON.stringify(tensor.shape)}, not ${shown(shape)}`;
  }
  return undefined;
}

interface DescribedTensor {
  readonly name?: unknown;
  readonly datatype?: unknown;
  readonly shape?: unknown;
}

function described(tensors: unknown): readonly DescribedTensor[] {
  return Array.isArray(tensors) ? tensors.map((tensor: unknown) => tensor ?? {}) : [];
}

/** Whether every size is the same, or any size (-1) for the server; only -1 fits a name. */
function fits(shape: unknown, wanted: TensorSignature['shape']): boolean {
  if (!Array.isArray(shape) || shape.length !== wanted.length) return false;
  return wanted.every((size, i) => Number(shape[i]) === -1 || Number(shape[i]) === size);
}

function shown(shape: TensorSignature['shape']): string {
  return `[${shape.map((size) => (typeof size === 'number' ? size : -1))}]`;
}
