import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bits, BLOCK_SIZE, BlockPacker } from '../../../src/onnx/quantise.ts';

const sizes = { inputs: BLOCK_SIZE, outputs: 1 };
const block = (...weights: number[]) => Float32Array.from({ length: BLOCK_SIZE }, (_, i) => weights[i] ?? 0);

test('4 bits by hand: the largest weight is the lowest number, two numbers a byte', () => {
  const packer = new BlockPacker({ ...sizes, bits: 4 });
  packer.packOutputs(block(1, -2, 0.5, 0.13), 0);
  assert.deepEqual(Array.from(packer.scales), [0.25]); // -2 / -8
  // 8 + 4 = 12, 8 - 8 = 0; 8 + 2 = 10, 8 + round(0.52) = 9; zeros are 8
  assert.deepEqual(Array.from(packer.packed), [12 | (0 << 4), 10 | (9 << 4), ...Array(14).fill(8 | (8 << 4))]);
});

test('8 bits by hand: a positive largest weight makes a negative scale', () => {
  const packer = new BlockPacker({ ...sizes, bits: 8 });
  packer.packOutputs(block(4, -1, 0.03125), 0);
  assert.deepEqual(Array.from(packer.scales), [-0.03125]); // 4 / -128
  assert.deepEqual(Array.from(packer.packed), [0, 160, 127, ...Array(29).fill(128)]);
});

test('the opposite of the largest weight is one number short', () => {
  const packer = new BlockPacker({ ...sizes, bits: 4 });
  packer.packOutputs(block(-8, 8), 0);
  assert.deepEqual([packer.scales[0], packer.packed[0]], [1, 0 | (15 << 4)]);
});

test('a block of zeros has the scale 0 and stays zeros', () => {
  const packer = new BlockPacker({ ...sizes, bits: 8 });
  packer.packOutputs(block(), 0);
  assert.deepEqual([packer.scales[0], ...packer.packed], [0, ...Array(BLOCK_SIZE).fill(128)]);
});

for (const bits of [8, 4] as Bits[]) {
  test(`${bits} bits: no weight is off by more than a step, and both ways to store a matrix give the same`, () => {
    const [inputs, outputs] = [BLOCK_SIZE + 7, 5];
    const byOutput = Float32Array.from({ length: inputs * outputs }, (_, i) => Math.sin(i * 12.9898)); // [outputs, inputs]
    const byInput = byOutput.map((_, i) => byOutput[(i % outputs) * inputs + Math.floor(i / outputs)]); // [inputs, outputs]
    const packer = new BlockPacker({ inputs, outputs, bits });
    packer.packOutputs(byOutput.subarray(0, 2 * inputs), 0);
    packer.packOutputs(byOutput.subarray(2 * inputs), 2);
    const other = new BlockPacker({ inputs, outputs, bits });
    other.packRows(byInput.subarray(0, BLOCK_SIZE * outputs), 0);
    other.packRows(byInput.subarray(BLOCK_SIZE * outputs), 1);
    assert.deepEqual([other.packed, other.scales], [packer.packed, packer.scales]);
    for (let output = 0; output < outputs; output++) {
      for (let input = 0; input < inputs; input++) {
        const index = output * 2 + Math.floor(input / BLOCK_SIZE);
        const scale = packer.scales[index];
        const weight =
          (numberAt(packer.packed, index * BLOCK_SIZE + (input % BLOCK_SIZE), bits) - 2 ** (bits - 1)) * scale;
        assert.ok(Math.abs(weight - byOutput[output * inputs + input]) <= Math.abs(scale) * 1.0001);
      }
    }
  });
}

function numberAt(packed: Uint8Array, i: number, bits: Bits): number {
  return bits === 8 ? packed[i] : (packed[i >> 1] >> (4 * (i % 2))) & 15;
}
