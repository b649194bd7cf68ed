// Models that mlx-lm has rewritten when it converted them: Qwen3-Next's norms have the 1 in them that is added otherwise, and
// Falcon-H1's maps some of the factors of config.json. The order of a convolution's axes tells.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { largestDifference } from '../../golden/goldenErrors.ts';
import { copyOf, editJson, type RawTensor, readTensors, writeTensors } from '../checkpoint/remadeFolder.ts';
import { logitsOf } from '../checkpoint/sameLogits.ts';

const NORMS = /(?:input_layernorm|post_attention_layernorm|model\.norm|[qk]_norm)\.weight$/;
const IDS = [5, 17, 3, 90, 41, 8];

for (const name of ['qwen3_next', 'qwen3_5_text'])
  test(`${name}: the same numbers as before it was rewritten`, async () => {
    const [plain, converted] = [await copyOf(name), await copyOf(name)];
    const head = await replaceHead(plain);
    await convert(converted, head);
    const [expected, found] = [await logitsOf(plain, IDS), await logitsOf(converted, IDS)];
    assert.ok(largestDifference(found, expected) < 1e-4, `${largestDifference(found, expected)}`);
  });

test('Falcon-H1 is refused by name', async () => {
  const folder = await copyOf('falcon_h1');
  await convert(folder, await replaceHead(await copyOf('falcon_h1')));
  await assert.rejects(logitsOf(folder, IDS), { code: 'config-unsupported', key: 'quantization', value: 'MLX' });
});

interface Head {
  readonly codes: Uint8Array;
  readonly shape: readonly [rows: number, width: number];
}

/** Puts whole numbers from -8 to 7, times 1/16, in the place of the head, which MLX's codes can be exactly. */
async function replaceHead(folder: string): Promise<Head> {
  const file = join(folder, 'model.safetensors');
  const tensors = await readTensors(file);
  const [rows, width] = tensors.get('lm_head.weight')?.shape ?? assert.fail();
  const codes = Uint8Array.from({ length: rows * width }, (_, i) => (i * 7 + (i >> 4)) % 16);
  const weights = Float32Array.from(codes, (code) => (code - 8) / 16);
  tensors.set('lm_head.weight', float32([rows, width], weights));
  await writeTensors(file, tensors);
  return { codes, shape: [rows, width] };
}

/** As mlx-lm writes the model, with nothing but the head quantised: to 8 bits, in one group a row. */
async function convert(folder: string, { codes, shape: [rows, width] }: Head): Promise<void> {
  const file = join(folder, 'model.safetensors');
  const tensors = await readTensors(file);
  for (const [name, { shape, bytes }] of [...tensors]) {
    if (name.endsWith('conv1d.weight')) tensors.set(name, { dtype: 'F32', shape: [shape[0], shape[2], 1], bytes });
    if (!NORMS.test(name)) continue;
    const gains = new Float32Array(Uint8Array.from(bytes).buffer).map((gain) => gain + 1);
    tensors.set(name, float32(shape, gains));
  }
  tensors.set('lm_head.weight', { dtype: 'U32', shape: [rows, width / 4], bytes: codes });
  tensors.set('lm_head.scales', float32([rows, 1], new Float32Array(rows).fill(1 / 16)));
  tensors.set('lm_head.biases', float32([rows, 1], new Float32Array(rows).fill(-0.5)));
  await writeTensors(file, tensors);
  await editJson(join(folder, 'config.json'), (json) => {
    json.quantization = { group_size: width, bits: 8 };
  });
}

function float32(shape: readonly number[], values: Float32Array<ArrayBuffer>): RawTensor {
  return { dtype: 'F32', shape: [...shape], bytes: new Uint8Array(values.buffer) };
}
