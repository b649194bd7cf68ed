// Puts together what the stops get, from the panel's state and what it owns. Draws nothing.
import type { RunSummary } from '../../src/contract/engineApi.ts';
import type { HeadRef } from '../../src/contract/readings.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import type { SharedAnswers } from '../state/answers.ts';
import { promptLength } from '../state/generatedTokens.ts';
import type { PanelState } from '../state/panelState.ts';
import type { StopContext } from './stopContext.ts';

/** What the panel has beside its state. */
type Owned = SharedAnswers & Pick<StopContext, 'pointer' | 'host' | 'queue'>;

export function stopContextOf(state: PanelState, { run, model }: RunSummary, head: HeadRef, owned: Owned): StopContext {
  const { tokens, steps, branches, generating, whole, place, selected, other, sampling, showIds, tint } = state;
  return {
    run,
    model,
    tokens,
    promptLength: promptLength(state),
    steps,
    branches,
    generating,
    whole: whole && place === 'lecture',
    selected,
    at: selected ?? ((tokens.length - 1) as TokenIndex),
    other,
    head,
    sampling,
    showIds,
    tint,
    version: `${run} ${tokens.length} ${steps.map((step) => step.token.id).join()}`,
    ...owned,
  };
}
