// How long the part is that comes through each tap of a short convolution, held against the weights and the rows it read.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readFloats } from '../../../src/checkpoint/safetensors.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const N = 7;

for (const [name, weight] of [
  ['lfm2', 'model.layers.1.conv.conv.weight'],
  ['mamba2', 'backbone.layers.1.mixer.conv1d.weight'],
] as const) {
  test(`${name}: a tap's part is its weights times the row of the token it reads`, async () => {
    const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
    try {
      const { kernel, channels } = model.shape.convolutions?.[1] ?? assert.fail('no convolution');
      const weights = await readFloats(model.checkpoint.tensors.get(weight) ?? assert.fail('no weights')); // [channels, 1, kernel]
      const sequence = model.newSequence();
      await model.forward(sequence, [11, 48, 85, 122, 159, 196, 22]);
      const { tap_lengths: lengths } = await model.recomputeBlock(sequence, 1, 2, N, ['tap_lengths']);
      assert.equal(lengths.length, (N - 2) * kernel);
      for (let token = 2; token < N; token++)
        for (let distance = 0; distance < kernel; distance++) {
          const row = distance > token ? undefined : sequence.trails[1].rows(token - distance, token - distance + 1);
          let squares = 0;
          for (let channel = 0; row && channel < channels; channel++)
            squares += (weights[channel * kernel + kernel - 1 - distance] * row[channel]) ** 2;
          const found = lengths[(token - 2) * kernel + distance];
          assert.ok(Math.abs(found - Math.sqrt(squares)) < 1e-5 * (1 + found), `${found} for ${Math.sqrt(squares)}`);
        }
    } finally {
      await model.release();
    }
  });
}
