// Pairs of continuations of which one is right by grammar or by what was said before: does the model think that one more
// probable? As Linzen et al. 2016, "Assessing the Ability of LSTMs to Learn Syntax-Sensitive Dependencies", §3, and Warstadt et al. 2020, "BLiMP".
import { surprisal } from '../../src/explain/surprisal.ts';
import { type EvaluatedModel, idsOf, readLogits } from './evaluatedModel.ts';

export interface Probe {
  readonly prompt: string;
  readonly right: string;
  readonly wrong: string;
}

export interface ProbeGroup {
  readonly name: string;
  readonly probes: readonly Probe[];
}

/** One right by chance moves the share of a group of fewer by more than 5 %. */
const FEWEST = 20;

/** From { group: [[prompt, right, wrong], …] }; throws for a group that is too small and a probe that asks nothing. */
export function parseProbes(json: string): readonly ProbeGroup[] {
  const groups = Object.entries(JSON.parse(json) as Readonly<Record<string, readonly (readonly string[])[]>>);
  return groups.map(([name, rows]) => {
    const probes = rows.map(([prompt, right, wrong]) => checked(name, { prompt, right, wrong }));
    const different = new Set(rows.map((row) => JSON.stringify(row))).size;
    if (different < FEWEST) throw new Error(`${name}: ${different} different probes, at least ${FEWEST} are needed`);
    return { name, probes };
  });
}

function checked(group: string, probe: Probe): Probe {
  const { prompt, right, wrong } = probe;
  const problem = (what: string) => new Error(`${group}: ${what}: ${JSON.stringify(probe)}`);
  if (!prompt || !right || !wrong) throw problem('a prompt, a right and a wrong continuation are needed');
  if (right === wrong) throw problem('right and wrong are the same');
  // A space belongs to the token behind it: at the end of a prompt it would be a token that no text has there.
  if (/\s$/.test(prompt)) throw problem('the prompt ends in white space');
  return probe;
}

export async function rightShare(model: EvaluatedModel, { probes }: ProbeGroup): Promise<number> {
  let right = 0;
  for (const probe of probes) {
    const bits = (text: string) => continuationBits(model, probe.prompt, text);
    if ((await bits(probe.right)) < (await bits(probe.wrong))) right++;
  }
  return right / probes.length;
}

/** -log₂ p(continuation | end-of-text, prompt), all its tokens. */
async function continuationBits(model: EvaluatedModel, prompt: string, text: string): Promise<number> {
  const before = [model.end, ...idsOf(model, prompt)];
  const ids = [...before, ...idsOf(model, text)];
  let bits = 0;
  const take = (logits: Float32Array, place: number) => {
    bits += surprisal(logits, ids[place + 1]).bits;
  };
  await readLogits(model, ids.slice(0, -1), take, before.length - 1);
  return bits;
}
