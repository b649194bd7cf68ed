// The loop of generation over the real engine: what each action does to the state, and what is said when it cannot go on.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import { generatedText } from '../../../webview/state/generation.ts';
import type { PanelEvent } from '../../../webview/state/panelState.ts';
import { copyOf, editJson } from '../checkpoint/remadeFolder.ts';
import { explained, startEngine } from '../engine/engineProcess.ts';
import { type Panel, panelOf as panelOn, shown } from './generationPanel.ts';

const engine = startEngine();
after(() => engine.dispose());

const panelOf = (summary: RunSummary, onEvent?: (event: PanelEvent, panel: Panel) => void) =>
  panelOn(engine, summary, onEvent);

test('a step appends one token that was drawn from the distribution after the last one', async () => {
  const summary = await explained(engine, 'one two three');
  const { generation, state } = panelOf(summary);
  await generation.act('step');
  const [step] = state().steps;
  assert.equal(state().tokens.length, summary.tokens.length + 1);
  assert.deepEqual(state().tokens.at(-1), step.token);
  assert.equal(step.drawnFrom.after, summary.tokens.length - 1);
  assert.deepEqual([step.computed, step.reused], [1, summary.tokens.length]);
  assert.deepEqual([state().generating, state().notice], [false, undefined]);
});

test('nothing is taken back while tokens come', async () => {
  const summary = await explained(engine, 'one two three');
  const asked: Promise<void>[] = [];
  const { generation, state } = panelOf(summary, (event, panel) => {
    if (event.kind === 'step') asked.push(panel.generation.act('back'));
  });
  await generation.act('step');
  await Promise.all(asked);
  assert.equal(state().tokens.length, summary.tokens.length + 1);
});

test('tokens are taken back one by one, however fast that is asked, and never those of the text', async () => {
  const summary = await explained(engine, 'one two three');
  const { generation, state } = panelOf(summary);
  for (let i = 0; i < 3; i++) await generation.act('step');
  await Promise.all([generation.act('back'), generation.act('back')]);
  assert.equal(state().steps.length, 1);
  await Promise.all([generation.act('back'), generation.act('back'), generation.act('step')]);
  assert.deepEqual([state().steps.length, state().steps[0].index], [1, summary.tokens.length]);
});

test('taking tokens back and drawing again with the same seed tells the same story', async () => {
  const { generation, state } = panelOf(await explained(engine, 'one two three'));
  for (let i = 0; i < 3; i++) await generation.act('step');
  const first = generatedText(state());
  await generation.act('back');
  assert.equal(state().steps.length, 2);
  await generation.act('reset');
  assert.equal(state().steps.length, 0);
  for (let i = 0; i < 3; i++) await generation.act('step');
  assert.equal(generatedText(state()), first);
});

test('nothing of the user’s own text is taken back', async () => {
  const summary = await explained(engine, 'one two three');
  const { generation, state } = panelOf(summary);
  await generation.act('back');
  assert.equal(state().tokens.length, summary.tokens.length);
});

test('Run goes on until Stop, and finishes the token it is at', async () => {
  const panel = panelOf(await explained(engine, 'one two three'), (event, { generation, state }) => {
    if (event.kind === 'step' && state().steps.length === 4) void generation.act('stop');
  });
  await panel.generation.act('run');
  assert.equal(panel.state().steps.length, 4);
  assert.deepEqual([panel.state().generating, panel.state().notice], [false, undefined]);
});

test('a full context ends the loop with a sentence that says what to do', async () => {
  const summary = await explained(engine, 'one two three');
  const { generation, state } = panelOf(summary);
  await generation.act('run'); // the tiny model reads 64 tokens
  assert.equal(state().tokens.length, summary.model.context);
  assert.match(state().notice ?? '', /context of 64 tokens is full/);
  assert.equal(state().generating, false);
});

test('Run stops at a token with which the model ends a text, says so, and goes on when it is asked to', async () => {
  const healthy = panelOf(await explained(engine, 'one two three'));
  for (let i = 0; i < 6; i++) await healthy.generation.act('step');
  const drawn = healthy.state().steps.map(({ token }) => token.id);
  const end = drawn.findIndex((id, i) => i > 1 && drawn.indexOf(id) === i);
  const folder = await copyOf('gpt2');
  const ids = { eos_token_id: [319, drawn[end]] };
  await editJson(join(folder, 'generation_config.json'), (config) => Object.assign(config, ids));
  const { generation, state } = panelOf(await explained(engine, 'one two three', folder));
  await generation.act('run');
  assert.deepEqual(
    state().steps.map(({ token }) => token.id),
    drawn.slice(0, end + 1),
  );
  assert.match(state().notice ?? '', /ends the text here/);
  await generation.act('step');
  assert.equal(state().steps.length, end + 2);
});

test('another text that comes while a token is drawn ends the loop, and keeps its own tokens', async () => {
  const other = await explained(engine, 'four five');
  const panel = panelOf(await explained(engine, 'one two three'), (event) => {
    if (event.kind === 'generating' && event.generating) setImmediate(() => panel.send(shown(other)));
  });
  await panel.generation.act('run');
  assert.deepEqual(panel.state().tokens, other.tokens);
  assert.deepEqual([panel.state().steps, panel.state().generating], [[], false]);
});

test('an engine that stopped is said in words', async () => {
  const panel = panelOf(await explained(engine, 'one two three'), (event) => {
    if (event.kind === 'step') engine.stop();
  });
  await panel.generation.act('run');
  assert.match(panel.state().notice ?? '', /engine stopped|engine has started anew/i);
  assert.equal(panel.state().generating, false);
});

test('Copy puts the generated text on the clipboard, and nothing else', async () => {
  const { generation, state, copied } = panelOf(await explained(engine, 'one two three'));
  await generation.act('step');
  await generation.act('copy');
  assert.deepEqual(copied, [generatedText(state())]);
});
