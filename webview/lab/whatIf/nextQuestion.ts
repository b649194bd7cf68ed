// What is asked of the next token where something is changed, the same in What if and in tools that switch parts off.
import type { Change, WhatIf } from '../../../src/contract/whatIf.ts';
import type { StopContext } from '../../stops/stopContext.ts';

/** Tokens of each distribution: enough that one which rises or falls is among them. */
const CANDIDATES = 200;

export function nextQuestion(
  { run, host, at, sampling }: Pick<StopContext, 'run' | 'host' | 'at' | 'sampling'>,
  changes: readonly Change[],
): { readonly key: string; readonly question: () => Promise<WhatIf> } {
  const question = { changes, after: at, k: CANDIDATES, sampling };
  return {
    key: `next ${at} ${JSON.stringify(sampling)} ${JSON.stringify(changes)}`,
    question: () => host.whatIf(run, question),
  };
}
