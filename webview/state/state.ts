// Everything the panel shows, as one immutable value, and how events change it. Pure. Hover and focus are kept in
// pointer.ts, the engine's answers in answers.ts.
import type { HeadRef, SamplingOptions } from '../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../src/contract/tokens.ts';
import type { PanelContent, TextSource } from '../../src/contract/webviewApi.ts';
import type { Change } from '../../src/contract/whatIf.ts';
import type { WorkedExample } from '../../src/contract/workedExamples.ts';
import type { ShownToken } from '../text/visibleText.ts';
import {
  type Branches,
  commonLength,
  NO_BRANCHES,
  type NodeId,
  onlyShown,
  pathTo,
  showing,
  shownAfter,
  withStep,
} from './branches.ts';
import type { ChangeEdit } from './changeList.ts';
import { changesBefore, changesIn, editedChanges, type KeptChanges, NONE_KEPT } from './keptChanges.ts';
import { askedAgain, firstSelection, isOfText, type KeptSelection, keptSelection, tokenAt } from './keptSelection.ts';
import type { AskedToken, LastRun, MatteredSetup, PatchSetup } from './labState.ts';
import type { RecordedStep } from './recordedStep.ts';
import type { SessionNotice } from './sessionNotice.ts';
import type { StopId } from './stopIds.ts';
import type { PlaceId, ToolId } from './toolIds.ts';

export interface PanelState {
  readonly content: PanelContent;
  /** The tokens of the text, then the generated ones. */
  readonly tokens: readonly Token[];
  /** All that was generated from this text, and which branch of it is shown. */
  readonly branches: Branches;
  /** Those of the branch that is shown, one for each generated token. */
  readonly steps: readonly RecordedStep[];
  readonly selected: TokenIndex | undefined;
  /** A second token, which the selected one is compared with. */
  readonly other: TokenIndex | undefined;
  /** What was selected in the text that was shown last; undefined before the first one, and while one is shown. */
  readonly kept: KeptSelection | undefined;
  /** The chosen layer and head; undefined until a model is known. */
  readonly head: HeadRef | undefined;
  readonly sampling: SamplingOptions;
  readonly showIds: boolean;
  /** What the tint of the tokens shows. */
  readonly tint: TokenTint;
  /** The stop that the reader is at. */
  readonly stop: StopId;
  /** Which of its two places the panel shows. */
  readonly place: PlaceId;
  /** The tool that the Lab shows. */
  readonly tool: ToolId;
  /** Which token is asked about in the Lab; undefined for the one that suggests itself. */
  readonly asked: AskedToken | undefined;
  /** What What if changes in the model and in the text. */
  readonly changes: KeptChanges;
  /** What What mattered takes away, and from what. */
  readonly mattered: MatteredSetup;
  /** What Patching compares the text with. */
  readonly patching: PatchSetup;
  /** Whether the guided tour is on, which leads through the Lecture. */
  readonly tour: boolean;
  /** The worked example that the text is. */
  readonly example: WorkedExample | undefined;
  readonly generating: boolean;
  /** Whether all stops are shown at once, for a page. */
  readonly whole: boolean;
  /** Why generation stopped by itself. */
  readonly notice: string | undefined;
  /** How fast tokens came when they were asked for last. */
  readonly lastRun: LastRun | undefined;
  /** What became of a session that is being saved or was opened. */
  readonly session: SessionNotice | undefined;
}

/** attention: what the selected token attends to; surprisal: how little the model expected each token. */
export type TokenTint = 'attention' | 'surprisal';

export type PanelEvent =
  | { readonly kind: 'content'; readonly content: PanelContent }
  | { readonly kind: 'source'; readonly source: TextSource }
  | { readonly kind: 'select'; readonly token: TokenIndex | undefined }
  | { readonly kind: 'other'; readonly token: TokenIndex | undefined }
  /** The reader has come to this stop, by scrolling or by choosing it. */
  | { readonly kind: 'reading'; readonly stop: StopId }
  | { readonly kind: 'place'; readonly place: PlaceId }
  | { readonly kind: 'tool'; readonly tool: ToolId }
  | { readonly kind: 'asked'; readonly asked: AskedToken }
  /** The same, asked somewhere else: it leads to the tool that answers. */
  | { readonly kind: 'why'; readonly asked: AskedToken }
  | { readonly kind: 'changes'; readonly edit: ChangeEdit }
  /** A change that was chosen somewhere else: it leads to the tool that tries it. */
  | { readonly kind: 'whatIf'; readonly change: Change; readonly token?: ShownToken }
  /** What comes after the text is asked about, in this tool. */
  | { readonly kind: 'askAtEnd'; readonly tool: ToolId }
  | { readonly kind: 'mattered'; readonly mattered: MatteredSetup }
  | { readonly kind: 'patching'; readonly patching: PatchSetup }
  | { readonly kind: 'tint'; readonly tint: TokenTint }
  | { readonly kind: 'tour'; readonly tour: boolean }
  /** The text is this worked example, or its card is closed. */
  | { readonly kind: 'example'; readonly example: WorkedExample | undefined }
  | { readonly kind: 'head'; readonly head: HeadRef }
  | { readonly kind: 'whole'; readonly whole: boolean }
  | { readonly kind: 'sampling'; readonly sampling: SamplingOptions }
  | { readonly kind: 'showIds'; readonly showIds: boolean }
  | { readonly kind: 'generating'; readonly generating: boolean; readonly notice?: string; readonly lastRun?: LastRun }
  | { readonly kind: 'step'; readonly step: RecordedStep }
  /** The branch that ends with this token is shown. */
  | { readonly kind: 'branch'; readonly node: NodeId }
  /** All branches but the one that is shown are forgotten. */
  | { readonly kind: 'clearBranches' }
  | { readonly kind: 'truncated'; readonly length: number }
  /** What a session had set up, once its generated tokens are there. */
  | { readonly kind: 'restored'; readonly restored: Partial<PanelState> }
  | { readonly kind: 'session'; readonly session: SessionNotice | undefined };

