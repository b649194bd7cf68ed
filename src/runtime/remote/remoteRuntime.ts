// Graphs that run on a server which has them by the same names, weights included. Before anything is sent, what the
// server has is compared with what would run here: names, number types, shapes. Knows the protocol's words, no HTTP.
import type { Failure } from '../../contract/failure.ts';
import { remoteAddress } from '../../contract/remoteAddress.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { Feeds, FloatTensor } from '../feeds.ts';
import type { GraphRunner, RunOptions, Runtime } from '../runtime.ts';
import { type GraphSignature, knownSizes, signatureOf, sized, type TensorSignature } from './graphSignature.ts';
import type { TimeLimits } from './http.ts';
import { type ModelMetadata, ModelServer } from './modelServer.ts';

/** The cache travels with every chunk. */
const CHUNK = 512;

/** Fails with remote-address-invalid, remote-not-ready and what requests fail with. */
export async function remoteRuntime(url: string, limits?: TimeLimits): Promise<Runtime> {
  const server = await ModelServer.connect(remoteAddress(url), limits);
  let open = 0;
  const released = () => {
    if (--open === 0) server.close();
  };
  return {
    readsWeights: false,
    fewestSlots: 1,
    chunkFor: () => CHUNK,
    open: async (graph, name) => {
      const runner = await RemoteGraph.open(server, graph, name, released);
      open++;
      return runner;
    },
  };
}

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

  /** Fails with remote-misfit where the server's model of that name is another one. */
  static async open(server: ModelServer, graph: Graph, name: string, released: () => void): Promise<RemoteGraph> {
    const latest = await server.metadata(name);
    const version = newest(latest.versions);
    const metadata = several(latest.versions) ? await server.metadata(name, version) : latest;
    const signature = signatureOf(graph.encode(name));
    const problem = misfit(metadata, signature);
    if (problem) throw { code: 'remote-misfit', host: server.host, model: name, problem } satisfies Failure;
    return new RemoteGraph(server, name, version, { signature, released });
  }

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
 * The version that is run, so that one the server gets in the middle of a text does not mix with it. The highest, as
 * Triton and OpenVINO Model Server choose; undefined where a server has none.
 */
function newest(versions: unknown): string | undefined {
  const names = Array.isArray(versions) ? versions.filter((one): one is string => typeof one === 'string') : [];
  return names.toSorted((a, b) => Number(a) - Number(b)).at(-1);
}

function several(versions: unknown): boolean {
  return Array.isArray(versions) && versions.length > 1;
}

/** What is wrong with the server's model, if anything is. It may have outputs besides. */
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

/** -1 is any size. */
function fits(shape: unknown, wanted: TensorSignature['shape']): boolean {
  if (!Array.isArray(shape) || shape.length !== wanted.length) return false;
  return wanted.every((size, i) => Number(shape[i]) === -1 || Number(shape[i]) === size);
}

function shown(shape: TensorSignature['shape']): string {
  return `[${shape.map((size) => (typeof size === 'number' ? size : -1))}]`;
}
