// The generated tokens of the panel's state: one more, another branch, fewer of them. Pure.
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { commonLength, type NodeId, pathTo, showing, shownAfter, withStep } from './branches.ts';
import { changesBefore } from './keptChanges.ts';
import type { PanelState } from './panelState.ts';
import type { RecordedStep } from './recordedStep.ts';

/** The number of tokens of the user's own text; the tokens after them were generated. */
export function promptLength(state: PanelState): number {
  return state.content.kind === 'explained' ? state.content.summary.tokens.length : 0;
}

export function lastToken({ tokens }: Pick<PanelState, 'tokens'>): TokenIndex {
  return (tokens.length - 1) as TokenIndex;
}

/** A step that arrives after a reset no longer belongs to the text. */
export function stepped(state: PanelState, step: RecordedStep): PanelState {
  if (step.index !== state.tokens.length) return state;
  const branches = withStep(state.branches, step);
  return {
    ...state,
    branches,
    tokens: [...state.tokens, step.token],
    steps: [...state.steps, step],
    selected: step.index,
  };
}

/** What both branches begin with stays as it is; the last token is selected, as if it had just been generated. */
export function withBranch(state: PanelState, node: NodeId): PanelState {
  const { branches } = state;
  const path = pathTo(branches, node);
  const common = commonLength(path, pathTo(branches, branches.shown));
  const cut = truncated(state, promptLength(state) + common);
  const steps = path.map(({ step }) => step);
  const tokens = [...cut.tokens, ...steps.slice(common).map(({ token }) => token)];
  return { ...cut, branches: showing(branches, node), steps, tokens, selected: lastToken({ tokens }) };
}

/** Whose token is taken back is left at the end of the text, from which the next one is drawn. */
export function truncated(state: PanelState, length: number): PanelState {
  const steps = state.steps.filter((step) => step.index < length);
  const branches = showing(state.branches, shownAfter(state.branches, steps.length));
  const last = (length - 1) as TokenIndex;
  const selected = state.selected !== undefined && state.selected >= length ? last : state.selected;
  const other = state.other !== undefined && state.other >= length ? undefined : state.other;
  const asked = state.asked && state.asked.position < length ? state.asked : undefined;
  const changes = changesBefore(state.changes, length);
  const tokens = state.tokens.slice(0, length);
  return { ...state, branches, tokens, steps, selected, other, asked, changes, notice: undefined };
}
