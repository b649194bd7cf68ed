// How long GPT-2 small takes to read a text, beside its peers in turn, and as a share of what the machine can multiply.
import { alternately, besideOurs } from './alternately.ts';
import { type Gpt2Files, openPeers } from './gpt2Peers.ts';
import type { MachineLimits } from './limitsBench.ts';
import { GPT2_SMALL } from './modelShapes.ts';
import { prefillFlop, workOf } from './modelWork.ts';
import type { Report } from './report.ts';

const LENGTHS = [128, 512] as const;
const RUNS = 5;

export interface PeersInput {
  readonly files: Gpt2Files;
  readonly limits: MachineLimits;
}

/** Runs in a process of its own: see engineProcess.ts. */
export async function measure({ files, limits }: PeersInput, report: Report): Promise<void> {
  const work = workOf(GPT2_SMALL);
  for (const [weights, peers] of Object.entries(await openPeers(files))) {
    for (const n of LENGTHS) {
      const text = ids(n);
      const prefills = Object.entries(peers).map(([name, peer]) => [name, () => peer.prefill(text)] as const);
      const times = await alternately(RUNS, Object.fromEntries(prefills));
      const limit = prefillFlop(work, n) / limits['products in float32, GFLOP/s'] / 1e6;
      const share = (ms: number) => ({ '% of products in float32': (100 * limit) / ms });
      report({ [`${n} tokens, ${weights}`]: besideOurs(times, share) });
    }
    for (const peer of Object.values(peers)) await peer.release();
  }
}

export function ids(n: number): number[] {
  return Array.from({ length: n }, (_, i) => (i * 7919 + 13) % 50257);
}
