// Keys of GGUF files as Ollama's own converter writes them, and files that hold more than the text model.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { openCheckpoint } from '../../../../src/checkpoint/checkpoint.ts';
import { floats, type GgufParts, ggufBytes, type Written } from './ggufBytes.ts';
import { sizes } from './sizes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollama-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, parts: GgufParts): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, ggufBytes(parts));
  return file;
}

const ROWS = [1, 2, 3, 4];

test('what sees pictures is left out of files that hold all in one, and refused where there are none', async () => {
  const tensors = [floats('v.blk.0.attn_q.weight', [4], ROWS), floats('mm.norm.weight', [4], ROWS)];
  for (const architecture of ['gemma3', 'mistral3']) {
    const file = await write('model.gguf', { metadata: sizes(architecture), tensors });
    assert.deepEqual([...(await openCheckpoint(file)).tensors.keys()], []);
  }
  const refused = openCheckpoint(await write('other.gguf', { metadata: sizes('gemma2'), tensors }));
  await assert.rejects(refused, { code: 'tensor-invalid', tensor: 'v.blk.0.attn_q.weight' });
});

test('Gemma 3 has the scale of positions and the cap that its size has, where the file is of the kind that leaves them out', async () => {
  const read = async (layers: number, more: Readonly<Record<string, Written>> = {}) => {
    const metadata = sizes('gemma3', {
      ...{ 'gemma3.block_count': layers, 'gemma3.attention.sliding_window': 8 },
      ...{ 'gemma3.final_logit_softcapping': { float32: 30 }, 'gemma3.rope.local.freq_base': { float32: 5000 } },
      ...more,
    });
    const { config } = await openCheckpoint(await write('model.gguf', { metadata }));
    assert.equal(config.number('rope_local_base_freq', 0), 5000);
    return [config.section('rope_scaling')?.number('factor', 0), config.number('final_logit_softcapping', 0)];
  };
  assert.deepEqual(await read(34), [8, 30]);
  assert.deepEqual(await read(62), [8, 30]);
  assert.deepEqual(await read(26), [undefined, 0]);
  assert.deepEqual(await read(33), [undefined, 30]);
  const said = { 'gemma3.rope.scaling.type': 'linear', 'gemma3.rope.scaling.factor': { float32: 4 } };
  assert.deepEqual(await read(34, said), [4, 30]);
});

test("Ollama's names of what YaRN needs are read, too", async () => {
  const yarn = { 'mistral3.rope.scaling.type': 'yarn', 'mistral3.rope.scaling.factor': { float32: 4 } };
  const read = async (more: Readonly<Record<string, Written>>) => {
    const metadata = sizes('mistral3', { ...yarn, ...more });
    const { config } = await openCheckpoint(await write('model.gguf', { metadata }));
    const scaling = config.section('rope_scaling') ?? assert.fail();
    const keys = ['beta_fast', 'beta_slow', 'mscale', 'mscale_all_dim', 'llama_4_scaling_beta'];
    return [config.choice('model_type', ['mistral', 'ministral3']), ...keys.map((key) => scaling.number(key, 0))];
  };
  const theirs = await read({
    'mistral3.rope.scaling.yarn_beta_fast': { float32: 16 },
    'mistral3.rope.scaling.yarn_beta_slow': { float32: 2 },
    'mistral3.rope.scaling.yarn_log_multiplier': { float32: 1 },
    'mistral3.attention.temperature_scale': { float32: 0.5 },
  });
  const ollamas = await read({
    'mistral3.rope.scaling.beta_fast': { float32: 16 },
    'mistral3.rope.scaling.beta_slow': { float32: 2 },
    'mistral3.rope.scaling.mscale': { float32: 1 },
    'mistral3.rope.scaling.mscale_all_dim': { float32: 1 },
    'mistral3.rope.scaling_beta': { float32: 0.5 },
  });
  assert.deepEqual(theirs, ['ministral3', 16, 2, 1, 1, 0.5]);
  assert.deepEqual(ollamas, theirs);
  const { config } = await openCheckpoint(
    await write('plain.gguf', { metadata: sizes('mistral3', { 'mistral3.rope.scaling.type': '' }) }),
  );
  assert.equal(config.section('rope_scaling'), undefined);
});
