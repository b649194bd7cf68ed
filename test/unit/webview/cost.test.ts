// What the panel says that a text costs is what a run does: multiplications counted by onnxruntime's profiler from the
// shapes that its nodes had, and bytes of the cache that the sequence holds, for every architecture and variant.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import { modelInfo } from '../../../src/engine/modelInfo.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { costOfRange, costOfText } from '../../../webview/stops/cost.ts';
import { asRunHere, layerGroups } from '../../../webview/stops/longText/layerCosts.ts';
import { ProfiledRuntime } from './profiledRuntime.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const N = 40;
/** Steps of one token behind the text. */
const STEPS = 3;

const profiles = mkdtempSync(join(tmpdir(), 'tokenscope-profiles-'));
after(() => rmSync(profiles, { recursive: true }));

for (const name of [...namesIn('.'), ...namesIn('variants')]) {
  test(`${name}: multiplications, attention weights and cache are those of a run`, async () => {
    const folder = join(FIXTURES, name);
    const runtime = new ProfiledRuntime(profiles);
    const model = await Transformer.load(folder, { runtime });
    const info = modelInfo({}, model, { precision: undefined, provider: undefined });
    const sequence = model.newSequence();
    const isContinued = !info.bidirectional; // what sees behind itself is read again as a whole
    const speak = async () => {
      if (info.predicts !== 'nothing') await model.logits(sequence);
    };
    await model.forward(sequence, ids(0, N, info.vocabSize));
    await speak();
    const caches = [...new Set(sequence.caches), ...sequence.trails, ...sequence.states];
    const room = caches.reduce((sum, cache) => sum + (cache?.bytes ?? 0), 0);
    assert.equal(costOfText(info, N).cacheBytes, (room / sequence.slots) * N); // without what is kept free
    assertByKind(info);
    const steps = isContinued ? STEPS : 0;
    for (let i = N; i < N + steps; i++) {
      await model.forward(sequence, ids(i, 1, info.vocabSize));
      await speak();
    }
    const costs = [costOfText(info, N), ...Array.from({ length: steps }, (_, i) => costOfRange(info, N + i, 1))];
    const sum = (of: 'multiplications' | 'attentionWeights') => costs.reduce((total, cost) => total + cost[of], 0);
    let weights = 0;
    // What the mask hides is multiplied too: q·k before it, and a weight of 0 with v behind it. And what the formula leaves out.
    let masked = 0;
    for (const [layer, { heads, dHead, dValue }] of info.layerHeads.entries()) {
      const { seen, hidden } = runtime.pairs.get(`block_${String(layer).padStart(3, '0')}`) ?? { seen: 0, hidden: 0 };
      const state = info.states[layer];
      weights += heads * seen;
      const ofState = state ? state.groups * state.dState + state.heads * state.dValue : 0;
      masked += (heads * (dHead + dValue) + (state?.corrects ? 2 : 1) * ofState) * hidden;
      if (state?.corrects) masked += state.heads * productsOfHalving(N);
    }
    assert.equal(sum('attentionWeights'), weights);
    const counted = runtime.multiplications(() => readdirSync(profiles).map((file) => join(profiles, file)));
    assert.equal(sum('multiplications'), counted - masked);
    await model.release();
  });
}

/**
 * Between tokens the kinds of layers cost together what the whole does: what is kept, and by how much the work grows faster
 * from token to token, since all other work is the same for every token.
 */
function assertByKind(info: ModelInfo): void {
  const groups = layerGroups(info);
  const total = (n: number, what: 'kept' | 'multiplications') =>
    groups.reduce((sum, group) => sum + asRunHere(group, n)[what], 0);
  assert.equal(Float32Array.BYTES_PER_ELEMENT * total(N, 'kept'), costOfText(info, N).cacheBytes);
  const growth = (of: (n: number) => number, n: number) => of(n + 1) - 2 * of(n) + of(n - 1);
  for (let n = 1; n < N; n++) {
    const whole = growth((tokens) => costOfText(info, tokens).multiplications, n);
    assert.equal(
      growth((tokens) => total(tokens, 'multiplications'), n),
      whole,
    );
  }
}

/** What a triangular system of n rows takes: of each pair of blocks of a width, two products of them. */
function productsOfHalving(n: number): number {
  let products = 0;
  let width = 1;
  for (; width < n; width *= 2) products += 2 * width ** 3 * (2 ** Math.ceil(Math.log2(n)) / (2 * width));
  return products;
}

function ids(first: number, count: number, vocabSize: number): number[] {
  return Array.from({ length: count }, (_, i) => ((first + i) * 37 + 11) % vocabSize);
}

function namesIn(folder: string): string[] {
  return readdirSync(join(FIXTURES, folder))
    .filter((name) => existsSync(join(FIXTURES, folder, name, 'config.json')))
    .map((name) => join(folder, name));
}
