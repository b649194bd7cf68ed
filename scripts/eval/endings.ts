// The share of greedy continuations of 50 fixed prompts that end in a proper sentence, as properEnding.ts says what that is.
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
  /** Where reading stops at the end of the first sentence. */
  readonly firstSentenceShare: number;
  /** [proper, of] */
  readonly byKind: Readonly<Record<string, readonly [number, number]>>;
  readonly continuations: readonly JudgedContinuation[];
}

export async function endings(model: EvaluatedModel): Promise<Endings> {
  const prompts = JSON.parse(await readFile(PROMPTS, 'utf8')) as Readonly<Record<string, readonly string[]>>;
  const continuations: JudgedContinuation[] = [];
  for (const [kind, texts] of Object.entries(prompts)) {
    for (const prompt of texts) {
      const whole = await continuation(model, prompt, { tokens: TOKENS, choose: argmax });
      // Behind the line of a comment comes code, which has no sentences.
      const judged = kind === 'comment' ? whole.split('\n')[0] : whole;
      continuations.push({ kind, prompt, continuation: judged, fault: endingOf(prompt, judged).fault });
    }
  }
  return summed(continuations);
}

export function summed(continuations: readonly JudgedContinuation[]): Endings {
  const byKind: Record<string, [number, number]> = {};
  for (const { kind, fault } of continuations) {
    const [proper, of] = byKind[kind] ?? [0, 0];
    byKind[kind] = [proper + (fault ? 0 : 1), of + 1];
  }
  const proper = continuations.filter(({ fault }) => !fault).length;
  const first = continuations.filter(({ prompt, continuation: text }) => !firstEndingOf(prompt, text).fault).length;
  const of = continuations.length;
  return { properShare: proper / of, firstSentenceShare: first / of, byKind, continuations };
}
