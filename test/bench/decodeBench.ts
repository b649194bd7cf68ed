// How long a token of GPT-2 small takes behind others, beside its peers in turn, and as a share of the time in which the
// machine can read the weights and the cache.
import { stat } from 'node:fs/promises';
import { alternately, besideOurs } from './alternately.ts';
import { openPeers, type Weights } from './gpt2Peers.ts';
import { GPT2_SMALL } from './modelShapes.ts';
import { tokenBytes, workOf } from './modelWork.ts';
import { ids, type PeersInput } from './prefillBench.ts';
import type { Report } from './report.ts';

const PASTS = [128, 1000] as const;
/** llama.cpp's text grows with each, and has room for 1,024 tokens. */
const RUNS = 20;

/** Runs in a process of its own: see engineProcess.ts. */
export async function measure({ files, limits }: PeersInput, report: Report): Promise<void> {
  const work = workOf(GPT2_SMALL);
  const all = work.inBlocks + work.inTable;
  const perWeight: Readonly<Record<Weights, number>> = { float32: 4, Q8_0: (await stat(files.q8)).size / all };
  for (const [weights, peers] of Object.entries(await openPeers(files))) {
    for (const past of PASTS) {
      const steps: Record<string, () => Promise<unknown>> = {};
      for (const [name, peer] of Object.entries(peers)) steps[name] = await peer.decoder(ids(past));
      const bytes = tokenBytes(work, past, perWeight[weights as Weights]);
      const limit = bytes / limits['memory read, GB/s'] / 1e6;
      const share = (ms: number) => ({ '% of memory read': (100 * limit) / ms });
      report({ [`behind ${past} tokens, ${weights}`]: besideOurs(await alternately(RUNS, steps), share) });
    }
    for (const peer of Object.values(peers)) await peer.release();
  }
}
