// How events change what the panel shows. Pure.
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import type { HeadRef } from '../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../src/contract/tokens.ts';
import type { PanelContent } from '../../src/contract/webviewApi.ts';
import type { WorkedExample } from '../../src/contract/workedExamples.ts';
import { NO_BRANCHES, onlyShown } from './branches.ts';
import { lastToken, stepped, truncated, withBranch } from './generatedTokens.ts';
import { hasHead } from './headless.ts';
import { changesIn, editedChanges } from './keptChanges.ts';
import { askedAgain, firstSelection, isOfText, type KeptSelection, keptSelection, tokenAt } from './keptSelection.ts';
import type { PanelEvent, PanelState } from './panelState.ts';
import { offeredTools, TOOLS, type ToolId } from './toolIds.ts';

export function update(state: PanelState, event: PanelEvent): PanelState {
  switch (event.kind) {
    case 'content':
      return withContent(state, event.content);
    case 'source':
      if (state.content.kind !== 'explained') return state;
      return { ...state, content: { ...state.content, source: event.source } };
    case 'select':
      return { ...state, selected: event.token !== undefined && event.token in state.tokens ? event.token : undefined };
    case 'other':
      return { ...state, other: event.token };
    case 'reading':
      return { ...state, stop: event.stop };
    case 'place':
    case 'tool':
    case 'asked':
    case 'mattered':
    case 'patching':
    case 'comparing':
    case 'tint':
    case 'head':
    case 'whole':
    case 'sampling':
    case 'showIds':
    case 'session':
    case 'lost': {
      const { kind, ...set } = event;
      return { ...state, ...set };
    }
    case 'why':
      return { ...inLab(state, 'why'), asked: event.asked, selected: event.asked.position };
    case 'changes':
      return { ...state, changes: editedChanges(state.changes, event.edit) };
    case 'whatIf':
      return { ...inLab(state, 'whatIf'), changes: editedChanges(state.changes, { ...event, kind: 'add' }) };
    case 'askAtEnd':
      return askedAtEnd(state, event.tool);
    case 'compare':
      return { ...inLab(state, 'compare'), comparing: { ...state.comparing, ...event.some } };
    case 'tour':
      return { ...state, tour: event.tour, place: event.tour ? 'lecture' : state.place };
    case 'example':
      return withExample(state, event.example);
    case 'generating':
      return {
        ...state,
        generating: event.generating,
        notice: event.notice,
        lastRun: event.lastRun ?? state.lastRun,
      };
    case 'step':
      return stepped(state, event.step);
    case 'truncated':
      return truncated(state, event.length);
    case 'branch':
      return withBranch(state, event.node);
    case 'restored':
      return { ...state, ...event.restored };
    case 'clearBranches':
      return { ...state, branches: onlyShown(state.branches) };
  }
}

function inLab(state: PanelState, tool: ToolId): PanelState {
  return { ...state, place: 'lab', tool };
}

/** The token whose attention tints the list of tokens and the editor; undefined where nothing or something else does. */
export function tintingToken({ selected, tint }: PanelState): TokenIndex | undefined {
  return tint === 'attention' ? selected : undefined;
}

function withContent(state: PanelState, content: PanelContent): PanelState {
  const kept = keptSelection(state.content, state.tokens, state) ?? state.kept;
  const changes = changesIn(state.changes, content);
  const begun = {
    ...state,
    content,
    changes,
    branches: NO_BRANCHES,
    steps: [],
    asked: undefined,
    example: undefined,
    mattered: { ...state.mattered, ofContinuation: false },
    patching: { ...state.patching, source: undefined, measures: false },
    comparing: { ...state.comparing, source: undefined, model: undefined, reads: false },
    generating: false,
    whole: false,
    notice: undefined,
    lastRun: undefined,
    lost: undefined,
    session: undefined,
  };
  if (content.kind !== 'explained') return { ...begun, tokens: [], selected: undefined, other: undefined, kept };
  const { tokens, model } = content.summary;
  const head = state.head && hasHead(model, state.head) ? state.head : firstHead(model);
  const same = kept && isOfText(kept, content) ? kept : undefined;
  const asked = same && askedAgain(same, content);
  const patching = { ...begun.patching, source: same?.patched };
  const comparing = { ...begun.comparing, source: same?.compared };
  const selection = selectionIn(content, tokens, kept);
  const tool = offeredTools(model).find((one) => one === state.tool) ?? TOOLS[0];
  return { ...begun, tokens, ...selection, asked, patching, comparing, kept: undefined, head, tool };
}

/** After a reload, and when the same text is explained again, the reader's own selection stays, also that of nothing. */
function selectionIn(content: PanelContent, tokens: readonly Token[], kept: KeptSelection | undefined) {
  if (!kept || !isOfText(kept, content)) return { selected: firstSelection(tokens), other: undefined };
  const selected = kept.selected && (tokenAt(tokens, kept.selected) ?? firstSelection(tokens));
  return { selected, other: tokenAt(tokens, kept.other) };
}

function withExample(state: PanelState, example: WorkedExample | undefined): PanelState {
  return example ? { ...askedAtEnd(state, 'why'), tour: false, example } : { ...state, example };
}

function askedAtEnd(state: PanelState, tool: ToolId): PanelState {
  return { ...inLab(state, tool), asked: undefined, selected: lastToken(state) };
}

/**
 * The middle layer: tokens attend to their surroundings in the first layers, in the last ones mostly to token 0. Where it has
 * no heads, the next one that has some.
 */
function firstHead({ layers, layerHeads }: ModelInfo): HeadRef {
  const middle = Math.floor(layers / 2);
  const near = layerHeads.findIndex(({ heads }, layer) => layer >= middle && heads > 0);
  return { layer: near < 0 ? middle : near, head: 'mean' };
}
