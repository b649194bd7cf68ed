// What a remote engine costs on loopback: the same model in this process and on the test server in another,
// alternately.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeModelRepository } from '../../src/cli/tritonRepository.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { remoteRuntime } from '../../src/runtime/remote/remoteRuntime.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { median } from './median.ts';

const RUNS = 15;

export interface RemoteComparison {
  readonly hereMs: number;
  readonly thereMs: number;
  /** The median of the ratios of neighbouring runs. */
  readonly ratio: number;
  /** The median of the differences, divided by the number of graphs. */
  readonly overheadMsPerBlock: number;
}

export async function remoteBench(folder: string): Promise<Readonly<Record<string, RemoteComparison>>> {
  const root = await mkdtemp(join(tmpdir(), 'remote-bench-'));
  const repository = join(root, 'model');
  await writeModelRepository(folder, repository);
  const results: Record<string, RemoteComparison> = {};
  for (const kind of ['binary', 'json'] as const) {
    const server = fork(join(import.meta.dirname, '../unit/runtime/remote/serve.ts'), [repository, `--${kind}`], {
      silent: true,
    });
    if (!server.stdout) throw new Error('the server has no output');
    const [url] = await once(server.stdout, 'data');
    const here = await Transformer.load(folder, { runtime: localCpu });
    const there = await Transformer.load(repository, { runtime: await remoteRuntime(String(url)) });
    for (const n of [16, 128]) results[`prefill ${n}, ${kind}`] = await compare(here, there, 0, n);
    results[`decode at 128, ${kind}`] = await compare(here, there, 128, 1);
    await here.release();
    await there.release();
    server.kill();
  }
  await rm(root, { recursive: true });
  return results;
}

async function compare(here: Transformer, there: Transformer, past: number, n: number): Promise<RemoteComparison> {
  const ids = (count: number) => Array.from({ length: count }, (_, i) => (i * 7919 + 13) % here.shape.vocabSize);
  const runs = await Promise.all(
    [here, there].map(async (model) => {
      const sequence = model.newSequence();
      await model.forward(sequence, ids(past));
      return async () => {
        sequence.truncate(past);
        const start = performance.now();
        await model.forward(sequence, ids(n));
        return performance.now() - start;
      };
    }),
  );
  for (const run of runs) await run();
  const times: [number, number][] = [];
  for (let i = 0; i < RUNS; i++) times.push([await runs[0](), await runs[1]()]);
  return {
    hereMs: median(times.map(([ours]) => ours)),
    thereMs: median(times.map(([, theirs]) => theirs)),
    ratio: median(times.map(([ours, theirs]) => theirs / ours)),
    overheadMsPerBlock: median(times.map(([ours, theirs]) => theirs - ours)) / (here.shape.layers + 1),
  };
}
