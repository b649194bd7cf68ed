// Everything the panel shows, as one immutable value, and what can happen to it. Hover and focus are kept in pointer.ts, the
// engine's answers in answers.ts; state.ts says how events change it.
import type { HeadRef, SamplingOptions } from '../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../src/contract/tokens.ts';
import type { PanelContent, TextSource } from '../../src/contract/webviewApi.ts';
import type { Change } from '../../src/contract/whatIf.ts';
import type { WorkedExample } from '../../src/contract/workedExamples.ts';
import type { ShownToken } from '../text/visibleText.ts';
import { type Branches, NO_BRANCHES, type NodeId } from './branches.ts';
import type { ChangeEdit } from './changeList.ts';
import { type KeptChanges, NONE_KEPT } from './keptChanges.ts';
import type { KeptSelection } from './keptSelection.ts';
import type { AskedToken, CompareSetup, LastRun, MatteredSetup, PatchSetup } from './labState.ts';
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
  /** What Compare compares the text with. */
  readonly comparing: CompareSetup;
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
  /** Why the engine that had read the text is gone. */
  readonly lost: string | undefined;
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
  | { readonly kind: 'comparing'; readonly comparing: CompareSetup }
  /** What was compared in another tool: it leads to the one that does it token by token. */
  | { readonly kind: 'compare'; readonly some: Partial<CompareSetup> }
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
  | { readonly kind: 'session'; readonly session: SessionNotice | undefined }
  | { readonly kind: 'lost'; readonly lost: string };

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
  comparing: { with: 'text', source: undefined, model: undefined, reads: false },
  tour: false,
  example: undefined,
  generating: false,
  whole: false,
  notice: undefined,
  lastRun: undefined,
  lost: undefined,
  session: undefined,
};
