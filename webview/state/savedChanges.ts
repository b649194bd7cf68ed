// Checks the changes of What if that come back after a reload: what is not one is left out. Pure.
import { isRecord } from '../../src/contract/isRecord.ts';
import { change } from '../../src/contract/questionReaders.ts';
import type { Change } from '../../src/contract/whatIf.ts';
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

/** What the engine would take. */
function isChange(value: unknown): value is Change {
  try {
    change(value, { question: 'saved', argument: 'change' });
    return true;
  } catch {
    return false;
  }
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
