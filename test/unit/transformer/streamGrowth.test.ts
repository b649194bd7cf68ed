// What the parts of a block add is how the residual stream grows, in every architecture: nothing else writes into it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { streamScaleOf } from '../../../src/transformer/backwards.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
/** Sums in another order. */
const SAME = 5e-5;
const N = 40;

const names = [...readdirSync(FIXTURES), 'variants/falcon_h1-gate-norm', 'variants/gemma3n_text-middle'];
for (const name of names.filter((one) => existsSync(join(FIXTURES, one, 'manifest.json')))) {
  test(`${name}: what attention and MLP add is how the residual stream grows`, async () => {
    const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
    try {
      const sequence = model.newSequence();
      await model.forward(
        sequence,
        Array.from({ length: N }, (_, i) => ((i * 37 + 11) % 200) % model.shape.vocabSize),
      );
      for (let layer = 0; layer < model.shape.layers; layer++) {
        const outputs = ['attention_added', 'mlp_added', 'streams_added'] as const;
        const added = await model.recomputeBlock(sequence, layer, 0, N, outputs);
        const mixed = (i: number) => (model.shape.streams ? added.streams_added[i] : 0);
        const before = sequence.residual(layer, 0, N);
        const scale = await streamScaleOf(model.readout.blocks[layer]);
        const sum = before.map(
          (value, i) => scale * (value + mixed(i) + added.attention_added[i] + added.mlp_added[i]),
        );
        assert.ok(largestDifference(sum, sequence.residual(layer + 1, 0, N)) <= SAME, `layer ${layer}`);
      }
    } finally {
      await model.release();
    }
  });
}
