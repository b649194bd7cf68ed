// The values that config.json may have, and those that are refused with the name of their key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Config } from '../../../src/checkpoint/config.ts';
import { gpt2 } from '../../../src/transformer/architectures/gpt2.ts';
import { chooseArchitecture } from '../../../src/transformer/chooseArchitecture.ts';

const SMALL = { model_type: 'gpt2', n_embd: 8, n_head: 2, n_layer: 1, vocab_size: 10, n_positions: 4 };

test('sizes of GPT-2 small, where every default of Hugging Face is left out', () => {
  const sizes = gpt2.shape(checkpoint({ model_type: 'gpt2' }));
  assert.partialDeepStrictEqual(sizes, {
    layers: 12,
    heads: 12,
    dModel: 768,
    dHead: 64,
    vocabSize: 50257,
    context: 1024,
  });
});

const REFUSED: [name: string, values: object, failure: object][] = [
  [
    'another architecture',
    { model_type: 'mamba' },
    { code: 'config-unsupported', key: 'model_type', value: '"mamba"' },
  ],
  ['no architecture', { model_type: undefined }, { code: 'config-unsupported', key: 'model_type', value: 'nothing' }],
  ['cross attention', { add_cross_attention: true }, { code: 'config-unsupported', key: 'add_cross_attention' }],
  ['a width that the heads do not divide', { n_embd: 9 }, { code: 'config-invalid', key: 'n_embd' }],
  ['no layers', { n_layer: 0 }, { code: 'config-invalid', key: 'n_layer' }],
  ['half a layer', { n_layer: 1.5 }, { code: 'config-invalid', key: 'n_layer' }],
  ['a layer count in words', { n_layer: 'six' }, { code: 'config-invalid', key: 'n_layer' }],
  ['a vocabulary for petabytes', { vocab_size: 1e15 }, { code: 'config-invalid', key: 'vocab_size' }],
  ['a flag that is a number', { add_cross_attention: 1 }, { code: 'config-invalid', key: 'add_cross_attention' }],
];
for (const [name, values, failure] of REFUSED) {
  test(`refuses ${name}`, () => {
    assert.throws(
      () => {
        const small = checkpoint({ ...SMALL, ...values });
        chooseArchitecture(small).architecture.shape(small);
      },
      (thrown: object) => {
        assert.partialDeepStrictEqual(thrown, failure);
        return true;
      },
    );
  });
}

test('a count that is left out may be 0, and one that is there, too', () => {
  const config = new Config('config.json', { there: 0, null: null });
  assert.deepEqual([config.count('there', 3), config.count('absent', 0), config.count('null', 0)], [0, 0, 0]);
  assert.throws(() => new Config('config.json', { there: -1 }).count('there', 0));
});

function checkpoint(values: object) {
  const config = new Config('config.json', values as Record<string, unknown>);
  return { folder: '', name: '', config, weightsFile: '', weightsFolder: '', tensors: new Map(), weightBytes: 0 };
}
