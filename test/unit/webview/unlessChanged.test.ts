// What keeps stops and charts from being drawn for nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttentionRows } from '../../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { AttendedRow } from '../../../webview/state/attendedRow.ts';
import { Latest } from '../../../webview/state/latest.ts';
import { INITIAL, type PanelState } from '../../../webview/state/panelState.ts';
import type { KeptRows, RecordedStep } from '../../../webview/state/recordedStep.ts';
import { unlessChanged } from '../../../webview/state/unlessChanged.ts';

test('the same object as long as every field is the same', () => {
  const tokens = [1, 2];
  const before = { tokens, head: 3 };
  assert.equal(unlessChanged(before, { tokens, head: 3 }), before);
  assert.notEqual(unlessChanged(before, { tokens, head: 4 }), before);
  assert.notEqual(unlessChanged(before, { tokens: [1, 2], head: 3 }), before);
  assert.deepEqual(unlessChanged(undefined, before), before);
});

const rows = (token: number, ...values: number[]): AttentionRows => ({
  token: token as TokenIndex,
  layers: 1,
  heads: 2,
  values: Float32Array.from(values),
});

async function answered(value: AttentionRows): Promise<Latest<AttentionRows>> {
  const latest = new Latest<AttentionRows>();
  await new Promise<void>((done) => latest.ask('rows', async () => value, done));
  return latest;
}

const state: PanelState = { ...INITIAL, tokens: [{ id: 1 }, { id: 2 }] as Token[], head: { layer: 0, head: 1 } };

test('the row of the last token where none is selected, the same array until the head is another', async () => {
  const latest = await answered(rows(1, 1, 0, 0.25, 0.75));
  const row = new AttendedRow();
  const first = row.of(state, latest);
  assert.deepEqual(Array.from(first ?? []), [0.25, 0.75]);
  assert.equal(row.of({ ...state }, latest), first);
  assert.deepEqual(Array.from(row.of({ ...state, head: { layer: 0, head: 0 } }, latest) ?? []), [1, 0]);
});

test('nothing while the answer is about another token, and a generated token’s own row from its step', async () => {
  const latest = await answered(rows(1, 1, 0, 0.25, 0.75));
  const row = new AttendedRow();
  assert.equal(row.of({ ...state, selected: 0 as TokenIndex }, latest), undefined);
  const { values: _, ...shape } = rows(0);
  const attention: KeptRows = { ...shape, levels: Uint16Array.of(65535, 65535) };
  const step = { index: 0, attention } as unknown as RecordedStep;
  const generated = { ...state, selected: 0 as TokenIndex, steps: [step] };
  assert.deepEqual(Array.from(row.of(generated, latest) ?? []), [1]);
});
