import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { repeatedToken } from '../../../webview/page/repeatedToken.ts';
import { fallback } from '../../../webview/page/runningFacts.ts';
import { bytesInWords, costOfRange, costOfText, inWords, millisecondsInWords } from '../../../webview/stops/cost.ts';
import { fitted, lengthsUpTo, nextLength } from '../../../webview/stops/longText/longTextFit.ts';
import { longestToken } from '../../../webview/stops/tokens/longestToken.ts';
import { partsAfter } from '../../../webview/stops/tokens/mergeParts.ts';
import { sameHeads } from './sameHeads.ts';

const token = (text: string, id = 0) =>
  ({ id, text, bytes: [...Buffer.from(text)], special: false }) as unknown as Token;
const { layerHeads } = sameHeads(2, 3, 2);
const model = {
  ...{ layers: 2, heads: 3, keyValueHeads: 3, dHead: 2, dModel: 6, inner: 24, gatedMlp: false, windows: [null, null] },
  layerHeads,
  convolutions: [null, null],
  states: [null, null],
  ...{ vocabSize: 10, embeddingWidth: 6, parameters: 1000, context: 512 },
} as unknown as ModelInfo;

test('cost of three tokens in two layers of three heads, by hand', () => {
  const { attentionWeights, multiplications, cacheBytes } = costOfText(model, 3);
  assert.equal(attentionWeights, 2 * 3 * 6); // 1 + 2 + 3 pairs
  assert.equal(cacheBytes, 2 * 4 * 2 * 6 * 3);
  assert.equal(multiplications, 3 * (12 * 2 * 36) + 2 * 2 * 6 * 6 + 60);
});

test('shared keys, a window, a gate and a narrow table, by hand', () => {
  const other = {
    ...model,
    layerHeads: layerHeads.map((heads) => ({ ...heads, keyValueHeads: 1 })),
    windows: [2, null],
    gatedMlp: true,
    embeddingWidth: 4,
  };
  const { attentionWeights, multiplications, cacheBytes } = costOfText(other, 4);
  assert.equal(attentionWeights, 3 * (1 + 2 + 2 + 2 + (1 + 2 + 3 + 4)));
  assert.equal(cacheBytes, 2 * 4 * 2 * 2 * 4); // one head of 2 in each of 2 layers
  const block = 6 * 6 + 2 * 6 * 2 + 6 * 6 + 3 * 6 * 24;
  assert.equal(multiplications, 4 * (2 * block + 4 * 6) + 2 * 2 * attentionWeights + 6 * 4 + 4 * 10);
});

test('a gated convolution in place of attention in one of two layers, by hand', () => {
  const none = { heads: 0, keyValueHeads: 0, dHead: 0, dValue: 0 };
  const other = { ...model, layerHeads: [layerHeads[0], none], convolutions: [null, { kernel: 3, channels: 6 }] };
  const { attentionWeights, multiplications, cacheBytes } = costOfText(other, 3);
  assert.equal(attentionWeights, 3 * 6);
  assert.equal(cacheBytes, 4 * (2 * 6 + 6) * 3);
  const mlp = 2 * 6 * 24;
  assert.equal(multiplications, 3 * (4 * 36 + mlp + (3 * 36 + 36) + mlp) + 2 * 2 * 3 * 6 + 60);
});

test('a state in place of attention in one of two layers, by hand', () => {
  const none = { heads: 0, keyValueHeads: 0, dHead: 0, dValue: 0 };
  const state = { heads: 4, groups: 2, dState: 3, dValue: 5, mapWeights: 100 };
  const convolutions = [null, { kernel: 4, channels: 7 }];
  const other = { ...model, layerHeads: [layerHeads[0], none], convolutions, states: [null, state] };
  const { multiplications, cacheBytes } = costOfText(other, 3);
  assert.equal(cacheBytes, 4 * (2 * 6 + 7 + 2 * 3 + 4 * 5 + 4) * 3);
  const mlp = 2 * 6 * 24;
  assert.equal(multiplications, 3 * (4 * 36 + mlp + 100 + mlp) + (2 * 2 * 3 + 2 * 3 + 4 * 5) * 6 + 60);
});

test('a state that is corrected is read twice, and gated heads have a fourth map into them, by hand', () => {
  const none = { heads: 0, keyValueHeads: 0, dHead: 0, dValue: 0 };
  const state = { heads: 4, groups: 2, dState: 3, dValue: 5, mapWeights: 100, corrects: true };
  const gated = { ...layerHeads[0], gated: true };
  const other = { ...model, layerHeads: [gated, none], states: [null, state] };
  const { multiplications } = costOfText(other, 3);
  const mlp = 2 * 6 * 24;
  const pairs = 2 * 2 * 3 + 2 * (2 * 3 + 4 * 5);
  assert.equal(multiplications, 3 * (5 * 36 + mlp + 100 + mlp) + pairs * 6 + 60);
});

test('a window saves no time here, where masked products are computed too', () => {
  const windowed = { ...model, windows: [8, 8] };
  const measured = lengthsUpTo(512).map((x) => ({ x, y: costOfText(model, x).multiplications }));
  const predicted = fitted(windowed, measured)?.(4096) ?? 0;
  assert.ok(Math.abs(predicted / costOfText(model, 4096).multiplications - 1) < 1e-9);
});

