import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { GenerationStep } from '../../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { fromSaved, toSave } from '../../../webview/state/savedState.ts';
import { INITIAL, type PanelState, promptLength, update } from '../../../webview/state/state.ts';

const token = (id: number) => ({ id }) as Token;
const step = (index: number) => ({ index, token: token(900 + index) }) as unknown as GenerationStep;
const place = { uri: 'file:///a.md', start: 0, end: 3, text: 'abc' };

function explained(state: PanelState, count: number, layers = 6): PanelState {
  const tokens = Array.from({ length: count }, (_, i) => token(i));
  const summary = { run: 'r', tokens, model: { layers, heads: 8 } } as unknown as RunSummary;
  return update(state, {
    kind: 'content',
    content: { kind: 'explained', summary, source: { label: 'a.md', line: 1, stale: false, place } },
  });
}

const ids = (state: PanelState) => state.tokens.map(({ id }) => id);

test('only a token that is there is selected', () => {
  const select = (state: PanelState, at: number) => update(state, { kind: 'select', token: at as TokenIndex }).selected;
  const state = explained(INITIAL, 3);
  assert.deepEqual(
    [-1, 0, 2, 3, 0.5].map((at) => select(state, at)),
    [undefined, 0, 2, undefined, undefined],
  );
  assert.equal(select(INITIAL, -1), undefined);
});

test('generated tokens follow the text and are selected as they come', () => {
  const state = update(explained(INITIAL, 3), { kind: 'step', step: step(3) });
  assert.deepEqual(ids(state), [0, 1, 2, 903]);
  assert.equal(state.selected, 3);
  assert.equal(promptLength(state), 3);
});

test('a step that arrives after a reset is dropped', () => {
  const state = update(explained(INITIAL, 3), { kind: 'step', step: step(5) });
  assert.deepEqual(ids(state), [0, 1, 2]);
});

test('taking tokens back takes their steps, and the selection if it was there', () => {
  let state = update(update(explained(INITIAL, 2), { kind: 'step', step: step(2) }), { kind: 'step', step: step(3) });
  state = update(state, { kind: 'truncated', length: 3 });
  assert.deepEqual([ids(state), state.steps.length, state.selected], [[0, 1, 902], 1, undefined]);
});

test('a head that another model lacks is left for the middle layer', () => {
  const state = explained({ ...INITIAL, head: { layer: 11, head: 9 } }, 2, 6);
  assert.deepEqual(state.head, { layer: 3, head: 'mean' });
  assert.deepEqual(explained({ ...INITIAL, head: { layer: 1, head: 7 } }, 2).head, { layer: 1, head: 7 });
});

test('a token outside the text cannot be selected', () => {
  assert.equal(update(explained(INITIAL, 2), { kind: 'select', token: 5 as TokenIndex }).selected, undefined);
});

test('a failure forgets the tokens and ends generating', () => {
  const running = update(explained(INITIAL, 2), { kind: 'generating', generating: true });
  const state = update(running, {
    kind: 'content',
    content: { kind: 'failed', failure: { code: 'text-empty' }, message: '' },
  });
  assert.deepEqual([state.tokens, state.generating], [[], false]);
});

test('what is saved comes back', () => {
  const state = {
    ...explained(INITIAL, 5),
    selected: 2 as TokenIndex,
    head: { layer: 1, head: 2 },
    showIds: true,
  } as const;
  const back = fromSaved(JSON.parse(JSON.stringify(toSave(state))));
  assert.deepEqual(
    [back.selected, back.head, back.sampling, back.showIds],
    [2, { layer: 1, head: 2 }, INITIAL.sampling, true],
  );
  assert.deepEqual(toSave(state).place, place);
});

test('saved nonsense is the first start', () => {
  const nonsense: unknown[] = [
    undefined,
    null,
    7,
    'x',
    {},
    { version: 2 },
    { version: 2, selected: -1, head: { layer: 'a' }, sampling: { temperature: 99 } },
  ];
  for (const value of nonsense) assert.deepEqual(fromSaved(value), INITIAL, JSON.stringify(value));
});
