// A runtime that counts what onnxruntime multiplies: every session writes a profile, in which each node that ran has the
// shapes it had. Knows no formula.
import { readFileSync, rmSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Graph } from '../../../src/onnx/graph.ts';
import { quantise } from '../../../src/onnx/quantise.ts';
import type { Feeds } from '../../../src/runtime/feeds.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { GraphRunner, Runtime } from '../../../src/runtime/runtime.ts';

/** One node that ran: shapes of what went in and what came out. */
interface NodeEvent {
  readonly args?: {
    readonly op_name?: string;
    readonly input_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
    readonly output_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
  };
}

const PRODUCTS = new Set(['MatMul', 'Gemm', 'MatMulNBits']);

export class ProfiledRuntime implements Runtime {
  readonly keepsRounded = localCpu.keepsRounded;
  /** Products and weights of fused attention are inside one operator, of which a profile says nothing. */
  readonly fusesAttention = false;
  readonly readsWeights = localCpu.readsWeights;
  readonly fewestSlots = localCpu.fewestSlots;
  readonly #folder: string;
  readonly #sessions: InferenceSession[] = [];
  /** By block: pairs of query and key that the masks of all its runs let through, and those that they hide. */
  readonly pairs = new Map<string, { readonly seen: number; readonly hidden: number }>();

  /** `folder` gets the profiles. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async open(graph: Graph, name: string, weights: string): Promise<GraphRunner> {
    const quantised = [];
    for (const matrix of graph.quantised) quantised.push(await quantise(matrix));
    const session = await InferenceSession.create(graph.encode(name, quantised), {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'disabled', // nodes run as they were written
      enableProfiling: true,
      profileFilePrefix: `${this.#folder}/${this.#sessions.length}`,
      extra: { session: { model_external_initializers_file_folder_path: weights } },
    });
    this.#sessions.push(session);
    return {
      run: async (feeds, outputs, { into = {} } = {}) => {
        this.#countPairs(name, feeds);
        const results = await session.run(tensors(feeds), outputs);
        const entries = outputs.map((output) => {
          const made = results[output].data as Float32Array<ArrayBuffer>;
          into[output]?.data.set(made);
          return [output, into[output]?.data ?? made];
        });
        return Object.fromEntries(entries);
      },
      release: () => session.release(),
    };
  }

  #countPairs(block: string, { mask }: Feeds): void {
    if (mask === undefined) return;
    const seen = (mask.data as Float32Array).reduce((sum, added) => sum + (added === 0 ? 1 : 0), 0);
    const before = this.pairs.get(block) ?? { seen: 0, hidden: 0 };
    this.pairs.set(block, { seen: before.seen + seen, hidden: before.hidden + mask.data.length - seen });
  }

  /** All multiplications of all runs. Ends the profiles, so that it can be asked once. */
  multiplications(files: () => readonly string[]): number {
    for (const session of this.#sessions) session.endProfiling();
    let sum = 0;
    for (const file of files()) {
      const events: readonly NodeEvent[] = JSON.parse(readFileSync(file, 'utf8'));
      rmSync(file);
      for (const event of events) sum += productsOf(event);
    }
    return sum;
  }
}

/** A [.., m, k] times B with n columns: each number of A is multiplied n times. No node transposes A. */
function productsOf({ args }: NodeEvent): number {
  if (!args?.op_name || !PRODUCTS.has(args.op_name)) return 0;
  const [a] = Object.values(args.input_type_shape?.[0] ?? {});
  const [out] = Object.values(args.output_type_shape?.[0] ?? {});
  return a.reduce((product, size) => product * size, 1) * out[out.length - 1];
}

function tensors(feeds: Feeds): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { type, data, dims }]) => [
      name,
      type === 'float32' ? new Tensor(type, data, dims) : new Tensor(type, data, dims),
    ]),
  );
}
