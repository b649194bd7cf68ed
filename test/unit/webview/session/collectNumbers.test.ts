// The numbers of a session from a real engine: two runs of the same text have the same ones, weights in 8 bits have others.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import type { EngineOptions } from '../../../../src/contract/engineOptions.ts';
import type { TokenIndex } from '../../../../src/contract/tokens.ts';
import { type Asker, collectNumbers } from '../../../../webview/session/collectNumbers.ts';
import { compareNumbers } from '../../../../webview/session/compareNumbers.ts';
import { INITIAL, type PanelEvent, type PanelState } from '../../../../webview/state/panelState.ts';
import { update } from '../../../../webview/state/state.ts';
import { EMBEDDED, startEngine } from '../../engine/engineProcess.ts';

const TEXT = 'The boy went home. Then he was';
const engine = startEngine();
after(() => engine.dispose());

/** The text in a panel where everything that a session can hold was set up. */
async function shown(options: EngineOptions = {}): Promise<PanelState> {
  const summary = await engine.explain({ run: randomUUID(), modelFolder: EMBEDDED, text: TEXT, options });
  const place = { uri: 'file:///a.md', start: 0, end: TEXT.length, text: TEXT };
  const events: readonly PanelEvent[] = [
    { kind: 'content', content: { kind: 'explained', summary, source: { label: 'a', line: 1, stale: false, place } } },
    { kind: 'select', token: (summary.tokens.length - 1) as TokenIndex },
    { kind: 'changes', edit: { kind: 'add', change: { kind: 'mean', part: { kind: 'mlp', layer: 2 } } } },
    { kind: 'patching', patching: { ...INITIAL.patching, source: TEXT.replace('boy', 'girl') } },
  ];
  return events.reduce(update, INITIAL);
}

const asker = (measureMs: number): Asker => ({ host: engine, measureMs, ask: async (question) => await question() });

test('what was collected comes out again in another run, and what was not measured is not there', async () => {
  const first = await shown();
  const unmeasured = await collectNumbers(first, asker(0));
  assert.deepEqual([unmeasured.mattered, unmeasured.patching], [undefined, undefined]);
  const saved = await collectNumbers(first, asker(60_000));
  assert.ok((saved.mattered?.parts.length ?? 0) > 3);
  assert.ok(saved.patching?.metrics.every((cell) => typeof cell === 'number'));
  const comparisons = compareNumbers(saved, await collectNumbers(await shown(), asker(60_000), saved));
  assert.deepEqual(
    comparisons.map(({ quantity }) => quantity),
    ['next', 'surprisals', 'votes', 'mattered', 'whatIf', 'whatIfSurprisals', 'patching'],
  );
  for (const { quantity, missing, isSame, largest } of comparisons) {
    assert.equal(missing, 0, quantity);
    assert.ok(isSame && largest < 1e-4, `${quantity} differs by ${largest}`);
  }
  const again = await collectNumbers(await shown({ precision: 'int8' }), asker(0), {
    next: saved.next,
    votes: saved.votes,
  });
  assert.deepEqual(Object.values(again).filter((one) => one !== undefined).length, 2);
  const differing = compareNumbers({ next: saved.next, votes: saved.votes }, again);
  assert.ok(
    differing.every(({ isSame }) => !isSame),
    JSON.stringify(differing),
  );
});
