// Whatever the engine is asked, it answers or refuses, and goes on.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { EngineApi } from '../../../src/contract/engineApi.ts';
import { isFailure } from '../../../src/contract/failure.ts';
import { QUESTION_NAMES } from '../../../src/contract/questions.ts';
import type { Span, TokenIndex, Utf16Offset } from '../../../src/contract/tokens.ts';
import { type Random, randomOf } from '../random.ts';
import { SAMPLING, startEngine, TINY } from './engineProcess.ts';
import { malformed } from './malformed.ts';

const CALLS = 10_000;
/** So many are on their way at a time. */
const AT_ONCE = 250;

const engine = startEngine();
after(() => engine.dispose());

const run = 'the run';
const token = 1 as TokenIndex;
const tokens = { start: 0, end: 2 } as Span<TokenIndex>;
const span = { start: 0, end: 2 } as Span<Utf16Offset>;
const tokenizer = { kind: 'folder', folder: TINY } as const;
const head = { layer: 0, head: 0 };
const request = { run, modelFolder: TINY, options: { precision: 'auto' }, text: 'one two three' } as const;
const CONTEXT = { mostBytes: 1_000, agentFiles: false, duplicates: false, changes: false };

/** A good call of every question. */
const GOOD: { readonly [Question in keyof EngineApi]: Readonly<Required<Parameters<EngineApi[Question]>>> } = {
  load: [TINY, { precision: 'auto', executionProvider: 'auto', remoteUrl: '' }],
  tokenize: ['a text', tokenizer],
  vocabularySize: [tokenizer],
  count: [['a', 'text'], tokenizer],
  openText: ['a text', 'one two'],
  editText: ['a text', 1, [{ start: 1, removed: 2, inserted: 'x' }]],
  closeText: ['another text'],
  countText: [{ text: 'a text', version: 1 }, tokenizer],
  countSpans: [{ text: 'a text', version: 1 }, [span], tokenizer],
  lineEndBeyond: [{ text: 'a text', version: 1 }, 1, tokenizer],
  tokensIn: [{ text: 'a text', version: 1 }, span, tokenizer],
  chat: [TINY, [{ role: 'user', content: 'a question' }]],
  explain: [{ ...request, beside: false }],
  readDocument: [{ ...request, run: 'the document' }],
  documentSurprisals: ['the document', { start: 0, end: 3 } as Span<Utf16Offset>, 10],
  expected: ['the document', token, 3],
  attention: [run, head, tokens, tokens],
  valueWeights: [run, head, tokens, tokens],
  attentionRows: [run, token],
  attentionOverview: [run, 4],
  attentionMaps: [run, 0, 4],
  stateWeights: [run, head, tokens, tokens],
  stateMaps: [run, 0, 4],
  stateOverview: [run, 4],
  stateCourse: [run, head],
  stateDetail: [run, head, token],
  convolutionTaps: [run, 0],
  vectors: [run, token],
  nextTokens: [run, token, 3, SAMPLING],
  merges: [run, token],
  neighbours: [run, token, 3],
  rareTokens: [run],
  embeddingMap: [run, [[' one', ' two'], [' three']], 'pca'],
  positions: [run],
  rotation: [run, head, token],
  headDetail: [run, head, token],
  headScores: [run],
  rollout: [run, 0],
  flow: [run, token, 0.1],
  similarity: [run, token, token],
  sentences: [run, { other: 'x', pooling: 'mean' }],
  blocks: [run, token],
  logitLens: [run, tokens],
  routing: [run, tokens],
  surprisals: [run],
  votes: [run, { position: token, target: 3, other: 5 }],
  swapped: [run, token, token, 3, SAMPLING],
  mattered: [run, { outcome: { kind: 'next', after: token, id: 1 }, mode: 'hide' }, 10],
  whatIf: [
    run,
    {
      changes: [
        { kind: 'scale', part: { kind: 'head', layer: 0, head: 0 }, factor: 0 },
        { kind: 'mean', part: { kind: 'mlp', layer: 0 } },
        { kind: 'hide', span: { start: 0, end: 1 } as Span<TokenIndex>, query: token, layer: 0, head: 0 },
        { kind: 'token', token, id: 1 },
        { kind: 'direction', layer: 0, token, direction: { kind: 'embedding', id: 1 }, strength: 1 },
        { kind: 'copy', what: { kind: 'residual', layer: 0 }, token, from: { text: 'another text', token } },
      ],
      after: token,
      k: 3,
      sampling: SAMPLING,
    },
  ],
  whatIfSurprisals: [run, [{ kind: 'hide', span: tokens }]],
  direction: [run, { kind: 'embedding', id: 3 }, 1],
  whatIfTexts: [run, [{ kind: 'scale', part: { kind: 'attention', layer: 0 }, factor: 2 }], 2, SAMPLING],
  otherText: [run, 'one two four', 3, SAMPLING, token],
  patchSweep: [run, { source: 'one two three', kind: 'residual', plus: 1, minus: 2 }, 10],
  comparison: [run, { kind: 'text', text: 'one three' }],
  comparedPredictions: [run, { kind: 'run', run }, { start: 0, end: 1 }],
  comparedStreams: [run, { kind: 'text', text: 'one three' }],
  comparedHeads: [run, { kind: 'changes', changes: [{ kind: 'token', token, id: 1 }] }, 0],
  comparedNext: [run, { kind: 'text', text: 'one three' }, 0, 3],
  timeLength: [run, 2],
  ngrams: [run, 'a document', token, 3],
  generate: [run, SAMPLING, 1],
  choose: [run, 1, SAMPLING, 1],
  restore: [run, [1, 2]],
  truncate: [run, 3],
  unload: ['/another/folder'],
  interrupt: [run],
  cancel: ['another run'],
  release: ['another run'],
  // A root that was made wrong may be all of this machine's files.
  contextReport: ['a report', { ...CONTEXT, roots: [TINY], tokenizer, exclude: ['**'] }],
  conversationTokens: [TINY, '[{"role": "user", "content": "a question"}]', 'chat.json'],
  cancelContextReport: ['another report'],
  inspectFile: [join(TINY, 'model.safetensors')],
  tensorStatistics: ['statistics', join(TINY, 'model.safetensors'), 'transformer.ln_f.weight'],
  tensorDifferences: ['differences', join(TINY, 'model.safetensors'), join(TINY, 'model.safetensors')],
  cancelInspection: ['another inspection'],
  fileTokenizer: [join(TINY, 'tokenizer.json')],
  searchVocabulary: [join(TINY, 'tokenizer.json'), { text: 'a', kind: 'all', order: 'id' }],
  vocabularyEntries: [join(TINY, 'tokenizer.json'), [0, 1]],
  chatSample: [join(TINY, 'tokenizer.json')],
};

