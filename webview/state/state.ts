// Everything the panel shows, as one immutable value, and how events change it. Pure; hover and focus are pointer.ts's,
// numbers the engine answers with are panel.ts's.
import type { GenerationStep, HeadRef, SamplingOptions } from '../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../src/contract/tokens.ts';
import type { PanelContent, TextSource } from '../../src/contract/webviewApi.ts';
import type { StopId } from './stopIds.ts';

export interface PanelState {
  readonly content: PanelContent;
  /** The text's, then the generated ones. */
  readonly tokens: readonly Token[];
  readonly steps: readonly GenerationStep[];
  readonly selected: TokenIndex | undefined;
  /** A second token, to compare the selected one with. */
  readonly other: TokenIndex | undefined;
  /** undefined until a model is there to choose from. */
  readonly head: HeadRef | undefined;
  readonly sampling: SamplingOptions;
  readonly showIds: boolean;
  /** What the tokens of the list are tinted by. */
  readonly tint: TokenTint;
  /** The stop that is read. */
  readonly stop: StopId;
  /** The guided tour is on. */
  readonly tour: boolean;
  readonly generating: boolean;
  /** Why generation stopped by itself. */
  readonly notice: string | undefined;
}

/** attention: what the selected token attends to; surprisal: how much each token surprised the model. */
export type TokenTint = 'attention' | 'surprisal';

export type PanelEvent =
  | { readonly kind: 'content'; readonly content: PanelContent }
  | { readonly kind: 'source'; readonly source: TextSource }
  | { readonly kind: 'select'; readonly token: TokenIndex | undefined }
  | { readonly kind: 'other'; readonly token: TokenIndex | undefined }
  /** The reader is at this stop now. */
  | { readonly kind: 'reading'; readonly stop: StopId }
  | { readonly kind: 'tint'; readonly tint: TokenTint }
  | { readonly kind: 'tour'; readonly tour: boolean }
  | { readonly kind: 'head'; readonly head: HeadRef }
  | { readonly kind: 'sampling'; readonly sampling: SamplingOptions }
  | { readonly kind: 'showIds'; readonly showIds: boolean }
  | { readonly kind: 'generating'; readonly generating: boolean; readonly notice?: string }
  | { readonly kind: 'step'; readonly step: GenerationStep }
  | { readonly kind: 'truncated'; readonly length: number };

export const INITIAL: PanelState = {
  content: { kind: 'empty' },
  tokens: [],
  steps: [],
  selected: undefined,
  other: undefined,
  head: undefined,
  sampling: { temperature: 0.8, topK: 40, topP: 0.95, minP: 0, seed: 1 },
  showIds: false,
  tint: 'attention',
  stop: 'tokens',
  tour: false,
  generating: false,
  notice: undefined,
};

export function update(state: PanelState, event: PanelEvent): PanelState {
  switch (event.kind) {
    case 'content':
      return withContent(state, event.content);
    case 'source':
      if (state.content.kind !== 'explained') return state;
      return { ...state, content: { ...state.content, source: event.source } };
    case 'select':
      return {
        ...state,
        selected: event.token !== undefined && event.token < state.tokens.length ? event.token : undefined,
      };
    case 'other':
      return { ...state, other: event.token };
    case 'reading':
      return { ...state, stop: event.stop };
    case 'tint':
      return { ...state, tint: event.tint };
    case 'tour':
      return { ...state, tour: event.tour };
    case 'head':
      return { ...state, head: event.head };
    case 'sampling':
      return { ...state, sampling: event.sampling };
    case 'showIds':
      return { ...state, showIds: event.showIds };
    case 'generating':
      return { ...state, generating: event.generating, notice: event.notice };
    case 'step':
      return withStep(state, event.step);
    case 'truncated':
      return truncated(state, event.length);
  }
}

/** Tokens of the user's own text. */
export function promptLength(state: PanelState): number {
  return state.content.kind === 'explained' ? state.content.summary.tokens.length : 0;
}

function withContent(state: PanelState, content: PanelContent): PanelState {
  if (content.kind !== 'explained')
    return { ...state, content, tokens: [], steps: [], generating: false, notice: undefined };
  const { tokens, model } = content.summary;
  const head =
    state.head && state.head.layer < model.layers && headExists(state.head, model.heads)
      ? state.head
      : firstHead(model.layers);
  // Restored or explained again: the selected token stays where the text is long enough.
  const kept = (token: TokenIndex | undefined) => (token !== undefined && token < tokens.length ? token : undefined);
  const selected = kept(state.selected);
  const other = kept(state.other);
  return { ...state, content, tokens, steps: [], selected, other, head, generating: false, notice: undefined };
}

/** In the middle: the first layers look around them, the last ones mostly at the beginning. */
function firstHead(layers: number): HeadRef {
  return { layer: Math.floor(layers / 2), head: 'mean' };
}

function headExists({ head }: HeadRef, heads: number): boolean {
  return typeof head !== 'number' || head < heads;
}

/** A step that arrives after a Reset does not belong to the text any more. */
function withStep(state: PanelState, step: GenerationStep): PanelState {
  if (step.index !== state.tokens.length) return state;
  return { ...state, tokens: [...state.tokens, step.token], steps: [...state.steps, step], selected: step.index };
}

function truncated(state: PanelState, length: number): PanelState {
  const steps = state.steps.filter((step) => step.index < length);
  const selected = state.selected !== undefined && state.selected >= length ? undefined : state.selected;
  const other = state.other !== undefined && state.other >= length ? undefined : state.other;
  return { ...state, tokens: state.tokens.slice(0, length), steps, selected, other, notice: undefined };
}
