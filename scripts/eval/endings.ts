// The share of greedy continuations of 50 fixed prompts that end in a proper sentence, which properEnding.ts defines.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argmax } from '../../src/explain/argmax.ts';
import { continuation } from './continuation.ts';
import type { EvaluatedModel } from './evaluatedModel.ts';
import { endingOf, type Fault, firstEndingOf } from './properEnding.ts';

const PROMPTS = join(import.meta.dirname, 'prompts.json');
const TOKENS = 70;

export interface JudgedContinuation {
  readonly kind: string;
  readonly prompt: string;
  readonly continuation: string;
  readonly fault: Fault | undefined;
}

export interface Endings {
  readonly properShare: number;
  /** The share if each is judged at the end of its first sentence. */
  readonly firstSentenceShare: number;
  /** [proper, all] */
  readonly byKind: Readonly<Record<string, readonly [number, number]>>;
  readonly continuations: readonly JudgedContinuation[];
}

export async function endings(model: EvaluatedModel): Promise<Endings> {
  const prompts = JSON.parse(await readFile(PROMPTS, 'utf8')) as Readonly<Record<string, readonly string[]>>;
  const continuations: JudgedContinuation[] = [];
  for (const [kind, texts] of Object.entries(prompts)) {
    for (const prompt of texts) {
      const whole = await continuation(model, prompt, { tokens: TOKENS, choose: argmax });
      // After the line of a comment comes code, which has no sentences.
      const judged = kind === 'comment' ? whole.split('\n')[0] : whole;
      continuations.push({ kind, prompt, continuation: judged, fault: endingOf(prompt, judged).fault });
    }
  }
  return summed(continuations);
}

export function summed(continuations: readonly JudgedContinuation[]): Endings {
  const byKind: Record<string, [number, number]> = {};
  for (const { kind, fault } of continuations) {
    const [proper, all] = byKind[kind] ?? [0, 0];
    byKind[kind] = [proper + (fault ? 0 : 1), all + 1];
  }
  const proper = continuations.filter(({ fault }) => !fault).length;
  const first = continuations.filter(({ prompt, continuation: text }) => !firstEndingOf(prompt, text).fault).length;
  const all = continuations.length;
  return { properShare: proper / all, firstSentenceShare: first / all, byKind, continuations };
}
