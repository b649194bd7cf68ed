// Models whose tensors have the names that mlx-lm's sanitize() gives them, not quantised: the same numbers come out.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  copyOf,
  editJson,
  type RawTensor,
  type RawTensors,
  readTensors,
  writeTensors,
} from '../checkpoint/remadeFolder.ts';
import { logitsOf } from '../checkpoint/sameLogits.ts';

const IDS = [5, 17, 3, 60, 41, 8];
type Change = (tensors: RawTensors, name: string, tensor: RawTensor) => void;

const CASES: Readonly<Record<string, Change>> = {
  gpt_neox: (tensors, name, tensor) =>
    tensors.set(
      (name.startsWith('model.') ? name : `model.${name}`)
        .replace('.gpt_neox.layers.', '.h.')
        .replace('.gpt_neox.', '.'),
      tensor,
    ),
  granitemoe: partGranite,
  granitemoehybrid: partGranite,
  gpt_oss: partGptOss,
  'gemma4_text-moe': (tensors, name, tensor) => {
    const within = name.replace(/(gate_up|down)_proj$/, 'switch_glu');
    if (name.endsWith('experts.gate_up_proj')) setHalves(tensors, within, tensor);
    else tensors.set(name.endsWith('experts.down_proj') ? `${within}.down_proj.weight` : name, tensor);
  },
  mixtral: stack({ w1: 'gate_proj', w2: 'down_proj', w3: 'up_proj' }),
  phimoe: stack({ w1: 'gate_proj', w2: 'down_proj', w3: 'up_proj' }),
  qwen3_moe: stack({}),
  apertus: (tensors, name, tensor) => tensors.set(name, /\.alpha_[pn]$/.test(name) ? { ...tensor, shape: [] } : tensor),
};

for (const [fixture, change] of Object.entries(CASES)) {
  test(`${fixture}: by mlx-lm's names the same logits come out`, async () => {
    const folder = await copyOf(fixture);
    await rename(folder, change);
    assert.deepEqual(await logitsOf(folder, IDS), await logitsOf(await copyOf(fixture), IDS));
  });
}

test('Granite 4 without experts has its MLP under another name', async () => {
  const [plain, renamed] = [await copyOf('granitemoehybrid'), await copyOf('granitemoehybrid')];
  for (const folder of [plain, renamed])
    await editJson(join(folder, 'config.json'), (json) => {
      json.num_local_experts = 0;
    });
  await rename(renamed, (tensors, name, tensor) => {
    const within = name.replace(/shared_mlp\..*$/, 'mlp');
    if (name.endsWith('shared_mlp.input_linear.weight')) setHalves(tensors, within, tensor, 1);
    else tensors.set(name.replace('shared_mlp.output_linear', 'mlp.down_proj'), tensor);
  });
  assert.deepEqual(await logitsOf(renamed, IDS), await logitsOf(plain, IDS));
});

async function rename(folder: string, change: Change): Promise<void> {
  const file = join(folder, 'model.safetensors');
  const [stored, tensors] = [await readTensors(file), new Map<string, RawTensor>()];
  for (const [name, tensor] of stored) change(tensors, name, tensor);
  assert.notDeepEqual([...tensors].map(shapeOf), [...stored].map(shapeOf), 'nothing was renamed');
  await writeTensors(file, tensors);
}

const shapeOf = ([name, { shape }]: readonly [string, RawTensor]) => [name, shape];

/** Gate and up, which are one map, [gate; up] for each of `count` matrices. */
function setHalves(tensors: RawTensors, within: string, both: RawTensor, count = both.shape[0]): void {
  for (const [half, map] of ['gate_proj', 'up_proj'].entries()) {
    const size = both.bytes.length / count / 2;
    const parts = Array.from({ length: count }, (_, i) =>
      both.bytes.subarray((2 * i + half) * size, (2 * i + half + 1) * size),
    );
    const shape = both.shape.with(-2, both.shape[both.shape.length - 2] / 2);
    tensors.set(`${within}.${map}.weight`, { dtype: both.dtype, shape, bytes: Buffer.concat(parts) });
  }
}

function partGranite(tensors: RawTensors, name: string, tensor: RawTensor): void {
  const within = name.replace(/\w+_linear\.weight$/, 'switch_mlp');
  if (name.endsWith('block_sparse_moe.input_linear.weight')) setHalves(tensors, within, tensor);
  else tensors.set(name.replace('block_sparse_moe.output_linear', 'block_sparse_moe.switch_mlp.down_proj'), tensor);
}

/** mlx-lm has [experts, out, in], with gate and up apart, where gpt-oss has [experts, in, out], gate and up by turns. */
function partGptOss(tensors: RawTensors, name: string, tensor: RawTensor): void {
  const [, within, map, isBias] = /^(.*\.experts)\.(gate_up|down)_proj(_bias)?$/.exec(name) ?? [];
  if (within === undefined) {
    tensors.set(name, tensor);
    return;
  }
  const [experts, inputs, outputs] = isBias ? [tensor.shape[0], 1, tensor.shape[1]] : tensor.shape;
  const size = tensor.bytes.length / experts / inputs / outputs;
  const parts = map === 'down' ? { down: [0, 1] } : { gate: [0, 2], up: [1, 2] };
  for (const [part, [first, step]] of Object.entries(parts)) {
    const bytes: Uint8Array[] = [];
    for (let expert = 0; expert < experts; expert++)
      for (let out = first; out < outputs; out += step)
        for (let input = 0; input < inputs; input++) {
          const at = ((expert * inputs + input) * outputs + out) * size;
          bytes.push(tensor.bytes.subarray(at, at + size));
        }
    const shape = isBias ? [experts, outputs / step] : [experts, outputs / step, inputs];
    const own = { dtype: tensor.dtype, shape, bytes: Buffer.concat(bytes) };
    tensors.set(`${within}.${part}_proj.${isBias ? 'bias' : 'weight'}`, own);
  }
}

/** Experts one on another, in the order of the file. */
function stack(maps: Readonly<Record<string, string>>): Change {
  return (tensors, name, tensor) => {
    const [, within, map] = /^(.*)\.experts\.\d+\.(\w+)\.weight$/.exec(name) ?? [];
    const own = within === undefined ? name : `${within}.switch_mlp.${maps[map] ?? map}.weight`;
    const { shape, bytes } = tensors.get(own) ?? { shape: [0], bytes: Buffer.of() };
    const grown = { ...tensor, shape: [shape[0] + 1, ...tensor.shape], bytes: Buffer.concat([bytes, tensor.bytes]) };
    tensors.set(own, within === undefined ? tensor : grown);
  };
}
