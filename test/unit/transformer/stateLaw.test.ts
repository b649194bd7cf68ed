// What a state says when it is carried from token to token is what the graph says when it is unrolled, on every model of the
// fixtures that has a state; and what a weight is made of.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { leftAtEnd, statesOf } from '../../../src/explain/stateReadings.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { Sequence } from '../../../src/transformer/sequence.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const N = 24;
/** The first part is in the cache when the rest is read, with room for more. */
const FIRST = 9;
const SAME = 2e-5;

const namesIn = (folder: string) =>
  readdirSync(join(FIXTURES, folder))
    .map((name) => join(folder, name))
    .filter((name) => existsSync(join(FIXTURES, name, 'config.json')));
const mayHaveStates = (name: string) =>
  /mamba|linear_attention|falcon_h1|qwen3_5|qwen3_next/.test(readFileSync(join(FIXTURES, name, 'config.json'), 'utf8'));
const names = [...namesIn('.'), ...namesIn('variants')].filter(mayHaveStates);

test('there are models with states', () => assert.ok(names.length >= 2, names.join()));

for (const name of names) {
  test(`${name}: what is read from the state is what the unrolled sum finds`, async () => {
    const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
    try {
      const ids = Array.from({ length: N }, (_, i) => (i * 37 + 11) % model.shape.vocabSize);
      const sequence = model.newSequence();
      await model.forward(sequence, ids.slice(0, FIRST));
      await model.forward(sequence, ids.slice(FIRST));
      for (const [layer, state] of sequence.states.entries()) if (state) await checkLayer(model, sequence, layer);
    } finally {
      await model.release();
    }
  });
}

async function checkLayer(model: Transformer, sequence: Sequence, layer: number): Promise<void> {
  const shape = model.shape.states?.[layer] ?? assert.fail('no state');
  const cache = sequence.states[layer] ?? assert.fail('no cache');
  const { heads, groups, dState, dValue } = shape;
  const start = 3; // so that the rows of the weights have earlier tokens, and slots that are empty
  const outputs = ['state_queries', 'state_weights', 'state_found'] as const;
  const block = await model.recomputeBlock(sequence, layer, start, N, outputs);
  const rows = N - start;
  assert.equal(block.state_weights.length, heads * rows * N);
  const all = cache.decays.rows(0, N);
  for (let head = 0; head < heads; head++) {
    const group = Math.floor((head * groups) / heads);
    const { keys } = cache.keys.rowsOf(group, N);
    const { values } = cache.values.rowsOf(head, N);
    const decays = Float32Array.from({ length: N }, (_, token) => all[token * heads + head]);
    let token = 0;
    for (const state of statesOf({ keys, values, decays })) {
      const row = token++ - start;
      if (row < 0) continue;
      const query = block.state_queries.subarray((group * rows + row) * dState, (group * rows + row + 1) * dState);
      const weights = block.state_weights.subarray((head * rows + row) * N, (head * rows + row + 1) * N);
      const found = block.state_found.subarray((head * rows + row) * dValue, (head * rows + row + 1) * dValue);
      for (let j = 0; j < dValue; j++) {
        let read = 0;
        for (let i = 0; i < dState; i++) read += query[i] * state[i * dValue + j];
        let unrolled = 0;
        for (let key = 0; key < N; key++) unrolled += weights[key] * values[key * dValue + j];
        near(unrolled, found[j]);
        near(read, found[j]);
      }
      const left = leftAtEnd(decays.subarray(0, token));
      for (let key = 0; key < N; key++) {
        let product = 0;
        for (let i = 0; i < dState; i++) product += query[i] * keys[key * dState + i];
        near(weights[key], key < token ? product * left[key] : 0);
      }
    }
  }
}

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) <= SAME * (1 + Math.abs(expected)), `${found} for ${expected}`);
}