/** Its answer, or the failure; a bug fails the test, as does what is no failure. */
async function asked(name: keyof EngineApi, values: readonly unknown[]): Promise<unknown> {
  try {
    return await (engine[name] as (...values: readonly unknown[]) => Promise<unknown>)(...values);
  } catch (thrown) {
    assert.ok(isFailure(thrown), `${name}: ${thrown}`);
    assert.notEqual(thrown.code, 'bug', `${name}: ${JSON.stringify(thrown)}`);
    assert.notEqual(thrown.code, 'engine-stopped', name);
    return thrown;
  }
}

async function assertAnswers(): Promise<void> {
  assert.equal((await engine.explain(request)).textLength, request.text.length);
  assert.equal((await engine.vectors(run, token)).token, token);
}

function malformedCall(random: Random): [keyof EngineApi, unknown[]] {
  const name = random.of(QUESTION_NAMES);
  return [name, malformed(GOOD[name], random)];
}

/** What this model has no template, no state and no convolution for. */
const LACKS: Partial<Record<keyof EngineApi, RegExp>> = {
  chat: /chat-template-missing/,
  chatSample: /chat-template-missing/,
  conversationTokens: /chat-template-missing/,
  stateWeights: /keeps no state/,
  stateMaps: /keeps no state/,
  stateCourse: /keeps no state/,
  stateDetail: /keeps no state/,
  convolutionTaps: /has no convolution/,
};

test('each question in its good form is answered, or says what the model lacks', async () => {
  for (const name of ['explain', ...QUESTION_NAMES] as const) {
    const answer = await asked(name, GOOD[name]);
    assert.ok(!isFailure(answer) || LACKS[name]?.test(JSON.stringify(answer)), `${name}: ${JSON.stringify(answer)}`);
  }
});

test('malformed calls of all questions are answered or refused, and none is a bug', async () => {
  const random = randomOf(7);
  const processId = engine.processId;
  let refused = 0;
  for (let i = 0; i < CALLS; i += AT_ONCE) {
    await engine.explain(request);
    const calls = Array.from({ length: AT_ONCE }, () => malformedCall(random));
    const answers = await Promise.all(calls.map(([name, values]) => asked(name, values)));
    refused += answers.filter((answer) => isFailure(answer) && answer.code === 'question-invalid').length;
  }
  assert.ok(refused > CALLS / 2, `${refused} were refused`);
  await assertAnswers();
  assert.equal(engine.processId, processId, 'it is another process');
});
