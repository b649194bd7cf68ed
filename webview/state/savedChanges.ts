// Checks the changes of What if that come back after a reload: what is not one is left out. Pure.
import { isRecord } from '../../src/contract/isRecord.ts';
import type { Change, Direction } from '../../src/contract/whatIf.ts';
import type { ShownToken } from '../text/visibleText.ts';
import { type ChangeList, NO_CHANGES } from './changeList.ts';
import { type KeptChanges, NONE_KEPT, type TextAndModel } from './keptChanges.ts';

/** The history is not kept. */
export interface SavedChanges {
  readonly list: ChangeList;
  readonly of: TextAndModel | undefined;
}

export function savedChanges({ history, of }: KeptChanges): SavedChanges {
  return { list: history.list, of };
}

export function changesFromSaved(value: unknown): KeptChanges {
  if (!isRecord(value) || !Array.isArray(value.list) || !isTextAndModel(value.of)) return NONE_KEPT;
  const list = value.list.flatMap((one: unknown) => {
    if (!isRecord(one) || !isChange(one.change)) return [];
    return [{ change: one.change, isOn: one.isOn === true, token: isShownToken(one.token) ? one.token : undefined }];
  });
  return { ...NONE_KEPT, history: { ...NO_CHANGES, list }, of: value.of };
}

function isTextAndModel(value: unknown): value is TextAndModel {
  return isRecord(value) && typeof value.text === 'string' && isIndex(value.length) && typeof value.model === 'string';
}

function isShownToken(value: unknown): value is ShownToken {
  return (
    isRecord(value) &&
    (value.text === undefined || typeof value.text === 'string') &&
    Array.isArray(value.bytes) &&
    value.bytes.every(isIndex)
  );
}

function isChange(value: unknown): value is Change {
  if (!isRecord(value)) return false;
  switch (value.kind) {
    case 'scale':
      return isPart(value.part) && Number.isFinite(value.factor);
    case 'mean':
      return isPart(value.part);
    case 'hide':
      return isSpan(value.span) && [value.query, value.layer, value.head].every(isIndexOrNone);
    case 'token':
      return isIndex(value.token) && isIndex(value.id);
    case 'direction':
      return (
        isIndex(value.layer) &&
        isIndexOrNone(value.token) &&
        isDirection(value.direction) &&
        Number.isFinite(value.strength)
      );
    case 'copy':
      return (isPart(value.what) || isResidual(value.what)) && isIndexOrNone(value.token) && isFrom(value.from);
    default:
      return false;
  }
}

function isPart(value: unknown): boolean {
  if (!isRecord(value) || !isIndex(value.layer)) return false;
  return value.kind === 'attention' || value.kind === 'mlp' || (value.kind === 'head' && isIndex(value.head));
}

function isResidual(value: unknown): boolean {
  return isRecord(value) && value.kind === 'residual' && isIndex(value.layer);
}

function isDirection(value: unknown): value is Direction {
  if (!isRecord(value)) return false;
  if (value.kind === 'texts') return typeof value.toward === 'string' && typeof value.away === 'string';
  if (value.kind === 'vector')
    return isVector(value.values) && (value.name === undefined || typeof value.name === 'string');
  return (value.kind === 'embedding' || value.kind === 'unembedding') && isIndex(value.id);
}

function isVector(value: unknown): boolean {
  return Array.isArray(value) && value.every(Number.isFinite);
}

function isFrom(value: unknown): boolean {
  return isRecord(value) && typeof value.text === 'string' && isIndexOrNone(value.token);
}

function isSpan(value: unknown): boolean {
  return isRecord(value) && isIndex(value.start) && isIndex(value.end);
}

function isIndexOrNone(value: unknown): boolean {
  return value === undefined || isIndex(value);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
