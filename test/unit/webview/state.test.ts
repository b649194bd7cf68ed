import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelInfo, RunSummary } from '../../../src/contract/engineApi.ts';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { promptLength } from '../../../webview/state/generatedTokens.ts';
import { INITIAL, type PanelState } from '../../../webview/state/panelState.ts';
import type { RecordedStep } from '../../../webview/state/recordedStep.ts';
import { fromSaved, toSave } from '../../../webview/state/savedState.ts';
import { tintingToken, update } from '../../../webview/state/state.ts';
import { sameHeads } from './sameHeads.ts';

const token = (id: number) => ({ id }) as Token;
/** The tokens of pieces that stand one behind another. */
function tokensOf(...pieces: string[]): Token[] {
  const bytesOf = (some: readonly string[]) => Buffer.byteLength(some.join(''));
  return pieces.map((text, id) => {
    const start = bytesOf(pieces.slice(0, id));
    return { id, text, byteSpan: { start, end: start + bytesOf([text]) } } as Token;
  });
}
const step = (index: number) => ({ index, token: token(900 + index) }) as unknown as RecordedStep;
const place = { uri: 'file:///a.md', start: 0, end: 3, text: 'abc' };

function explained(state: PanelState, count: number, layers = 6): PanelState {
  return shown(state, tokensOf(...Array.from({ length: count }, () => 'a')), layers);
}

function shown(state: PanelState, tokens: readonly Token[], layers = 6, other: Partial<ModelInfo> = {}): PanelState {
  const text = tokens.map((one) => one.text).join('');
  const summary = {
    run: 'r',
    tokens,
    textLength: text.length,
    model: { ...MODEL, layers, ...sameHeads(layers, MODEL.heads), ...other },
  } as unknown as RunSummary;
  return update(state, {
    kind: 'content',
    content: {
      kind: 'explained',
      summary,
      source: { label: 'a.md', line: 1, stale: false, place: { ...place, text } },
    },
  });
}

const MODEL = { folder: '/model', heads: 8, vocabSize: 1000 };

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
  assert.deepEqual([ids(state), state.steps.length, state.selected], [[0, 1, 902], 1, 2]);
});

test('the tool for experts is not kept for a model that has none', () => {
  const experts = { layers: [true, true], experts: 8, chosen: 2, inner: 4, sharedInner: 0 };
  const routed = shown({ ...INITIAL, tool: 'experts' }, tokensOf('a', 'b'), 2, { experts });
  assert.equal(routed.tool, 'experts');
  assert.equal(explained(routed, 2).tool, 'why');
  assert.equal(explained({ ...INITIAL, tool: 'tree' }, 2).tool, 'tree');
});

test('a head that another model lacks is left for the middle layer', () => {
  const state = explained({ ...INITIAL, head: { layer: 11, head: 9 } }, 2, 6);
  assert.deepEqual(state.head, { layer: 3, head: 'mean' });
  assert.deepEqual(explained({ ...INITIAL, head: { layer: 1, head: 7 } }, 2).head, { layer: 1, head: 7 });
});

const running = (state: PanelState) =>
  update(state, { kind: 'content', content: { kind: 'running', run: 's', done: 0, of: 0 } });

test('the first selection is the last token with a letter', () => {
  assert.equal(shown(INITIAL, tokensOf('The', ' end', '.', '\n')).selected, 1);
  assert.equal(shown(INITIAL, tokensOf('走', '。')).selected, 0);
  assert.equal(shown(INITIAL, tokensOf('1', '+', '1')).selected, 2);
});

test('the same text keeps the place of the selection, also when another model cuts it otherwise', () => {
  const before = update(shown(INITIAL, tokensOf('un', 'seen', ' words', '.')), {
    kind: 'select',
    token: 1 as TokenIndex,
  });
  assert.equal(shown(running(before), tokensOf('un', 'seen', ' words', '.')).selected, 1);
  assert.equal(shown(running(before), tokensOf('u', 'n', 'see', 'n', ' words', '.')).selected, 2);
  assert.equal(shown(running(before), tokensOf('unseen', ' words', '.')).selected, 0);
});

