// The few small parts of the state that survive a reload, versioned, and checked when they come back. Pure.
import { isRecord } from '../../src/contract/isRecord.ts';
import type { HeadRef, SamplingOptions } from '../../src/contract/readings.ts';
import type { SavedPanel } from '../../src/contract/webviewApi.ts';
import { type KeptQuestion, type KeptSelection, keptSelection } from './keptSelection.ts';
import { INITIAL, type PanelState, type TokenTint } from './panelState.ts';
import { changesFromSaved, type SavedChanges, savedChanges } from './savedChanges.ts';
import { STOPS, type StopId } from './stopIds.ts';
import { PLACES, type PlaceId, TOOLS, type ToolId } from './toolIds.ts';

export interface SavedState extends SavedPanel {
  readonly kept: KeptSelection | undefined;
  readonly head: HeadRef | undefined;
  readonly sampling: SamplingOptions;
  readonly showIds: boolean;
  readonly stop: StopId;
  /** Which of its places the panel showed; `place` is that of the text. */
  readonly shownPlace: PlaceId;
  readonly tool: ToolId;
  readonly changes: SavedChanges;
  readonly tint: TokenTint;
}

export function toSave({
  content,
  tokens,
  head,
  sampling,
  showIds,
  stop,
  tool,
  tint,
  changes,
  ...state
}: PanelState): SavedState {
  const place = content.kind === 'explained' ? content.source.place : undefined;
  const kept = keptSelection(content, tokens, state) ?? state.kept;
  return {
    version: 2,
    place,
    kept,
    head,
    sampling,
    showIds,
    stop,
    shownPlace: state.place,
    tool,
    tint,
    changes: savedChanges(changes),
  };
}

/**
 * Takes what is valid and leaves the rest as at the first start. Whether the text is still the same and a head in the
 * model is checked by update(), once both are known.
 */
export function fromSaved(value: unknown): PanelState {
  if (!isRecord(value) || value.version !== 2) return INITIAL;
  const { kept, head, sampling, showIds, stop, shownPlace, tool, tint, changes } = value;
  return {
    ...INITIAL,
    kept: isKept(kept) ? { ...kept, asked: isQuestion(kept.asked) ? kept.asked : undefined } : undefined,
    head: isHead(head) ? head : INITIAL.head,
    sampling: savedSampling(sampling),
    showIds: showIds === true,
    stop: STOPS.find((one) => one === stop) ?? INITIAL.stop,
    place: PLACES.find((one) => one === shownPlace) ?? INITIAL.place,
    tool: TOOLS.find((one) => one === tool) ?? INITIAL.tool,
    tint: tint === 'surprisal' ? tint : INITIAL.tint,
    changes: changesFromSaved(changes),
  };
}

function isKept(value: unknown): value is KeptSelection {
  if (!isRecord(value)) return false;
  const isPlace = (place: unknown) =>
    place === undefined || (isRecord(place) && isIndex(place.start) && isIndex(place.end));
  const isText = (text: unknown) => text === undefined || typeof text === 'string';
  return (
    typeof value.text === 'string' &&
    isIndex(value.length) &&
    isPlace(value.selected) &&
    isPlace(value.other) &&
    isText(value.patched) &&
    isText(value.compared)
  );
}

/** Whether an id is in the vocabulary is known once the model is. */
function isQuestion(value: unknown): value is KeptQuestion {
  if (!isRecord(value) || typeof value.model !== 'string' || !isRecord(value.at)) return false;
  const { at, target, other } = value;
  return isIndex(at.start) && isIndex(at.end) && isIndex(target) && (other === undefined || isIndex(other));
}

function isHead(value: unknown): value is HeadRef {
  return (
    isRecord(value) && isIndex(value.layer) && (value.head === 'mean' || value.head === 'max' || isIndex(value.head))
  );
}

/** Those that were saved before there was a penalty for repetition have none. */
function savedSampling(value: unknown): SamplingOptions {
  const sampling = isRecord(value) ? { repetitionPenalty: INITIAL.sampling.repetitionPenalty, ...value } : value;
  return isSampling(sampling) ? sampling : INITIAL.sampling;
}

function isSampling(value: unknown): value is SamplingOptions {
  if (!isRecord(value)) return false;
  const { temperature, topK, topP, minP, repetitionPenalty, seed } = value;
  const numbers = [temperature, topK, topP, minP, repetitionPenalty, seed].every(
    (one) => typeof one === 'number' && Number.isFinite(one),
  );
  return (
    numbers &&
    inRange(temperature, 0, 2) &&
    isIndex(topK) &&
    inRange(topP, 0.01, 1) &&
    inRange(minP, 0, 1) &&
    inRange(repetitionPenalty, 1, 100) &&
    isIndex(seed)
  );
}

function inRange(value: unknown, low: number, high: number): boolean {
  return typeof value === 'number' && value >= low && value <= high;
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
