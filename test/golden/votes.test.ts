// Laws of attribution, on every fixture: the votes of all parts sum to the logit, those of a head's keys to the head's.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { argmax } from '../../src/explain/argmax.ts';
import { votes } from '../../src/explain/votes.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import type { Intervention } from '../../src/transformer/intervention.ts';
import { headsOf } from '../../src/transformer/layerHeads.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { bloomWithNormedStream } from './bloomWithNormedStream.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const WITHOUT_MODEL = ['chat', 'ggml', 'quantised', 'tokenizers', 'variants'];
const IDS = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];

const FOLDERS = ['.', 'quantised', 'variants'].flatMap(foldersIn).map((name) => [name, join(FIXTURES, name)]);
for (const [name, folder] of [...FOLDERS, ['bloom with a normed stream', await bloomWithNormedStream()]]) {
  test(`${name}: all votes sum to the logit`, async () => {
    const model = await Transformer.load(folder, { runtime: localCpu });
    try {
      const sequence = model.newSequence();
      await model.forward(sequence, IDS);
      if (model.readout.end.isTransformed || !model.readout.end.table) {
        const code = model.readout.end.table ? 'head-not-linear' : 'predicts-no-word';
        await assert.rejects(votes(model, sequence, { position: 4, target: 7 }), { code });
        return;
      }
      for (const position of [0, 4, IDS.length - 1]) {
        const target = argmax(await model.logits(sequence, position));
        for (const other of [undefined, IDS[0]]) {
          const found = await votes(model, sequence, { position, target, other });
          assertNear(found.sum, found.logit, `position ${position} against ${other}`);
          for (const { heads, headsByKey } of found.layers.flatMap(({ mixing, beside }) => [mixing, beside]))
            for (const [head, keys] of headsByKey.entries())
              assertNear(
                keys.reduce((sum, vote) => sum + vote, 0),
                heads[head],
                `head ${head}`,
              );
        }
      }
    } finally {
      await model.release();
    }
  });
}

test('votes hold for what was changed inside: a silent head votes nothing, and the rest sums to its logit; an abandoned question ends', async () => {
  const model = await Transformer.load(join(FIXTURES, 'gpt2'), { runtime: localCpu });
  try {
    const sequence = model.newSequence([
      { kind: 'head', layer: 1, head: 2, gain: 0 },
      { kind: 'attention', layer: 0, gain: 0.5 },
      { kind: 'mlp', layer: 2, gain: 2 },
    ]);
    await model.forward(sequence, IDS);
    const found = await votes(model, sequence, { position: IDS.length - 1, target: 7 });
    assert.equal(found.layers[1].mixing.heads[2], 0);
    assertNear(found.sum, found.logit, 'the sum');
    const abandoned = votes(model, sequence, { position: 1, target: 7 }, AbortSignal.abort());
    await assert.rejects(abandoned, { code: 'cancelled' });
  } finally {
    await model.release();
  }
});

test('votes sum to the logit whatever is replaced or hidden, in every arrangement of norms', async () => {
  for (const name of [
    'gpt2',
    'llama',
    'gemma2',
    'olmo2',
    'phi',
    'opt',
    'granite',
    'olmo',
    'nanochat',
    'cohere',
    'falcon-new',
    'gemma4_text',
    'gemma4_text-moe',
    'qwen3_5_text',
    'falcon_h1',
    'gemma3n_text',
    'mamba2',
    'granitemoehybrid',
    'lfm2',
  ]) {
    const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
    try {
      const { dModel, layers } = model.shape;
      const { heads, dValue } = headsOf(model.shape, layers - 1);
      const vector = Float32Array.from({ length: dModel }, (_, i) => Math.cos(i) / 2);
      const last = IDS.length - 1;
      const place = { layer: layers - 1, position: last, gain: 0 };
      const changes: readonly Intervention[][] = [
        ...(heads ? [[{ kind: 'head', head: 1, ...place, offset: vector.slice(0, dValue) } as const]] : []),
        [{ kind: 'attention', ...place, gain: 0.5, offset: vector }],
        [{ kind: 'mlp', layer: 0, gain: 1, offset: vector }],
        ...(model.shape.beside === 'state' ? [[{ kind: 'state', ...place, gain: 0.5, offset: vector } as const]] : []),
        [{ kind: 'hide', start: 2, end: 5 }],
        ...(heads ? [[{ kind: 'hide', start: 3, end: 4, query: last, layer: layers - 1, head: 0 } as const]] : []),
      ];
      for (const interventions of changes) {
        const sequence = model.newSequence(interventions);
        await model.forward(sequence, IDS);
        const { sum, logit, layers: ofLayers } = await votes(model, sequence, { position: last, target: 7 });
        const what = `${name}, ${interventions.map(({ kind }) => kind)}`;
        assertNear(sum, logit, what);
        const [hidden] = interventions;
        if (hidden.kind !== 'hide') continue;
        const keys =
          hidden.head === undefined
            ? ofLayers.flatMap(({ mixing, beside }) => [...mixing.headsByKey, ...beside.headsByKey])
            : [ofLayers[layers - 1].mixing.headsByKey[0]];
        for (const key of keys) assert.equal(key[3], 0, what);
      }
    } finally {
      await model.release();
    }
  }
});

function assertNear(actual: number, expected: number, what: string): void {
  const difference = Math.abs(actual - expected);
  assert.ok(difference <= 1e-4 * Math.max(1, Math.abs(expected)), `${what}: ${actual} for ${expected}`);
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(FIXTURES, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !WITHOUT_MODEL.includes(entry.name))
    .map((entry) => join(folder, entry.name));
}
