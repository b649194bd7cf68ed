// Which changes of What if still mean something when another text is shown, or another model: a place in the text holds in
// that text, a head in its model. Pure.
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import type { PanelContent } from '../../src/contract/webviewApi.ts';
import type { Change, CopiedPart } from '../../src/contract/whatIf.ts';
import { type ChangeEdit, type ChangeHistory, type ChangeList, edited, NO_CHANGES, onlyWhere } from './changeList.ts';

type Explained = Extract<PanelContent, { readonly kind: 'explained' }>;

/** What changes were made for; with these it is known again. */
export interface TextAndModel {
  /** The text, or its beginning, and the length of the whole. */
  readonly text: string;
  readonly length: number;
  /** Its folder. */
  readonly model: string;
}

export interface KeptChanges {
  readonly history: ChangeHistory;
  /** undefined until a text is shown. */
  readonly of: TextAndModel | undefined;
  /** How many were dropped with the text or the model before, until the list is edited. */
  readonly dropped: number;
}

export const NONE_KEPT: KeptChanges = { history: NO_CHANGES, of: undefined, dropped: 0 };

export function editedChanges(kept: KeptChanges, edit: ChangeEdit): KeptChanges {
  const history = edited(kept.history, edit);
  return history === kept.history && kept.dropped === 0 ? kept : { ...kept, history, dropped: 0 };
}

/** A list that came with the text, as far as it holds there; `places` counts the generated tokens, too. */
export function changesOfText(list: ChangeList, content: Explained, places: number): KeptChanges {
  const kept = { history: { ...NO_CHANGES, list }, of: textAndModel(content), dropped: 0 };
  return dropping(kept, (change) => holds(change, content.summary.model, places));
}

function textAndModel({ summary, source }: Explained): TextAndModel {
  return { text: source.place.text, length: summary.textLength, model: summary.model.folder };
}

/** Those that hold in what is shown now; all are kept while it is being computed. */
export function changesIn(kept: KeptChanges, content: PanelContent): KeptChanges {
  if (content.kind !== 'explained') return kept;
  const { summary } = content;
  const of = textAndModel(content);
  const { of: before = of } = kept;
  const isOfModel = before.model === of.model;
  const places = before.text === of.text && before.length === of.length ? summary.tokens.length : 0;
  return dropping({ ...kept, of }, (change) => isOfModel && holds(change, summary.model, places));
}

/** Without those at generated tokens that were taken back. */
export function changesBefore(kept: KeptChanges, length: number): KeptChanges {
  return dropping(kept, (change) => lastPlace(change) < length);
}

function dropping(kept: KeptChanges, isKept: (change: Change) => boolean): KeptChanges {
  const history = onlyWhere(kept.history, isKept);
  return { ...kept, history, dropped: kept.history.list.length - history.list.length };
}

/** `places`: the number of tokens, 0 where they are those of another text. */
function holds(change: Change, model: ModelInfo, places: number): boolean {
  if (lastPlace(change) >= places) return false;
  if (change.kind === 'token') return true;
  if (change.kind === 'direction') return change.layer <= model.layers;
  if (change.kind === 'expert') return hasExpert(model, change.layer, change.expert);
  if (change.kind === 'hide')
    return change.head === undefined
      ? (change.layer ?? 0) < model.layers
      : hasHead(model, change.layer ?? 0, change.head);
  return hasPart(model, change.kind === 'copy' ? change.what : change.part);
}

/** The last position that a change names, −1 where it names none. */
function lastPlace(change: Change): number {
  switch (change.kind) {
    case 'hide':
      return Math.max(change.span.end - 1, change.query ?? -1);
    case 'token':
      return change.token;
    case 'copy':
    case 'expert':
    case 'direction':
      return change.token ?? -1;
    default:
      return -1;
  }
}

function hasPart(model: ModelInfo, part: CopiedPart): boolean {
  if (part.kind === 'residual') return part.layer <= model.layers;
  if (part.kind === 'state' && model.beside !== 'state') return false;
  return part.layer < model.layers && (part.kind !== 'head' || hasHead(model, part.layer, part.head));
}

function hasExpert({ experts }: ModelInfo, layer: number, expert: number): boolean {
  return experts?.layers[layer] === true && expert < experts.experts;
}

function hasHead({ layers, layerHeads }: ModelInfo, layer: number, head: number): boolean {
  return layer < layers && head < layerHeads[layer].heads;
}
