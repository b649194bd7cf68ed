import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { AttentionMaps } from '../../../src/contract/readings.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { Answers } from '../../../webview/state/answers.ts';
import { INITIAL, type PanelState, update } from '../../../webview/state/state.ts';

const place = { uri: 'file:///a.md', start: 0, end: 3, text: 'abc' };
const never = () => new Promise<never>(() => {});

/** Maps are answered when the test says so, everything else never. */
function asked() {
  const waiting = new Map<number, (maps: AttentionMaps) => void>();
  let drawn = 0;
  const attentionMaps = (_run: string, layer: number) =>
    new Promise<AttentionMaps>((resolve) => waiting.set(layer, resolve));
  const answers = new Answers(
    { attentionMaps, attentionOverview: never, attentionRows: never, vectors: never, nextTokens: never },
    () => drawn++,
  );
  const answer = async (layer: number) => {
    waiting.get(layer)?.({ layer } as AttentionMaps);
    await new Promise(setImmediate);
  };
  return { answers, answer, layers: () => [...waiting.keys()], drawn: () => drawn };
}

function explained(): PanelState {
  const tokens = [{ id: 1 }, { id: 2 }] as Token[];
  const summary = { run: 'r', tokens, model: { layers: 8, heads: 8 } } as unknown as RunSummary;
  return update(INITIAL, {
    kind: 'content',
    content: { kind: 'explained', summary, source: { label: 'a.md', line: 1, stale: false, place } },
  });
}

test('the maps of the chosen layer are asked for first, then those of its neighbours', async () => {
  const { answers, answer, layers } = asked();
  answers.follow(explained()); // layer 4, in the middle
  assert.deepEqual(layers(), [4]);
  await answer(4);
  assert.deepEqual(layers(), [4, 5, 3]);
});

test('a neighbour that is chosen before its maps are there is drawn when they come, and its neighbours asked for', async () => {
  const { answers, answer, layers, drawn } = asked();
  const state = explained();
  answers.follow(state);
  await answer(4);
  answers.follow(update(state, { kind: 'head', head: { layer: 5, head: 0 } }));
  const before = drawn();
  await answer(5);
  assert.equal(answers.maps.get(5)?.value?.layer, 5);
  assert.ok(drawn() > before);
  assert.ok(layers().includes(6));
});
