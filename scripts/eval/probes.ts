// Pairs of continuations of which one is right by grammar or by what was said before: is that one more probable for the
// model? The method is that of Linzen et al. 2016, "Assessing the Ability of LSTMs to Learn Syntax-Sensitive
// Dependencies", §3, and Warstadt et al. 2020, "BLiMP".
import { transformerBits } from './documentBits.ts';
import { type EvaluatedModel, idsOf } from './evaluatedModel.ts';

export interface Probe {
  readonly prompt: string;
  readonly right: string;
  readonly wrong: string;
}

export interface ProbeGroup {
  readonly name: string;
  readonly probes: readonly Probe[];
}

/** In a smaller group a single answer moves the share by more than 5 %. */
const FEWEST = 20;

/**
 * Reads { group: [[prompt, right, wrong], …] }. Throws for a group that is too small and for a probe that asks nothing.
 */
export function parseProbes(json: string): readonly ProbeGroup[] {
  const groups = Object.entries(JSON.parse(json) as Readonly<Record<string, readonly (readonly string[])[]>>);
  return groups.map(([name, rows]) => {
    const probes = rows.map(([prompt, right, wrong]) => checkedProbe(name, { prompt, right, wrong }));
    const different = new Set(rows.map((row) => JSON.stringify(row))).size;
    if (different < FEWEST) throw new Error(`${name}: ${different} different probes, at least ${FEWEST} are needed`);
    return { name, probes };
  });
}

function checkedProbe(group: string, probe: Probe): Probe {
  const { prompt, right, wrong } = probe;
  const problem = (what: string) => new Error(`${group}: ${what}: ${JSON.stringify(probe)}`);
  if (!prompt || !right || !wrong) throw problem('a prompt, a right and a wrong continuation are needed');
  if (right === wrong) throw problem('right and wrong are the same');
  return probe;
}

/**
 * The share of probes whose right text is more probable. Whole texts are compared, prompt and continuation in one
 * piece: a tokenizer may join the last character of the prompt with the first one of the continuation (?"), and the
 * model has never seen a text that is cut between them.
 */
export async function rightShare(model: EvaluatedModel, { probes }: ProbeGroup): Promise<number> {
  let right = 0;
  for (const probe of probes) {
    const bits = (continuation: string) => transformerBits(model, idsOf(model, probe.prompt + continuation));
    if ((await bits(probe.right)) < (await bits(probe.wrong))) right++;
  }
  return right / probes.length;
}
