// Generation as a tree over the real engine: forks, ways back, runs with a goal, and the way into the document.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { pathTo, ROOT } from '../../../webview/state/branches.ts';
import { textOf } from '../../../webview/state/generatedText.ts';
import { Generation, generatedText } from '../../../webview/state/generation.ts';
import type { PanelState } from '../../../webview/state/panelState.ts';
import { endsSentence } from '../../../webview/state/sentenceEnd.ts';
import { EMBEDDED, explained, startEngine } from '../engine/engineProcess.ts';
import { type Panel, panelOf, shown } from './generationPanel.ts';

const engine = startEngine();
after(() => engine.dispose());

const shownIds = ({ steps }: PanelState) => steps.map(({ token }) => token.id);

/** A panel with so many tokens generated. */
async function panelAfter(steps: number): Promise<Panel> {
  const panel = panelOf(engine, await explained(engine, 'one two three'));
  await panel.generation.act({ kind: 'runFor', tokens: steps });
  return panel;
}

test('an alternative at any step begins a branch; the one before is shown again with its steps, and goes on as before', async () => {
  const { generation, state } = await panelAfter(4);
  const { steps, branches } = state();
  const [first, second] = pathTo(branches, branches.shown);
  const other = second.step.drawnFrom.candidates.find(({ id }) => id !== second.step.token.id) ?? assert.fail();
  await generation.act({ kind: 'fork', after: first.id, token: other.id });
  assert.deepEqual(shownIds(state()), [steps[0].token.id, other.id]);
  const forked = state().steps[1];
  assert.deepEqual([forked.isChosen, forked.computed, forked.reused], [true, 1, state().tokens.length - 1]);
  await generation.act('step');
  const { shown: end } = state().branches;
  await generation.act({ kind: 'show', node: branches.shown });
  assert.deepEqual(state().steps, steps);
  assert.deepEqual(
    state().tokens.slice(-4),
    steps.map(({ token }) => token),
  );
  assert.equal(state().selected, state().tokens.length - 1);
  await generation.act('step');
  const whole = await panelAfter(5);
  assert.deepEqual(shownIds(state()), shownIds(whole.state()));
  assert.equal(state().branches.nodes.size, 7);
  await generation.act({ kind: 'show', node: end });
  assert.deepEqual(state().steps.length, 3);
});

test('Back and Reset forget no branch, clearing forgets what is not shown', async () => {
  const { generation, state, send } = await panelAfter(3);
  const end = state().branches.shown;
  const before = state().steps;
  await generation.act('back');
  await generation.act('reset');
  assert.deepEqual([state().branches.shown, state().branches.nodes.size], [ROOT, 3]);
  await generation.act({ kind: 'show', node: end });
  assert.deepEqual(state().steps, before);
  await generation.act('back');
  send({ kind: 'clearBranches' });
  assert.deepEqual([state().steps.length, state().branches.nodes.size], [2, 2]);
});

test('an alternative that was tried before is shown with all that followed it, and not run again', async () => {
  const { generation, state } = await panelAfter(3);
  const { steps } = state();
  await generation.act('reset');
  await generation.act({ kind: 'fork', after: ROOT, token: steps[0].token.id });
  assert.deepEqual(state().steps, steps);
});

test('another text forgets the tree', async () => {
  const { state, send } = await panelAfter(2);
  send(shown(await explained(engine, 'four five')));
  assert.deepEqual([state().branches.nodes.size, state().branches.shown, state().lastRun], [0, ROOT, undefined]);
});

test('what a branch changes in the panel holds for the branch alone: the first tokens that differ', async () => {
  const { generation, state, send } = await panelAfter(3);
  const { branches, tokens } = state();
  const last = (tokens.length - 1) as TokenIndex;
  send({ kind: 'other', token: last });
  send({ kind: 'asked', asked: { position: last, target: 1, other: undefined } });
  const [first, second] = pathTo(branches, branches.shown);
  const { candidates } = second.step.drawnFrom;
  const other = candidates.find(({ id }) => id !== second.step.token.id) ?? assert.fail();
  await generation.act({ kind: 'fork', after: first.id, token: other.id });
  assert.deepEqual([state().other, state().asked], [undefined, undefined]);
});

test('a text that comes while tokens do has not their speed', async () => {
  const other = await explained(engine, 'four five');
  const panel = panelOf(engine, await explained(engine, 'one two three'), (event) => {
    if (event.kind === 'step') panel.send(shown(other));
  });
  await panel.generation.act('run');
  assert.deepEqual([panel.state().tokens, panel.state().lastRun], [other.tokens, undefined]);
});

test('Run for so many tokens, and its speed', async () => {
  const { state } = await panelAfter(5);
  assert.equal(state().steps.length, 5);
  assert.equal(state().lastRun?.tokens, 5);
  assert.ok((state().lastRun?.ms ?? 0) > 0);
  assert.match(state().notice ?? '', /Paused after 5 tokens/);
});

test('to the end of the sentence: the first token that ends one is the last', async () => {
  const summary = await explained(engine, 'Once upon a time', EMBEDDED);
  const { generation, state } = panelOf(engine, summary);
  await generation.act({ kind: 'runTo', end: 'sentence' });
  const texts = state().steps.map((_, i) =>
    textOf(
      state()
        .steps.slice(0, i + 1)
        .map(({ token }) => token),
    ),
  );
  assert.deepEqual(
    texts.map(endsSentence),
    texts.map((_, i) => i === texts.length - 1),
  );
  assert.ok(texts.length > 1);
  assert.equal(state().notice, undefined);
});

test('a branch whose rest cannot be run leaves panel and engine with the same tokens', async () => {
  const panel = await panelAfter(3);
  const end = panel.state().branches.shown;
  const first = panel.state().steps[0];
  const other = first.drawnFrom.candidates.find(({ id }) => id !== first.token.id) ?? assert.fail();
  await panel.generation.act({ kind: 'fork', after: ROOT, token: other.id });
  assert.equal(panel.state().steps.length, 1);
  const failing = new Generation(
    {
      ...engine,
      copy: async () => {},
      insert: async () => undefined,
      offer: async () => undefined,
      restore: async () => await Promise.reject({ code: 'context-full', context: 64 }),
    },
    panel.state,
    panel.send,
  );
  await failing.act({ kind: 'show', node: end });
  assert.deepEqual([panel.state().steps, panel.state().generating], [[], false]);
  assert.match(panel.state().notice ?? '', /context of 64 tokens is full/);
  await panel.generation.act('step');
  assert.equal(panel.state().steps.length, 1);
});

test('what is inserted is the branch that is shown, and what the host says of it', async () => {
  const { generation, state, inserted, offered } = await panelAfter(2);
  await generation.act('insert');
  assert.deepEqual(inserted, [generatedText(state())]);
  assert.deepEqual(offered, []);
  assert.match(state().notice ?? '', /Inserted into the document/);
});

test('what is offered as ghost text is the same, and it is said how it is taken', async () => {
  const { generation, state, inserted, offered } = await panelAfter(2);
  await generation.act('offer');
  assert.deepEqual(offered, [generatedText(state())]);
  assert.deepEqual(inserted, []);
  assert.match(state().notice ?? '', /Tab takes it/);
});