test('another text begins anew, though it is long enough for the number', () => {
  const before = update(shown(INITIAL, tokensOf('a', 'b', 'c', '.')), { kind: 'select', token: 0 as TokenIndex });
  assert.equal(shown(running(before), tokensOf('x', 'y', 'z', '.')).selected, 2);
});

test('the same text without a selection stays without one', () => {
  const before = update(shown(INITIAL, tokensOf('a', 'b', '.')), { kind: 'select', token: undefined });
  assert.equal(shown(running(before), tokensOf('a', 'b', '.')).selected, undefined);
});

test('a token that was generated is not found in the text', () => {
  const before = update(shown(INITIAL, tokensOf('a', 'b', '.')), {
    kind: 'step',
    step: { index: 3, token: { id: 9, byteSpan: { start: 3, end: 4 } } } as unknown as RecordedStep,
  });
  assert.equal(before.selected, 3);
  assert.equal(shown(running(before), tokensOf('a', 'b', '.')).selected, 1);
});

test('the editor is tinted by the selected token, and not while the list shows surprise', () => {
  const state = explained(INITIAL, 3);
  assert.equal(tintingToken(state), 2);
  assert.equal(tintingToken(update(state, { kind: 'tint', tint: 'surprisal' })), undefined);
  assert.equal(tintingToken(update(state, { kind: 'select', token: undefined })), undefined);
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

test('who asks why is led to the Lab, at the position that is asked about', () => {
  const asked = { position: 1 as TokenIndex, target: 77, other: undefined };
  const state = update(explained(INITIAL, 3), { kind: 'why', asked });
  assert.deepEqual([state.place, state.tool, state.selected, state.asked], ['lab', 'why', 1, asked]);
  const otherwise = { ...asked, other: 5 };
  assert.equal(update(state, { kind: 'asked', asked: otherwise }).asked, otherwise);
});

test('a change that is tried is listed in the tool that shows what comes of it, and taken back with its token', () => {
  const change = { kind: 'token', token: 2 as TokenIndex, id: 7 } as const;
  const generated = update(explained(INITIAL, 2), { kind: 'step', step: step(2) });
  const state = update(generated, { kind: 'whatIf', change });
  assert.deepEqual([state.place, state.tool], ['lab', 'whatIf']);
  const listed = ({ changes }: PanelState) => changes.history.list.map((one) => one.change);
  assert.deepEqual(listed(state), [change]);
  assert.deepEqual(listed(update(state, { kind: 'changes', edit: { kind: 'undo' } })), []);
  assert.deepEqual(listed(update(state, { kind: 'truncated', length: 2 })), []);
});

test('who asks at the end of the text is led to a tool of the Lab, at the last token', () => {
  const asked = { position: 1 as TokenIndex, target: 77, other: undefined };
  const before = update(explained(INITIAL, 3), { kind: 'why', asked });
  const state = update(before, { kind: 'askAtEnd', tool: 'mattered' });
  assert.deepEqual([state.place, state.tool, state.selected, state.asked], ['lab', 'mattered', 2, undefined]);
});

test('a worked example shows why at the end of the text in place of the tour, until another text comes', () => {
  const touring = update(explained(INITIAL, 3), { kind: 'tour', tour: true });
  const state = update(touring, { kind: 'example', example: 'code' });
  assert.deepEqual([state.place, state.tool, state.selected, state.tour], ['lab', 'why', 2, false]);
  assert.equal(state.example, 'code');
  assert.equal(update(state, { kind: 'example', example: undefined }).example, undefined);
  assert.equal(explained(state, 3).example, undefined);
});

test('another text to patch from or to compare with stays while the text does; what is copied stays always', () => {
  const patching = { source: 'abd', kind: 'head', plus: 7, minus: undefined, measures: true } as const;
  const state = update(explained(INITIAL, 3), { kind: 'patching', patching });
  assert.equal(state.patching, patching);
  const compared = update(state, { kind: 'compare', some: { source: 'abe' } });
  const again = explained(compared, 3);
  assert.deepEqual([again.patching, again.comparing.source], [{ ...patching, measures: false }, 'abe']);
  const another = explained(compared, 4);
  assert.deepEqual(another.patching, { ...patching, source: undefined, measures: false });
  assert.equal(another.comparing.source, undefined);
  const reloaded = explained(fromSaved(JSON.parse(JSON.stringify(toSave(compared)))), 3);
  assert.deepEqual([reloaded.patching.source, reloaded.comparing.source], ['abd', 'abe']);
});

test('a question is forgotten with its text, and with the token that it is about', () => {
  const asked = { position: 2 as TokenIndex, target: 77, other: undefined };
  const generated = update(explained(INITIAL, 2), { kind: 'step', step: step(2) });
  const state = update(generated, { kind: 'why', asked });
  assert.equal(update(state, { kind: 'truncated', length: 3 }).asked, asked);
  assert.equal(update(state, { kind: 'truncated', length: 2 }).asked, undefined);
  assert.equal(explained(state, 3).asked, undefined);
});

test('the tour leads through the Lecture, and leaves who leaves it where he is', () => {
  const state = update(explained(INITIAL, 2), { kind: 'place', place: 'lab' });
  assert.equal(update(state, { kind: 'tour', tour: true }).place, 'lecture');
  assert.equal(update(state, { kind: 'tour', tour: false }).place, 'lab');
});

test('the place that was shown comes back after a reload', () => {
  const state = update(explained(INITIAL, 2), { kind: 'place', place: 'lab' });
  const back = fromSaved(JSON.parse(JSON.stringify(toSave(state))));
  assert.deepEqual([back.place, back.tool, toSave(state).place?.uri], ['lab', 'why', place.uri]);
  assert.equal(fromSaved({ version: 2, shownPlace: 'attic' }).place, 'lecture');
});

test('a question comes back after a reload, with the same text and model', () => {
  const asked = { position: 1 as TokenIndex, target: 77, other: 78 };
  const state = update(update(explained(INITIAL, 3), { kind: 'tool', tool: 'tree' }), { kind: 'asked', asked });
  const back = fromSaved(JSON.parse(JSON.stringify(toSave(state))));
  assert.equal(back.asked, undefined); // before the text is known
  assert.deepEqual([explained(back, 3).asked, explained(back, 3).tool], [asked, 'tree']);
  assert.equal(explained(back, 4).asked, undefined);
  assert.equal(shown(back, tokensOf('a', 'a', 'a'), 6, { folder: '/other' }).asked, undefined);
  assert.equal(shown(back, tokensOf('a', 'a', 'a'), 6, { vocabSize: 78 }).asked, undefined);
});

test('what is saved comes back', () => {
  const state = {
    ...explained(INITIAL, 5),
    selected: 2 as TokenIndex,
    head: { layer: 1, head: 2 },
    showIds: true,
  } as const;
  const back = fromSaved(JSON.parse(JSON.stringify(toSave(state))));
  assert.deepEqual([back.head, back.sampling, back.showIds], [{ layer: 1, head: 2 }, INITIAL.sampling, true]);
  assert.equal(explained(back, 5).selected, 2);
  assert.equal(explained(back, 6).selected, 5); // another text
  assert.deepEqual(toSave(state).place, { ...place, text: 'aaaaa' });
});

test('saved nonsense is the first start', () => {
  const nonsense: unknown[] = [
    undefined,
    null,
    7,
    'x',
    {},
    { version: 2 },
    { version: 2, kept: { text: 1, length: 2 } },
    { version: 2, kept: { text: 'a', length: 1, selected: { start: -1 } } },
    { version: 2, selected: -1, head: { layer: 'a' }, sampling: { temperature: 99 } },
  ];
  for (const value of nonsense) assert.deepEqual(fromSaved(value), INITIAL, JSON.stringify(value));
});