export const INITIAL: PanelState = {
  content: { kind: 'empty' },
  tokens: [],
  branches: NO_BRANCHES,
  steps: [],
  selected: undefined,
  other: undefined,
  kept: undefined,
  head: undefined,
  sampling: { temperature: 0.8, topK: 40, topP: 0.95, minP: 0, repetitionPenalty: 1, seed: 1 },
  showIds: false,
  tint: 'attention',
  stop: 'tokens',
  place: 'lecture',
  tool: 'why',
  asked: undefined,
  changes: NONE_KEPT,
  mattered: { mode: 'hide', ofContinuation: false },
  patching: { source: undefined, kind: 'residual', plus: undefined, minus: undefined, measures: false },
  tour: false,
  example: undefined,
  generating: false,
  whole: false,
  notice: undefined,
  lastRun: undefined,
  session: undefined,
};

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
    case 'tint':
    case 'head':
    case 'whole':
    case 'sampling':
    case 'showIds':
    case 'session': {
      const { kind, ...set } = event;
      return { ...state, ...set };
    }
    case 'why':
      return { ...state, place: 'lab', tool: 'why', asked: event.asked, selected: event.asked.position };
    case 'changes':
      return { ...state, changes: editedChanges(state.changes, event.edit) };
    case 'whatIf':
      return {
        ...state,
        place: 'lab',
        tool: 'whatIf',
        changes: editedChanges(state.changes, { ...event, kind: 'add' }),
      };
    case 'askAtEnd':
      return askedAtEnd(state, event.tool);
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

/** The number of tokens of the user's own text; the tokens after them were generated. */
export function promptLength(state: PanelState): number {
  return state.content.kind === 'explained' ? state.content.summary.tokens.length : 0;
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
    generating: false,
    whole: false,
    notice: undefined,
    lastRun: undefined,
    session: undefined,
  };
  if (content.kind !== 'explained') return { ...begun, tokens: [], selected: undefined, other: undefined, kept };
  const { tokens, model } = content.summary;
  const head =
    state.head && state.head.layer < model.layers && headExists(state.head, model.heads)
      ? state.head
      : firstHead(model.layers);
  const asked = kept && isOfText(kept, content) ? askedAgain(kept, content) : undefined;
  return { ...begun, tokens, ...selectionIn(content, tokens, kept), asked, kept: undefined, head };
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
  return { ...state, place: 'lab', tool, asked: undefined, selected: lastToken(state) };
}

function lastToken({ tokens }: Pick<PanelState, 'tokens'>): TokenIndex {
  return (tokens.length - 1) as TokenIndex;
}

/** The middle layer: tokens attend to their surroundings in the first layers, in the last ones mostly to token 0. */
function firstHead(layers: number): HeadRef {
  return { layer: Math.floor(layers / 2), head: 'mean' };
}

function headExists({ head }: HeadRef, heads: number): boolean {
  return typeof head !== 'number' || head < heads;
}

/** A step that arrives after a reset no longer belongs to the text. */
function stepped(state: PanelState, step: RecordedStep): PanelState {
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
function withBranch(state: PanelState, node: NodeId): PanelState {
  const { branches } = state;
  const path = pathTo(branches, node);
  const common = commonLength(path, pathTo(branches, branches.shown));
  const cut = truncated(state, promptLength(state) + common);
  const steps = path.map(({ step }) => step);
  const tokens = [...cut.tokens, ...steps.slice(common).map(({ token }) => token)];
  return { ...cut, branches: showing(branches, node), steps, tokens, selected: lastToken({ tokens }) };
}

/** Whose token is taken back is left at the end of the text, from which the next one is drawn. */
function truncated(state: PanelState, length: number): PanelState {
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
