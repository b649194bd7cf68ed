// Angles of rotary positions by hand, for every way of config.json to stretch them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Config } from '../../../../src/checkpoint/config.ts';
import { ropeParameters, rotaryOf } from '../../../../src/transformer/layers/ropeScaling.ts';
import { rotaryTables } from '../../../../src/transformer/layers/rotary.ts';

/** d_head 4: two pairs, of frequency 1 and θ^-½ = 0.01; 2π / 0.01 = 628 tokens make a turn of the second. */
const SIZES = { dHead: 4, context: 64 };
const THETA = 10_000;
const YARN_SCALE = 0.1 * Math.log(4) + 1;
const LONG_SCALE = Math.sqrt(1 + Math.log(4) / Math.log(16)); // √1.5

const FREQUENCIES: [name: string, config: object, expected: [number, number], scale?: number][] = [
  ['plain', {}, [1, 0.01]],
  ['no scaling, as newer files say it', { rope_parameters: { rope_type: 'default', rope_theta: 100 } }, [1, 0.1]],
  ['a type that is null', { rope_scaling: { rope_type: null, factor: 2 } }, [1, 0.01]],
  ['another θ', { rope_theta: 100 }, [1, 0.1]],
  ['linear', { rope_scaling: { type: 'linear', factor: 4 } }, [0.25, 0.0025]],
  // as long as in training nothing changes
  ['dynamic, in a short text', { rope_scaling: { type: 'dynamic', factor: 2 } }, [1, 0.01]],
  // 16 tokens of training: the first pair turns 2.5 times (fast), the second 0.025 times (slow)
  [
    'llama3',
    { rope_scaling: { rope_type: 'llama3', factor: 8, low_freq_factor: 1, high_freq_factor: 2, ...trained(16) } },
    [1, 0.01 / 8],
  ],
  // the first is half way between 1.5 and 3.59 turns, roughly: (2.546 - 1.5) / (3.592 - 1.5) = 0.5
  [
    'llama3, between fast and slow',
    {
      rope_scaling: { rope_type: 'llama3', factor: 2, low_freq_factor: 1.5, high_freq_factor: 3.59296, ...trained(16) },
    },
    [0.75, 0.005],
  ],
  // pair 4 ln(16 / (32 · 2π)) / (2 ln θ) < 0 → 0, pair 4 ln(16 / 2π) / (2 ln θ) = 0.2 → 1: a ramp from 0 to 1
  ['yarn', { rope_scaling: { rope_type: 'yarn', factor: 4, ...trained(16) } }, [1, 0.0025], YARN_SCALE],
  ['yarn without a factor', { rope_scaling: { rope_type: 'yarn', ...trained(16) } }, [1, 0.0025], YARN_SCALE],
  ['yarn with its own scale', { rope_scaling: { rope_type: 'yarn', factor: 4, attention_factor: 2 } }, [1, 0.0025], 2],
  ['longrope, in a short text', { rope_scaling: longrope('longrope'), ...trained(16) }, [1, 0.005], LONG_SCALE],
  [
    'proportional: half of the pairs, the fast ones',
    { rope_parameters: { rope_type: 'proportional', partial_rotary_factor: 0.5, rope_theta: THETA, factor: 2 } },
    [0.5, 0],
  ],
  ['longrope by its first name', { rope_scaling: longrope('su'), ...trained(16) }, [1, 0.005], LONG_SCALE],
];
test('frequencies are rounded step by step, as PyTorch does it', () => {
  const ofPyTorch = [
    1, 0.3162277638912201, 0.09999999403953552, 0.03162277862429619, 0.009999998845160007, 0.0031622780952602625,
    0.0010000000474974513, 0.0003162278444506228, 9.999996836995706e-5, 3.162277425872162e-5, 1.0000003385357559e-5,
    3.162276925650076e-6,
  ]; // 1.0 / (1e6 ** (torch.arange(0, 24, 2).float() / 24))
  const { frequencies } = rotaryOf(config({}), { dHead: 24, context: 64 }, { theta: 1e6 });
  assert.deepEqual([...frequencies(64)], ofPyTorch);
});

for (const [name, values, expected, scale = 1] of FREQUENCIES) {
  test(`frequencies: ${name}`, () => {
    const rotary = rotaryOf(config(values), SIZES, { theta: THETA });
    assertClose(rotary.frequencies(16), expected);
    assertClose([rotary.scale], [scale]);
  });
}