test('a text token by token costs what it costs at once, but for the unembeddings', () => {
  const unembedding = model.dModel * model.vocabSize;
  const steps = Array.from({ length: 20 }, (_, i) => costOfRange(model, i, 1));
  const sum = steps.reduce((total, step) => total + step.multiplications, 0);
  assert.equal(sum - 20 * unembedding, costOfText(model, 20).multiplications - unembedding);
  assert.equal(
    steps.reduce((total, step) => total + step.attentionWeights, 0),
    costOfText(model, 20).attentionWeights,
  );
});

test('large numbers in words', () => {
  assert.deepEqual([inWords(999), inWords(1_234_567), inWords(5e15)], ['999', '1.23 M', '5 P']);
  assert.deepEqual([inWords(999_499), inWords(999_500), inWords(999.9)], ['999 k', '1 M', '1 k']);
  assert.deepEqual([bytesInWords(12), bytesInWords(1_230_000_000)], ['12 B', '1.23 GB']);
  assert.deepEqual([12.34, 999.7, 4567, 600_000, 9_000_000].map(millisecondsInWords), [
    '12.3 ms',
    '1 s',
    '4.57 s',
    '10 min',
    '2.5 h',
  ]);
});

test('times in proportion to the multiplications are found again', () => {
  const measured = lengthsUpTo(512).map((x) => ({ x, y: costOfText(model, x).multiplications * 1e-6 }));
  assert.ok(
    Math.abs((fitted(model, measured)?.(4096) ?? 0) / (costOfText(model, 4096).multiplications * 1e-6) - 1) < 1e-9,
  );
  assert.equal(fitted(model, measured.slice(0, 2)), undefined);
  assert.deepEqual([lengthsUpTo(512)[0], lengthsUpTo(512).at(-1), lengthsUpTo(1)], [16, 512, [1]]);
});

test('what is measured ends at the context, which long ones reach by doubling', () => {
  for (const context of [1, 512, 4096, 10_000, 40_960]) assert.equal(lengthsUpTo(context).at(-1), context);
  assert.deepEqual(lengthsUpTo(40_960).slice(-5), [4096, 8192, 16_384, 32_768, 40_960]);
  assert.equal(new Set(lengthsUpTo(8192)).size, lengthsUpTo(8192).length);
});

test('the next length has the time that the fit expects and the memory of the run, and a long one is not small', () => {
  const long = { ...model, layers: 2, context: 16_384 };
  const first = nextLength(long, []);
  assert.deepEqual([first?.tokens, first?.ms, first?.isSmall], [128, undefined, true]);
  const measured = lengthsUpTo(4096).map((x) => ({ x, y: costOfText(long, x).multiplications * 1e-6 }));
  const next = nextLength(long, measured);
  assert.equal(next?.tokens, 8192);
  assert.ok(Math.abs((next?.ms ?? 0) / (costOfText(long, 8192).multiplications * 1e-6) - 1) < 1e-9);
  assert.equal(next?.bytes, 4 * 3 * 6 * 8192 + costOfText(long, 8192).cacheBytes);
  assert.equal(next?.isSmall, true);
  const slow = measured.map(({ x, y }) => ({ x, y: 1e3 * y }));
  assert.equal(nextLength(long, slow)?.isSmall, (nextLength(long, slow)?.ms ?? 0) <= 20_000);
  assert.equal(nextLength({ ...long, dModel: 50_000 }, measured)?.isSmall, false);
  const all = lengthsUpTo(16_384).map((x) => ({ x, y: 1 }));
  assert.equal(nextLength(long, all), undefined);
});

test('parts of a token before, between and after its merges', () => {
  const replay = {
    token: 0 as TokenIndex,
    parts: [[0xe8], [0x98], [0x8b], [97]],
    merges: [
      { part: 0, rank: 4 },
      { part: 0, rank: 9 },
      { part: 0, rank: 12 },
    ],
    word: { start: 0, end: 1 } as Span<TokenIndex>,
  };
  const shown = (step: number) => partsAfter(replay, step).map(({ text, bytes }) => text ?? bytes.length);
  assert.deepEqual([0, 1, 2, 3].map(shown), [[1, 1, 1, 'a'], [2, 1, 'a'], ['蘋', 'a'], ['蘋a']]);
});

test('the longest token is that of the most bytes, and no special one', () => {
  assert.equal(longestToken([{ ...token('<|begin|>'), special: true }, token('On'), token('字'), token(' a')]), 2);
});

test('the tour looks at the last repeated word', () => {
  assert.equal(repeatedToken([token('the', 1), token(' cat', 2), token(' a', 3), token(' cat', 2), token('.', 4)]), 3);
  assert.equal(repeatedToken([token('one', 1), token('.', 2)]), 1);
  assert.equal(repeatedToken([]), undefined);
});

test('what was asked to run the model and cannot is named, with the reason', () => {
  const provider = { used: 'cpu', instead: { asked: 'dml', problem: 'no device' } } as const;
  assert.equal(fallback({ ...model, provider }), 'DirectML cannot be used, the model runs on the CPU: no device');
  const lacking = { used: 'cpu', instead: { asked: 'coreml', problem: undefined } } as const;
  assert.match(fallback({ ...model, provider: lacking }) ?? '', /^ONNX Runtime has no Core ML on this platform/);
  assert.equal(fallback({ ...model, provider: { used: 'cpu', instead: undefined } }), undefined);
  assert.equal(fallback({ ...model, provider: undefined }), undefined);
});
