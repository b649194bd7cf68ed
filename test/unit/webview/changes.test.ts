// The changes of What if: their list and its history, what is kept of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import type { PanelContent } from '../../../src/contract/webviewApi.ts';
import type { Change } from '../../../src/contract/whatIf.ts';
import {
  type ChangeEdit,
  type ChangeHistory,
  changesThatAreOn,
  edited,
  NO_CHANGES,
} from '../../../webview/state/changeList.ts';
import { changesBefore, changesIn, editedChanges, NONE_KEPT } from '../../../webview/state/keptChanges.ts';
import { changesFromSaved, savedChanges } from '../../../webview/state/savedChanges.ts';
import { at, HEAD, HIDDEN, PUSH, shown, span, TOKENS } from './changeSamples.ts';
import { sameHeads } from './sameHeads.ts';

const all = (...edits: readonly ChangeEdit[]): ChangeHistory => edits.reduce(edited, NO_CHANGES);
const add = (change: Change): ChangeEdit => ({ kind: 'add', change });
const kinds = ({ list }: ChangeHistory) => list.map(({ change }) => change.kind);

test('what was done is undone and done again, and another edit forgets what was undone', () => {
  const two = all(add(HEAD), add(HIDDEN));
  const one = edited(two, { kind: 'undo' });
  assert.deepEqual(kinds(one), ['scale']);
  assert.deepEqual(edited(one, { kind: 'redo' }).list, two.list);
  const other = edited(one, add(PUSH));
  assert.deepEqual(kinds(other), ['scale', 'direction']);
  assert.equal(edited(other, { kind: 'redo' }).list, other.list);
  assert.deepEqual(kinds(all(add(HEAD), { kind: 'undo' }, { kind: 'undo' })), []);
});

test('each edit does what it says, and what changes nothing is no step of the history', () => {
  const two = all(add(HEAD), add(PUSH));
  const off = edited(two, { kind: 'turn', at: 0, isOn: false });
  assert.deepEqual(changesThatAreOn(off.list), [PUSH]);
  assert.equal(edited(off, { kind: 'turn', at: 0, isOn: false }), off);
  assert.deepEqual(changesThatAreOn(edited(two, { kind: 'turnAllOff' }).list), []);
  assert.deepEqual(kinds(edited(two, { kind: 'remove', at: 0 })), ['direction']);
  assert.deepEqual(edited(two, { kind: 'clear' }).list, []);
  assert.deepEqual(edited(off, add(HEAD)).list, two.list); // the same once more: it is turned on
});

test('the steps of one slider are undone as one, those of another apart', () => {
  const two = all(add(HEAD), add(PUSH));
  const dragged = [0.1, 0.2, 0.3].reduce((history, value) => edited(history, { kind: 'tune', at: 0, value }), two);
  assert.deepEqual(changesThatAreOn(dragged.list), [{ ...HEAD, factor: 0.3 }, PUSH]);
  const pushed = edited(dragged, { kind: 'tune', at: 1, value: -1 });
  assert.deepEqual(changesThatAreOn(pushed.list)[1], { ...PUSH, strength: -1 });
  assert.deepEqual(edited(pushed, { kind: 'undo' }).list, dragged.list);
  assert.deepEqual(edited(edited(pushed, { kind: 'undo' }), { kind: 'undo' }).list, two.list);
});

const content = (text: string, model = '/m', tokens: readonly Token[] = TOKENS): PanelContent => ({
  kind: 'explained',
  summary: {
    tokens,
    textLength: text.length,
    model: { folder: model, layers: 6, heads: 6, ...sameHeads(6, 6) },
  } as unknown as RunSummary,
  source: { label: '', line: 1, stale: false, place: { uri: '', start: 0, end: 0, text } },
});

test('places hold in their text, parts of the model in their model; what is dropped is counted until the next edit', () => {
  const shownFirst = changesIn(NONE_KEPT, content('abc'));
  const kept = [HEAD, HIDDEN, PUSH].reduce((some, change) => editedChanges(some, add(change)), shownFirst);
  assert.deepEqual(kinds(changesIn(kept, content('abc')).history), ['scale', 'hide', 'direction']);
  assert.equal(changesIn(kept, { kind: 'empty' }), kept);
  const other = changesIn(kept, content('another text'));
  assert.deepEqual([kinds(other.history), other.dropped], [['scale', 'direction'], 1]);
  assert.equal(editedChanges(other, { kind: 'clear' }).dropped, 0);
  // Nor does undoing bring it back.
  assert.deepEqual(kinds(edited(other.history, { kind: 'undo' })), ['scale']);
  const otherModel = changesIn(kept, content('abc', '/other'));
  assert.deepEqual([kinds(otherModel.history), otherModel.dropped], [[], 3]);
});

test('a change at a token that was taken back is dropped', () => {
  const kept = editedChanges(NONE_KEPT, add({ kind: 'hide', span: span(1, 2), query: at(3), layer: 0 }));
  assert.equal(changesBefore(kept, 4).history, kept.history);
  assert.deepEqual(changesBefore(kept, 3).history.list, []);
});

test('the list comes back after a reload, without what is no change', () => {
  const changes: readonly Change[] = [
    HEAD,
    { kind: 'mean', part: { kind: 'mlp', layer: 3 } },
    { kind: 'hide', span: span(1, 2), query: at(3), layer: 1, head: 2 },
    { kind: 'token', token: at(1), id: 77 },
    { kind: 'direction', layer: 6, token: at(2), direction: { kind: 'texts', toward: 'a', away: 'b' }, strength: -1 },
    {
      kind: 'copy',
      what: { kind: 'residual', layer: 2 },
      token: at(1),
      from: { text: 'The boy ran home', token: at(1) },
    },
  ];
  const start = changesIn(NONE_KEPT, content('abc'));
  const kept = changes.reduce(
    (some, change) => editedChanges(some, { kind: 'add', change, token: shown(' boy') }),
    start,
  );
  const saved = JSON.parse(JSON.stringify(savedChanges(kept)));
  assert.deepEqual(changesFromSaved(saved).history.list, kept.history.list);
  assert.deepEqual(changesIn(changesFromSaved(saved), content('abc')).history.list, kept.history.list);
  const wrong = [
    { kind: 'scale', factor: 0 },
    { kind: 'mean', part: { kind: 'lamp', layer: 0 } },
    { kind: 'token', token: -1, id: 3 },
    { kind: 'copy', what: { kind: 'mlp', layer: 0 }, token: 0 },
    { kind: 'direction', layer: 0, direction: { kind: 'vector', values: [1, 'two'] }, strength: 1 },
    7,
  ];
  assert.deepEqual(
    changesFromSaved({ ...saved, list: wrong.map((change) => ({ change, isOn: true })) }).history.list,
    [],
  );
  for (const value of [undefined, 3, {}, { list: 3 }, { list: [], of: {} }])
    assert.equal(changesFromSaved(value), NONE_KEPT);
});