test('longrope takes other factors for texts longer than in training', () => {
  const { frequencies } = rotaryOf(config({ rope_scaling: longrope('longrope'), ...trained(16) }), SIZES, {
    theta: THETA,
  });
  assertClose(frequencies(17), [0.5, 0.0025]);
});

test('dynamic stretches θ with the text: (2 · 128 / 64 - 1)^(4 / 2) = 9 times', () => {
  const { frequencies } = rotaryOf(config({ rope_scaling: { type: 'dynamic', factor: 2 } }), SIZES, { theta: THETA });
  assertClose(frequencies(128), [1, 0.01 / 3]);
});

test('turns a part of each head', () => {
  const { width } = rotaryOf(config({ partial_rotary_factor: 0.5 }), SIZES, { theta: THETA, share: 1 });
  assert.equal(width, 2);
});

test('refuses pairs that stand still in heads of which only a part turns', () => {
  const values = config({ rope_parameters: { rope_type: 'proportional', partial_rotary_factor: 0.5 } });
  assert.throws(() => rotaryOf(values, SIZES, { theta: THETA, share: 1 }), {
    code: 'config-unsupported',
    key: 'rope_parameters.rope_type',
  });
});

test('tables hold cosine and sine of position times frequency, times the scale', () => {
  const frequencies = (length: number) => Float32Array.of(length === 2 ? 1 : 0.5);
  const { cosines, sines } = rotaryTables({ width: 2, pairs: 'halves', frequencies, scale: 2 }, 3, [2, 9]);
  assertClose(cosines, [2 * Math.cos(3), 2 * Math.cos(4 * 0.5)]);
  assertClose(sines, [2 * Math.sin(3), 2 * Math.sin(4 * 0.5)]);
});

const REFUSED: [name: string, values: object, failure: object][] = [
  [
    'a type that is not there',
    { rope_scaling: { type: 'mrope' } },
    { code: 'config-unsupported', key: 'rope_scaling.type', value: '"mrope"' },
  ],
  [
    'linear without a factor',
    { rope_scaling: { type: 'linear' } },
    { code: 'config-invalid', key: 'rope_scaling.factor' },
  ],
  [
    'factors for another width',
    { rope_scaling: { ...longrope('longrope'), short_factor: [1] } },
    { code: 'config-invalid', key: 'rope_scaling.short_factor' },
  ],
  ['a section that is a word', { rope_parameters: 'yarn' }, { code: 'config-invalid', key: 'rope_parameters' }],
  [
    'a share where all of a head is turned',
    { partial_rotary_factor: 0.5 },
    { code: 'config-unsupported', key: 'partial_rotary_factor', value: '0.5' },
  ],
];
for (const [name, values, failure] of REFUSED) {
  test(`refuses ${name}`, () => {
    assert.throws(
      () => rotaryOf(config(values), SIZES, { theta: THETA }),
      (thrown: object) => {
        assert.partialDeepStrictEqual(thrown, failure);
        return true;
      },
    );
  });
}

const REFUSED_SHARES: [name: string, share: number, key: string][] = [
  ['an odd width', 0.75, 'head_dim'],
  ['more than a head', 1.5, 'partial_rotary_factor'],
  ['nothing of a head', 0.1, 'partial_rotary_factor'],
];
for (const [name, share, key] of REFUSED_SHARES) {
  test(`refuses to turn ${name}`, () => {
    const turned = () => rotaryOf(config({ partial_rotary_factor: share }), SIZES, { theta: THETA, share: 1 });
    assert.throws(turned, (thrown: object) => {
      assert.partialDeepStrictEqual(thrown, { code: 'config-invalid', key });
      return true;
    });
  });
}

test('rope_scaling that is null is none', () => {
  assert.equal(ropeParameters(config({ rope_scaling: null })), undefined);
});

function config(values: object): Config {
  return new Config('config.json', values as Record<string, unknown>);
}

function trained(tokens: number) {
  return { original_max_position_embeddings: tokens };
}

function longrope(type: string) {
  return { type, short_factor: [1, 2], long_factor: [2, 4] };
}

function assertClose(ours: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(ours.length, expected.length);
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs(ours[i] - value) <= 1e-6 * Math.abs(value), `${ours[i]} is not ${value}`);
  }
}
