// What a session had set up, as the panel's state has it, and back: a head, a token or a change that this model or text
// does not have is left out. Pure.
import type { SessionSetup } from '../../src/contract/session.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { type NodeId, ROOT } from '../state/branches.ts';
import { hasHead } from '../state/headless.ts';
import { changesOfText } from '../state/keptChanges.ts';
import type { PanelState } from '../state/panelState.ts';
import { STOPS } from '../state/stopIds.ts';
import { offeredTools, PLACES } from '../state/toolIds.ts';

/** Branches are not in it: their tokens are generated again first. */
export function restoredState(state: PanelState, setup: SessionSetup): Partial<PanelState> | undefined {
  const { content, tokens } = state;
  if (content.kind !== 'explained') return undefined;
  const { model } = content.summary;
  const there = (at: TokenIndex | undefined) => (at !== undefined && at < tokens.length ? at : undefined);
  const { head, asked, patching } = setup;
  const isAskable =
    asked && asked.position < tokens.length && Math.max(asked.target, asked.other ?? 0) < model.vocabSize;
  const list = setup.changes.map(({ change, isOn, token }) => ({
    change,
    isOn,
    token: token && { text: token.text, bytes: token.bytes },
  }));
  return {
    place: PLACES.find((one) => one === setup.place) ?? state.place,
    stop: STOPS.find((one) => one === setup.stop) ?? state.stop,
    tool: offeredTools(model).find((one) => one === setup.tool) ?? state.tool,
    selected: setup.selected === undefined ? undefined : (there(setup.selected) ?? state.selected),
    other: there(setup.other),
    head: head && hasHead(model, head) ? head : state.head,
    sampling: setup.sampling,
    asked: isAskable ? { position: asked.position, target: asked.target, other: asked.other } : undefined,
    changes: changesOfText(list, content, tokens.length),
    mattered: setup.mattered,
    patching: {
      source: patching.source,
      kind: patching.kind,
      plus: patching.plus,
      minus: patching.minus,
      measures: false,
    },
    comparing: { ...state.comparing, ...setup.comparing },
  };
}

export function setupOf(state: PanelState): SessionSetup {
  const { place, stop, tool, selected, other, head, sampling, asked, branches, mattered } = state;
  const { source, kind, plus, minus } = state.patching;
  const places = new Map<NodeId, number>([
    [ROOT, 0],
    ...[...branches.nodes.keys()].map((id, i) => [id, i + 1] as const),
  ]);
  return {
    place,
    stop,
    tool,
    selected,
    other,
    head,
    sampling,
    asked,
    branches: [...branches.nodes.values()].map(({ parent, step }) => ({
      parent: places.get(parent) ?? 0,
      id: step.token.id,
      text: step.token.text,
      isChosen: step.isChosen,
      sampling: step.sampling,
    })),
    shown: places.get(branches.shown) ?? 0,
    changes: state.changes.history.list,
    mattered,
    patching: { source, kind, plus, minus },
    comparing: {
      with: state.comparing.with === 'changes' ? 'changes' : 'text',
      source: state.comparing.source,
    },
  };
}
