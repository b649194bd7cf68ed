// Quantised blocks of every type, widened, against what ggml's own Python package makes of the same bytes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { dequantise, halfAt, viewOf } from '../../../../src/checkpoint/ggml/blockType.ts';
import { blockType } from '../../../../src/checkpoint/ggml/ggmlTypes.ts';

const FILE = join(import.meta.dirname, '../../../golden/fixtures/ggml/blocks.json');
const TYPES: Readonly<Record<string, { blocks: string; float32: string }>> = JSON.parse(readFileSync(FILE, 'utf8'));

for (const [name, { blocks, float32 }] of Object.entries(TYPES)) {
  test(`${name} is widened bit for bit as by gguf 0.19.0`, () => {
    const type = blockType(name);
    assert.ok(type);
    const weights = dequantise(type, new Uint8Array(Buffer.from(blocks, 'base64')));
    assert.equal(Buffer.from(weights.buffer).toString('base64'), float32);
  });
}

test('float16 by hand: IEEE 754-2008, table 3.5', () => {
  const rows: [number, number][] = [
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x8000, -0],
    [0xfc00, Number.NEGATIVE_INFINITY],
  ];
  for (const [half, value] of rows) assert.equal(halfAt(viewOf(Uint8Array.of(half & 255, half >> 8)), 0), value);
});
