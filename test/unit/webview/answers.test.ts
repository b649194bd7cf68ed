import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { AttentionMaps } from '../../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { Answers } from '../../../webview/state/answers.ts';
import { INITIAL, type PanelState } from '../../../webview/state/panelState.ts';
import { QuestionQueue } from '../../../webview/state/questionQueue.ts';
import type { RecordedStep } from '../../../webview/state/recordedStep.ts';
import { update } from '../../../webview/state/state.ts';
import type { StopId } from '../../../webview/state/stopIds.ts';
import { sameHeads } from './sameHeads.ts';

const place = { uri: 'file:///a.md', start: 0, end: 3, text: 'abc' };
const ATTENTION = new Set<StopId>(['attention']);
const never = () => new Promise<never>(() => {});

/** Maps are answered when the test says so, everything else never. */
function askedForMaps() {
  const waiting = new Map<number, (maps: AttentionMaps) => void>();
  let drawn = 0;
  const attentionMaps = (_run: string, layer: number) =>
    new Promise<AttentionMaps>((resolve) => waiting.set(layer, resolve));
  const answers = new Answers(
    {
      attentionMaps,
      attentionOverview: async () => ({}) as never,
      attentionRows: never,
      vectors: never,
      nextTokens: never,
    },
    new QuestionQueue(() => {}),
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
  const summary = { run: 'r', tokens, model: { layers: 8, heads: 8, ...sameHeads(8, 8) } } as unknown as RunSummary;
  return update(INITIAL, {
    kind: 'content',
    content: { kind: 'explained', summary, source: { label: 'a.md', line: 1, stale: false, place } },
  });
}

/** With a generated token, whose row of attention came with its step: the maps are the first question. */
function chosen(): PanelState {
  const step = { token: { id: 3 }, index: 2 } as unknown as RecordedStep;
  return update(explained(), { kind: 'step', step });
}

test('the maps of the chosen layer are asked for first, then those of its neighbours', async () => {
  const { answers, answer, layers } = askedForMaps();
  answers.follow(chosen(), ATTENTION); // layer 4, in the middle
  assert.deepEqual(layers(), [4]);
  await answer(4);
  assert.deepEqual(layers(), [4, 5]);
  await answer(5);
  assert.deepEqual(layers(), [4, 5, 3]);
});

test('a neighbour that is chosen before its maps are there is drawn when they come, and its neighbours asked for', async () => {
  const { answers, answer, layers, drawn } = askedForMaps();
  const state = chosen();
  answers.follow(state, ATTENTION);
  await answer(4);
  const next = update(state, { kind: 'head', head: { layer: 5, head: 0 } });
  answers.follow(next, ATTENTION);
  const before = drawn();
  await answer(5);
  assert.deepEqual([answers.shown(next).maps.value?.layer, answers.shown(next).maps.isCurrent], [5, true]);
  assert.ok(drawn() > before);
  assert.ok(layers().includes(6));
});

/** The names of what is asked, in order, with an engine that answers at once. */
async function asked(state: PanelState, ...inSight: StopId[]): Promise<string[]> {
  const names: string[] = [];
  const question = (name: string) => async () => {
    names.push(name);
    return { token: 1 } as never;
  };
  const answers = new Answers(
    {
      attentionMaps: question('maps'),
      attentionOverview: question('overview'),
      attentionRows: question('rows'),
      vectors: question('vectors'),
      nextTokens: question('next'),
    },
    new QuestionQueue(() => {}),
    () => {},
  );
  answers.follow(state, new Set(inSight));
  await new Promise(setImmediate);
  return names;
}

/** At first a word is selected; here nothing is. */
const unselected = () => update(explained(), { kind: 'select', token: undefined });
const selected = () => update(explained(), { kind: 'select', token: 0 as TokenIndex });
const generating = () => update(explained(), { kind: 'generating', generating: true });

for (const [what, state, inSight, expected] of [
  ['no stop', unselected, [], []],
  ['the tokens', unselected, ['tokens'], []],
  ['the tokens, as they are shown at first', explained, ['tokens'], ['rows']],
  ['the tokens, one of them selected, which tints the editor', selected, ['tokens'], ['rows']],
  ['the embedding', unselected, ['embedding'], ['vectors']],
  [
    'attention: the maps of the neighbours come last',
    explained,
    ['attention'],
    ['rows', 'maps', 'overview', 'maps', 'maps'],
  ],
  ['the next token', unselected, ['next'], ['next']],
  ['attention and the next token while tokens are generated', generating, ['attention', 'next'], ['next']],
  [
    'attention of a generated token, whose row came with it',
    chosen,
    ['attention'],
    ['maps', 'overview', 'maps', 'maps'],
  ],
] as const)
  test(`asked for with this in sight: ${what}`, async () => {
    assert.deepEqual(await asked(state(), ...inSight), expected);
  });

test('what has gone out of sight before its turn came is not asked, and asked when it is back', async () => {
  const { answers, answer, layers } = askedForMaps();
  answers.follow(chosen(), ATTENTION);
  await answer(4);
  answers.follow(chosen(), new Set());
  await answer(5);
  assert.deepEqual(layers(), [4, 5]);
  answers.follow(chosen(), ATTENTION);
  assert.deepEqual(layers(), [4, 5, 3]);
});

test('a failure is known by the name of what it was asked for', async () => {
  const failure = { code: 'session-failed' };
  const questions = { attentionMaps: never, attentionOverview: never, attentionRows: never, nextTokens: never };
  let drawn = 0;
  const answers = new Answers(
    { ...questions, vectors: () => Promise.reject(failure) },
    new QuestionQueue(() => {}),
    () => drawn++,
  );
  answers.follow(unselected(), new Set<StopId>(['embedding']));
  await new Promise(setImmediate);
  assert.equal(drawn, 1);
  const { vectors } = answers.shown(unselected());
  assert.deepEqual(vectors, { value: undefined, isCurrent: true, failure });
  assert.equal(answers.shown(unselected()).vectors, vectors);
});

/** An engine that answers when the test says so, with what it was asked as the answer. */
function engineOnDemand() {
  const waiting: (() => void)[] = [];
  const question =
    (answer: (...asked: never[]) => object) =>
    (...asked: unknown[]) =>
      new Promise<never>((resolve) => waiting.push(() => resolve(answer(...(asked as never[])) as never)));
  const answers = new Answers(
    {
      attentionMaps: question((_run, layer: number) => ({ layer })),
      attentionOverview: question(() => ({})),
      attentionRows: question((_run, token: number) => ({ token, layers: 8, heads: 1, values: new Float32Array(100) })),
      vectors: question((_run, token: number) => ({ token })),
      nextTokens: question((_run, after: number, _k, sampling: object) => ({ after, sampling })),
    },
    new QuestionQueue(() => {}),
    () => {},
  );
  /** The queue asks one question after the other. */
  const answerAll = async () => {
    for (let left = 0; left < 30; left++) {
      waiting.shift()?.();
      await new Promise(setImmediate);
    }
  };
  return { answers, answerAll };
}

const EVERYTHING = new Set<StopId>(['embedding', 'attention', 'next']);
const NAMES = ['overview', 'maps', 'weights', 'vectors', 'next'] as const;
const step = { token: { id: 3 }, index: 2, attention: undefined } as unknown as RecordedStep;
const sampling = { ...INITIAL.sampling, temperature: 2 };

for (const [what, event, waits] of [
  ['another token is selected', { kind: 'select', token: 0 as TokenIndex }, ['weights', 'vectors', 'next']],
  ['a slider is moved', { kind: 'sampling', sampling }, ['next']],
  ['a layer out of reach of a key is chosen', { kind: 'head', head: { layer: 0, head: 0 } }, ['maps']],
  ['another head of the layer is chosen', { kind: 'head', head: { layer: 4, head: 3 } }, []],
  ['a token is generated', { kind: 'step', step }, ['overview', 'maps', 'vectors', 'next']],
  ['nothing that was asked for', { kind: 'showIds', showIds: true }, []],
] as const)
  for (const inSight of [EVERYTHING, new Set<StopId>()])
    test(`what is not of this state waits, whether it is in sight (${inSight.size > 0}) or not: ${what}`, async () => {
      const { answers, answerAll } = engineOnDemand();
      const state = explained();
      answers.follow(state, EVERYTHING);
      await answerAll();
      for (const name of NAMES) assert.equal(answers.shown(state)[name].isCurrent, true, name);
      const before = answers.shown(state);
      const next = update(state, event);
      answers.follow(next, inSight);
      const shown = answers.shown(next);
      // A generated token brings its row of attention along; this one has none.
      const names = NAMES.filter((name) => !(event.kind === 'step' && name === 'weights'));
      const waiting = names.filter((name) => !shown[name].isCurrent);
      assert.deepEqual(
        waiting,
        names.filter((name) => (waits as readonly string[]).includes(name)),
      );
      for (const name of names) if (name !== 'weights') assert.equal(shown[name].value, before[name].value, name);
      answers.follow(next, EVERYTHING);
      await answerAll();
      for (const name of names) assert.equal(answers.shown(next)[name].isCurrent, true, name);
      assert.equal(answers.shown(next).next.value?.after, next.selected);
    });

test('an answer about a token that was taken back is not shown', async () => {
  const { answers, answerAll } = engineOnDemand();
  const state = update(explained(), { kind: 'step', step });
  answers.follow(state, EVERYTHING);
  await answerAll();
  assert.deepEqual([answers.shown(state).vectors.value?.token, answers.shown(state).next.value?.after], [2, 2]);
  const back = update(state, { kind: 'truncated', length: 2 });
  answers.follow(back, EVERYTHING);
  for (const name of ['vectors', 'next'] as const)
    assert.deepEqual(answers.shown(back)[name], { value: undefined, isCurrent: false, failure: undefined });
});

test('nothing of another text is shown', async () => {
  const { answers, answerAll } = engineOnDemand();
  const state = explained();
  answers.follow(state, EVERYTHING);
  await answerAll();
  const { content } = state;
  assert.ok(content.kind === 'explained');
  const summary = { ...content.summary, run: 'another' };
  const other = update(state, { kind: 'content', content: { ...content, summary } });
  answers.follow(other, new Set());
  for (const name of NAMES) assert.equal(answers.shown(other)[name].value, undefined, name);
});
